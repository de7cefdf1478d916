#pragma once
/// Mail addresses and server URLs of the configuration: their form is checked here, before a client
/// meets them. Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace config {

/// The address in lower case; none unless local@domain of printable ASCII without blanks, quotes or
/// brackets.
std::optional<std::string> parse_address(std::string_view text);

struct NamedAddress {
    std::string name;  ///< may be empty
    std::string address;
};
/// "Name <local@domain>" or "local@domain".
std::optional<NamedAddress> parse_named_address(std::string_view text);

struct ServerUrl {
    std::string scheme;      ///< lower case
    std::string host;        ///< lower case; an IPv6 address without its brackets
    std::uint16_t port = 0;  ///< 0: the scheme's own
};
/// scheme://host[:port][/]; none where there is a user, a path or anything else.
std::optional<ServerUrl> parse_server_url(std::string_view text);

/// localhost, 127.0.0.0/8 or ::1.
bool is_loopback(std::string_view host);

}  // namespace config
