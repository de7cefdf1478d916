#pragma once
/// Pages drawn for tests of what finds lines, tables and sheets: white, with black bars that stand
/// for characters.

#include "parsers/ocr/raster.h"

namespace parsers::ocr {

inline image::Pix blank_page(int width, int height, int gray = 255) {
    image::Pix page(pixCreate(width, height, 8));
    pixSetAllArbitrary(page.get(), static_cast<l_uint32>(gray));
    return page;
}

inline void fill(const image::Pix& page, const Rect& rect, int gray = 0) {
    for (int y = rect.top; y < rect.bottom; ++y)
        for (int x = rect.left; x < rect.right; ++x)
            pixSetPixel(page.get(), x, y, static_cast<l_uint32>(gray));
}

/// `count` characters of `size` pixels, a fifth of it between them, drawn as a frame with a stroke.
inline void write(const image::Pix& page, int left, int top, int count, int size) {
    for (int i = 0; i < count; ++i) {
        const int x = left + i * (size + size / 5);
        const int stroke = size / 8 + 1;
        fill(page, {x, top, x + size, top + stroke});
        fill(page, {x, top + size - stroke, x + size, top + size});
        fill(page, {x, top, x + stroke, top + size});
        fill(page, {x + size - stroke, top, x + size, top + size});
        fill(page, {x, top + size / 2, x + size, top + size / 2 + stroke});
    }
}

}  // namespace parsers::ocr
