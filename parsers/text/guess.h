#pragma once
/// Signs by which a charset shows itself where no label says it, or a wrong one does. Each answers
/// for bytes of any length, also of one character; what is common in real text decides, not what is
/// merely possible. Pure functions.

#include <string_view>

namespace parsers::text {

/// ICU's name of the UTF-16 or UTF-32 the bytes are in without a byte order mark; null when they
/// are none, or hold nothing but Han characters.
const char* unmarked_wide(std::string_view bytes);

/// RFC 1843: every "~{" opens a run of GB 2312 in seven bits, which "~}" closes on the same line.
bool is_hz(std::string_view bytes);

/// Whether double-byte text reads as the common characters of Big5 rather than of GB 2312.
bool is_rather_big5(std::string_view bytes);

}  // namespace parsers::text
