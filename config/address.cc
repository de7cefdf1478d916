#include "config/address.h"

#include <algorithm>

#include "base/text.h"

namespace config {
namespace {

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_host_name(std::string_view host) {
    if (host.empty() || host.size() > 253 || host.front() == '.' || host.back() == '.')
        return false;
    if (host.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(
        host, [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_ip6(std::string_view host) {
    return host.find(':') != std::string_view::npos &&
           host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

bool is_local_part(std::string_view local) {
    if (local.empty() || local.size() > 64) return false;
    return std::ranges::all_of(local, [](char c) {
        return c > ' ' && c < 0x7f &&
               std::string_view("\"(),:;<>@[\\]").find(c) == std::string_view::npos;
    });
}

bool set_port(ServerUrl& url, std::string_view text) {
    const auto number = base::parse_number(text);
    if (!number || *number == 0 || *number > 65535) return false;
    url.port = static_cast<std::uint16_t>(*number);
    return true;
}

}  // namespace

std::optional<std::string> parse_address(std::string_view text) {
    const auto at = text.rfind('@');
    if (at == std::string_view::npos) return {};
    if (!is_local_part(text.substr(0, at)) || !is_host_name(text.substr(at + 1))) return {};
    return base::lowered(text);
}

std::optional<NamedAddress> parse_named_address(std::string_view text) {
    text = base::trimmed(text);
    if (base::has_control(text) || !base::is_utf8(text)) return {};
    NamedAddress result;
    std::string_view address = text;
    if (text.ends_with('>')) {
        const auto open = text.rfind('<');
        if (open == std::string_view::npos) return {};
        address = text.substr(open + 1, text.size() - open - 2);
        std::string_view label = base::trimmed(text.substr(0, open));
        if (label.size() >= 2 && label.front() == '"' && label.back() == '"') {
            label = label.substr(1, label.size() - 2);
        }
        result.name = std::string(label);
    }
    auto parsed = parse_address(address);
    if (!parsed) return {};
    result.address = std::move(*parsed);
    return result;
}

std::optional<ServerUrl> parse_server_url(std::string_view text) {
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) return {};
    ServerUrl url;
    url.scheme = base::lowered(text.substr(0, colon));
    std::string_view rest = text.substr(colon + 3);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    std::string_view host = rest;
    if (rest.starts_with('[')) {
        const auto close = rest.find(']');
        if (close == std::string_view::npos) return {};
        host = rest.substr(1, close - 1);
        rest = rest.substr(close + 1);
        if (!is_ip6(host) || (!rest.empty() && rest.front() != ':')) return {};
        if (!rest.empty() && !set_port(url, rest.substr(1))) return {};
    } else {
        const auto port = rest.find(':');
        host = rest.substr(0, port);
        if (!is_host_name(host)) return {};
        if (port != std::string_view::npos && !set_port(url, rest.substr(port + 1))) return {};
    }
    url.host = base::lowered(host);
    return url;
}

bool is_loopback(std::string_view host) {
    if (host == "localhost" || host == "::1") return true;
    return host.starts_with("127.") && std::ranges::count(host, '.') == 3 &&
           host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace config
