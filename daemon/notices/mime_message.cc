#include "daemon/notices/mime_message.h"

#include <algorithm>

#include "base/env.h"
#include "base/text.h"

namespace notices {
namespace {

// 52 in base64, so that a line with "Subject: " stays within 76 (RFC 2047 §2).
constexpr std::size_t kWordBytes = 39;
constexpr std::size_t kPlainLimit = 60;
constexpr std::size_t kBase64Line = 76;

bool is_plain(std::string_view text) {
    if (text.size() > kPlainLimit || text.find("=?") != std::string_view::npos) return false;
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string wrapped_base64(std::string_view bytes) {
    const std::string line = base::base64(bytes);
    std::string wrapped;
    for (std::size_t at = 0; at < line.size(); at += kBase64Line)
        wrapped += line.substr(at, kBase64Line) + "\r\n";
    return wrapped;
}

std::string with_crlf(std::string_view text) {
    std::string lines;
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') lines += '\r';
        lines += c;
    }
    return lines;
}

/// name <address>, the name encoded or quoted.
std::string mailbox_of(std::string_view name, std::string_view address) {
    if (name.empty()) return "<" + std::string(address) + ">";
    if (!is_plain(name)) return encoded_header(name) + " <" + std::string(address) + ">";
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\" <" + std::string(address) + ">";
}

bool is_header_address(std::string_view address) {
    const auto bad = [](char c) {
        return c <= 0x20 || c >= 0x7f || c == '<' || c == '>' || c == ',' || c == ';';
    };
    const std::size_t at = address.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < address.size() &&
           std::ranges::none_of(address, bad);
}

base::Failure refuse(std::string_view what, std::string_view value) {
    return base::fail(base::Kind::BadInput, base::Scope::Message,
                      std::string(what) + " can't stand in a header: " + base::one_line(value, 80));
}

base::Result<> check(const MimeMessage& message) {
    for (const std::string_view value :
         {std::string_view(message.from_name), std::string_view(message.subject),
          std::string_view(message.auto_submitted)})
        if (base::has_control(value)) return refuse("a value with control characters", value);
    if (!is_header_address(message.from_address)) return refuse("a sender", message.from_address);
    if (!is_message_id(message.message_id)) return refuse("a Message-ID", message.message_id);
    if (message.to.empty()) return refuse("no recipient", "");
    for (const auto& to : message.to) {
        if (base::has_control(to.name)) return refuse("a name with control characters", to.name);
        if (!is_header_address(to.address)) return refuse("a recipient", to.address);
    }
    return {};
}

std::string part(std::string_view type, std::string_view content) {
    return "Content-Type: text/" + std::string(type) +
           "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           wrapped_base64(with_crlf(content));
}

std::string headers_of(const MimeMessage& message) {
    std::vector<std::string> to;
    for (const auto& recipient : message.to)
        to.push_back(mailbox_of(recipient.name, recipient.address));
    std::string lines = "From: " + mailbox_of(message.from_name, message.from_address) + "\r\n";
    lines += "To: " + base::join(to, ",\r\n ") + "\r\n";
    lines += "Subject: " + encoded_header(message.subject) + "\r\n";
    lines += "Date: " + base::format_mail_date(message.date) + "\r\n";
    lines += "Message-ID: " + message.message_id + "\r\n";
    if (is_message_id(message.in_reply_to))
        lines += "In-Reply-To: " + message.in_reply_to + "\r\nReferences: " + message.in_reply_to +
                 "\r\n";
    lines += "Auto-Submitted: " + message.auto_submitted + "\r\nX-Auto-Response-Suppress: All\r\n";
    return lines + "MIME-Version: 1.0\r\n";
}

}  // namespace

bool is_message_id(std::string_view text) {
    if (text.size() < 5 || text.size() > 250 || text.front() != '<' || text.back() != '>')
        return false;
    const std::string_view inside = text.substr(1, text.size() - 2);
    const auto bad = [](char c) { return c <= 0x20 || c >= 0x7f || c == '<' || c == '>'; };
    return inside.find('@') != std::string_view::npos && std::ranges::none_of(inside, bad);
}

std::string random_message_id(std::string_view address) {
    const std::string bytes = base::random_bytes(16);
    return "<" + base::hex(bytes.data(), bytes.size()) + "@" +
           std::string(address.substr(address.find('@') + 1)) + ">";
}

std::string encoded_header(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    std::string words;
    while (!text.empty()) {
        std::size_t size = 0;
        while (size < text.size()) {
            const std::size_t length = base::code_point_at(text, size).length;
            if (size + length > kWordBytes) break;
            size += length;
        }
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + base::base64(text.substr(0, size)) + "?=";
        text.remove_prefix(size);
    }
    return words;
}

base::Result<std::string> build(const MimeMessage& message) {
    TRY(check(message));
    // Base64 never holds "--", so a boundary can't occur in a body; it only has to differ from mail
    // to mail.
    const std::string boundary =
        "=_" + message.message_id.substr(1, message.message_id.find('@') - 1);
    std::string bytes = headers_of(message);
    bytes +=
        "Content-Type: multipart/alternative; boundary=\"" + boundary.substr(0, 60) + "\"\r\n\r\n";
    const std::string delimiter = "--" + boundary.substr(0, 60);
    bytes += delimiter + "\r\n" + part("plain", message.text);
    bytes += delimiter + "\r\n" + part("html", message.html);
    return bytes + delimiter + "--\r\n";
}

}  // namespace notices
