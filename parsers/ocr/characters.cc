#include "parsers/ocr/characters.h"

#include "base/text.h"
#include "parsers/text/charset.h"

namespace parsers::ocr {

bool is_telling(char32_t c) {
    return (c >= U'0' && c <= U'9') || c == U'〇' || (c >= 0x3400 && c <= 0x9fff) || c >= 0x20000;
}

std::u32string telling_characters(std::string_view text) {
    std::u32string told;
    const std::string folded = text::folded(text);
    for (std::size_t at = 0; at < folded.size();) {
        const base::CodePoint point = base::code_point_at(folded, at);
        if (is_telling(point.value)) told += point.value;
        at += point.length;
    }
    return told;
}

}  // namespace parsers::ocr
