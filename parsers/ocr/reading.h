#pragma once
/// One pass's words as a document: mended, and its fields and segments found. Pure.

#include <cstdint>
#include <string>

#include "parsers/parsed.h"

namespace parsers::ocr {

/// At most `most` bytes of the text are kept, whole characters.
Document reading_of(std::string text, std::uint64_t most);

}  // namespace parsers::ocr
