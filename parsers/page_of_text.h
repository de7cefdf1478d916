#pragma once
/// What counts as a page of text.

#include <cstddef>

namespace parsers {

/// A page or a file with fewer characters has no words of its own, but a heading or a page number.
inline constexpr std::size_t kFewCharacters = 20;

}  // namespace parsers
