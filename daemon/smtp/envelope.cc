#include "daemon/smtp/envelope.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace smtp {
namespace {

// RFC 5321 §4.5.3.1
constexpr std::size_t kLocalLimit = 64;
constexpr std::size_t kAddressLimit = 254;

base::Failure refuse(std::string_view address, std::string_view why, std::string_view cure) {
    return base::fail(base::Kind::BadInput, base::Scope::Message,
                      "address \"" + base::one_line(address, 80) + "\" " + std::string(why),
                      std::string(cure));
}

bool is_ascii(std::string_view text) {
    return std::ranges::none_of(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Dot-atom of RFC 5322 §3.2.3; quoted local parts are not used by anybody who files.
bool is_local_part(std::string_view text) {
    constexpr std::string_view kSpecial = "!#$%&'*+-/=?^_`{|}~.";
    if (text.empty() || text.size() > kLocalLimit || text.front() == '.' || text.back() == '.')
        return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(text, [&](char c) {
        return is_alphanumeric(c) || kSpecial.find(c) != std::string_view::npos;
    });
}

bool is_domain(std::string_view text) {
    if (text.empty()) return false;
    const auto labels = base::split(text, '.');
    return std::ranges::all_of(labels, [](std::string_view label) {
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
            return false;
        return std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
    });
}

bool ends_lines_in_crlf(std::string_view message) {
    for (std::size_t i = 0; i < message.size(); ++i) {
        if (message[i] == '\r' && (i + 1 == message.size() || message[i + 1] != '\n')) return false;
        if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) return false;
    }
    return message.ends_with("\r\n");
}

}  // namespace

base::Result<> check_address(std::string_view address) {
    if (address.empty()) return refuse(address, "is empty", "give an address");
    if (base::has_control(address))
        return refuse(address, "holds control characters", "write it anew");
    if (!is_ascii(address))
        return refuse(address, "has characters beyond ASCII, which the server does not take",
                      "use the mailbox's plain Latin address");
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos) return refuse(address, "has no @", "write it as name@domain");
    if (address.size() > kAddressLimit || !is_local_part(address.substr(0, at)) ||
        !is_domain(address.substr(at + 1)))
        return refuse(address, "is not an address",
                      "write it as name@domain, without name or brackets");
    return {};
}

base::Result<> check_envelope(std::string_view sender, const std::vector<std::string>& recipients,
                              std::string_view message) {
    TRY(check_address(sender));
    if (recipients.empty())
        return base::fail(base::Kind::BadInput, base::Scope::Message,
                          "a message without recipients can't be sent");
    for (const std::string& recipient : recipients) TRY(check_address(recipient));
    if (message.find('\0') != std::string_view::npos || !ends_lines_in_crlf(message))
        return base::fail(base::Kind::Internal, base::Scope::Message,
                          "a message must have CRLF line ends and no NUL");
    return {};
}

bool is_loopback(std::string_view host) {
    if (host == "localhost" || host == "::1" || host == "[::1]") return true;
    if (!host.starts_with("127.")) return false;
    return std::ranges::all_of(host, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

}  // namespace smtp
