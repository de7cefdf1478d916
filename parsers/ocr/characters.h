#pragma once
/// The characters names and numbers are made of: Chinese ones and digits. Marks, letters and blanks
/// are read less surely and say less. Pure.

#include <string>
#include <string_view>

namespace parsers::ocr {

/// One of them as the recogniser read it.
struct Character {
    char32_t value = 0;
    double confidence = 0;  ///< 0…1
};

bool is_telling(char32_t c);

/// Those of a text, folded, in order.
std::u32string telling_characters(std::string_view text);

}  // namespace parsers::ocr
