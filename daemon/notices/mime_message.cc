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
constexpr std::size_t kLongestName = 200;

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

bool is_media_type(std::string_view text) {
    return text.find('/') != std::string_view::npos && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '-' ||
                      c == '.' || c == '+';
           });
}

base::Result<> check(const MimeMessage& message) {
    for (const std::string_view value :
         {std::string_view(message.from_name), std::string_view(message.subject),
          std::string_view(message.auto_submitted)})
        if (base::has_control(value)) return refuse("a value with control characters", value);
    if (!is_header_address(message.from_address)) return refuse("a sender", message.from_address);
    if (!is_message_id(message.message_id)) return refuse("a Message-ID", message.message_id);
    if (message.to.empty()) return refuse("no recipient", "");
    for (const auto* recipients : {&message.to, &message.cc}) {
        for (const auto& to : *recipients) {
            if (base::has_control(to.name))
                return refuse("a name with control characters", to.name);
            if (!is_header_address(to.address)) return refuse("a recipient", to.address);
        }
    }
    for (const auto& attachment : message.attachments) {
        if (base::has_control(attachment.name) || attachment.name.empty() ||
            attachment.name.size() > kLongestName)
            return refuse("a file name", attachment.name);
        if (!is_media_type(attachment.media_type))
            return refuse("a media type", attachment.media_type);
    }
    return {};
}

std::string part(std::string_view type, std::string_view content) {
    return "Content-Type: text/" + std::string(type) +
           "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           wrapped_base64(with_crlf(content));
}

/// `filename*=` by RFC 2231: every byte that is no letter or digit percent-encoded.
std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (plain) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += kDigits[byte >> 4U];
            encoded += kDigits[byte & 0xFU];
        }
    }
    return encoded;
}

std::string attachment_part(const MimeMessage::Attachment& attachment) {
    return "Content-Type: " + attachment.media_type + ";\r\n name=\"" +
           encoded_header(base::replaced(attachment.name, "\"", "'")) +
           "\"\r\nContent-Disposition: attachment;\r\n filename*=UTF-8''" +
           percent_encoded(attachment.name) + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           wrapped_base64(attachment.bytes);
}

std::string addresses_of(const std::vector<MimeMessage::To>& recipients) {
    std::vector<std::string> words;
    for (const auto& recipient : recipients)
        words.push_back(mailbox_of(recipient.name, recipient.address));
    return base::join(words, ",\r\n ") + "\r\n";
}

std::string headers_of(const MimeMessage& message) {
    std::string lines = "From: " + mailbox_of(message.from_name, message.from_address) + "\r\n";
    lines += "To: " + addresses_of(message.to);
    if (!message.cc.empty()) lines += "Cc: " + addresses_of(message.cc);
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
        "=_" +
        message.message_id.substr(1, std::min<std::size_t>(message.message_id.find('@'), 50) - 1);
    const std::string texts = boundary + ".t";
    std::string body = "Content-Type: multipart/alternative; boundary=\"" + texts + "\"\r\n\r\n";
    body += "--" + texts + "\r\n" + part("plain", message.text);
    body += "--" + texts + "\r\n" + part("html", message.html);
    body += "--" + texts + "--\r\n";
    if (message.attachments.empty()) return headers_of(message) + body;
    std::string bytes = headers_of(message) + "Content-Type: multipart/mixed; boundary=\"" +
                        boundary + "\"\r\n\r\n--" + boundary + "\r\n" + body;
    for (const auto& attachment : message.attachments)
        bytes += "--" + boundary + "\r\n" + attachment_part(attachment);
    return bytes + "--" + boundary + "--\r\n";
}

}  // namespace notices
