#pragma once
/// Field codes of Word and formulas of Excel that make a link: HYPERLINK "address" … Pure
/// functions.

#include <string>
#include <string_view>

namespace parsers::document {

/// The address of `HYPERLINK "…"` (Word, ECMA-376 part 1 §17.16.5.25) or `HYPERLINK("…",…)`
/// (Excel); empty for any other code and for places inside the document.
std::string hyperlink_of(std::string_view code);

}  // namespace parsers::document
