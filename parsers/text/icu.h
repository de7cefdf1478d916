#pragma once
/// The one place that meets ICU: converters by name, NFKC, lower case. Charset policy is
/// charset.h's. Stateless; each call opens its own converter (ICU caches their tables). Throws only
/// bad_alloc.

#include <optional>
#include <string>
#include <string_view>

namespace parsers::text::icu {

/// UTF-8 of `bytes` by ICU's converter `name`; undecodable bytes become U+FFFD. None when ICU has
/// no such converter.
std::optional<std::string> to_utf8(std::string_view bytes, const std::string& name);

/// NFKC of well-formed UTF-8 (ill-formed bytes become U+FFFD).
std::string nfkc(std::string_view text);

/// Lower case code point by code point, without white space and zero-width characters.
std::string lowered_without_blanks(std::string_view text);

}  // namespace parsers::text::icu
