#include "daemon/links/page_url.h"

#include <algorithm>

#include "base/text.h"

namespace links {
namespace {

constexpr std::size_t kLongest = 2048;
constexpr std::size_t kLongestHost = 253;
constexpr std::size_t kLongestLabel = 63;
constexpr std::uint16_t kHttp = 80;
constexpr std::uint16_t kHttps = 443;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' &&
           label.back() != '-' && std::ranges::all_of(label, [](char c) {
               return is_digit(c) || is_lower(c) || c == '-';
           });
}

/// Names end in letters: what ends in a digit some programs take for an IPv4 address, in decimal,
/// octal or hexadecimal.
bool is_host(std::string_view host) {
    if (host.size() > kLongestHost || host.find('.') == std::string_view::npos) return false;
    const auto labels = base::split(host, '.');
    return std::ranges::all_of(labels, is_label) && is_lower(labels.back().front()) &&
           !labels.back().starts_with("0x");
}

std::optional<std::uint16_t> port_of(std::string_view digits) {
    if (digits.empty() || digits.size() > 5 || !std::ranges::all_of(digits, is_digit)) return {};
    const auto number = base::parse_number(digits);
    if (!number || *number == 0 || *number > 65535) return {};
    return static_cast<std::uint16_t>(*number);
}

/// Han characters and blanks stand in addresses as people write them; they are escaped as browsers
/// do.
std::optional<std::string> target_of(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    constexpr std::string_view kEscaped = " \"<>`{}|^";
    std::string target = text.empty() || text.front() != '/' ? "/" : "";
    for (const char c : text.substr(0, text.find('#'))) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '\\') return {};
        if (byte >= 0x80 || kEscaped.find(c) != std::string_view::npos) {
            target += '%';
            target += kHex[byte >> 4U];
            target += kHex[byte & 0xfU];
        } else {
            target += c;
        }
    }
    return target;
}

bool has_punycode(std::string_view host) {
    return std::ranges::any_of(base::split(host, '.'), [](std::string_view label) {
        return label.size() >= 4 && label.substr(2, 2) == "--";
    });
}

}  // namespace

std::string PageUrl::text() const {
    std::string text = (secure ? "https://" : "http://") + host;
    if (port != (secure ? kHttps : kHttp)) text += ":" + std::to_string(port);
    return text + target;
}

std::optional<PageUrl> parse_page_url(std::string_view text) {
    if (text.size() > kLongest) return {};
    PageUrl url;
    const std::string scheme = base::lowered(text.substr(0, std::min(text.find(':'), text.size())));
    if (scheme != "http" && scheme != "https") return {};
    url.secure = scheme == "https";
    text.remove_prefix(scheme.size());
    if (!text.starts_with("://")) return {};
    text.remove_prefix(3);
    const std::size_t end = std::min(text.find_first_of("/?#\\"), text.size());
    std::string_view authority = text.substr(0, end);
    url.port = url.secure ? kHttps : kHttp;
    if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
        const auto port = port_of(authority.substr(colon + 1));
        if (!port) return {};
        url.port = *port;
        authority = authority.substr(0, colon);
    }
    url.host = base::lowered(authority);
    if (!is_host(url.host)) return {};
    auto target = target_of(text.substr(end));
    if (!target) return {};
    url.target = std::move(*target);
    return url;
}

bool is_listed(std::string_view host, std::span<const std::string> patterns) {
    const bool punycode = has_punycode(host);
    return std::ranges::any_of(patterns, [&](std::string_view pattern) {
        if (!pattern.starts_with("*.")) return host == pattern;
        const std::string_view suffix = pattern.substr(1);
        return !punycode && host.size() > suffix.size() && host.ends_with(suffix);
    });
}

}  // namespace links
