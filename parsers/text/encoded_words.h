#pragma once
/// RFC 2047 encoded words in header values and, as Chinese mail programs write them, in quoted
/// strings and file names. Adjacent words of one charset are joined as bytes before they are
/// converted. Pure functions.

#include <string>
#include <string_view>

namespace parsers::text {

/// Unfolded header value to UTF-8. Raw 8-bit bytes are read as UTF-8 or GB18030.
std::string decode_header(std::string_view value);

}  // namespace parsers::text
