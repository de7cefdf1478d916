#pragma once
/// What a recogniser's line means as text: blanks it put between Chinese characters taken out,
/// brackets of a 文号 and full-width digits made one (documents.md §2). Pure.

#include <string>
#include <string_view>

namespace parsers::ocr {

std::string normalised(std::string_view line);

}  // namespace parsers::ocr
