#pragma once
/// The words of a page in reading order: lines from top to bottom, words from left to right, wide
/// gaps (columns of a table) as tabs, one more for each column that is empty there. Pure.

#include <string>
#include <vector>

#include "parsers/document/poppler_adapter.h"

namespace parsers::document {

std::string lines_of(std::vector<PdfWord> words);

}  // namespace parsers::document
