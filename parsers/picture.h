#pragma once
/// How large a picture is, from its header alone: enough to tell a logo from the photograph of a
/// page. Pure.

#include <cstdint>
#include <string_view>

namespace parsers {

/// Pixels of the longer side of a PNG, JPEG, GIF, BMP or WebP; 0 when the header doesn't say.
std::uint32_t long_side(std::string_view picture);

}  // namespace parsers
