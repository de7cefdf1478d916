#pragma once
/// The address of a page, read strictly: only what every program reads the same way. Scheme http or
/// https; a host name of ASCII letters, digits and hyphens, in labels; no user, no password, no
/// address in numbers in any notation, no dot at the end, no empty label. What was read is written
/// anew (text()), so that whoever opens it sees what was judged here. Pure; hostile input gives
/// none.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace links {

struct PageUrl {
    bool secure = false;
    std::string host;  ///< lower case
    std::uint16_t port = 0;
    std::string target;  ///< path and query, printable ASCII, from its / on; no fragment

    [[nodiscard]] std::string text() const;
    bool operator==(const PageUrl&) const = default;
};

std::optional<PageUrl> parse_page_url(std::string_view text);

/// [links] hosts: a host, or "*." and a suffix, below which any host is meant, but not the suffix
/// itself. A host with a label in Punycode (xn--), which may look like another, is only matched by
/// its own full name.
bool is_listed(std::string_view host, std::span<const std::string> patterns);

}  // namespace links
