#pragma once
/// A one-page PDF made in code, with Latin text and Chinese text of a font that is not embedded
/// (GBK-EUC-H): it makes the PDF library load what such files need. Lives as long as the program.

#include <string_view>

namespace parsers::document {

std::string_view warm_pdf();

}  // namespace parsers::document
