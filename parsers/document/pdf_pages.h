#pragma once
/// When a page of a PDF needs eyes: it has hardly any words, and shows something. Pure.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "parsers/document/poppler_adapter.h"
#include "parsers/document/qpdf_adapter.h"
#include "parsers/page_of_text.h"

namespace parsers::document {

inline std::size_t characters(const std::vector<PdfWord>& words) {
    std::size_t count = 0;
    for (const PdfWord& word : words)
        for (const char c : word.text)
            if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && c != ' ') ++count;
    return count;
}

/// `count`: of the characters on it.
inline bool shows_something(const PdfPage& page, std::size_t count) {
    constexpr std::uint64_t kPageOfPixels = 40'000;  // 200 × 200: more than a logo
    constexpr std::uint64_t kDrawing = 4096;         // bytes of content that draw without words
    if (page.picture_area >= kPageOfPixels) return true;
    return count == 0 && page.content_bytes > kDrawing;
}

}  // namespace parsers::document
