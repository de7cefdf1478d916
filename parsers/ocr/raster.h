#pragma once
/// What finding lines, tables and pages asks of a bitmap (1 bit a pixel, ink is 1): parts of it,
/// and how much ink stands in its rows and columns. An empty Pix stays empty. Pure.

#include <vector>

#include "parsers/image/pix.h"

namespace parsers::ocr {

/// Pixels; right and bottom are the first that are no longer in it.
struct Rect {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    [[nodiscard]] int width() const { return right - left; }
    [[nodiscard]] int height() const { return bottom - top; }
};

/// A stretch of rows or columns; `end` is the first behind it.
struct Span {
    int begin = 0;
    int end = 0;
    [[nodiscard]] int size() const { return end - begin; }
};

Rect whole(const PIX* pix);
Rect within(const Rect& rect, const Rect& bounds);
Rect widened(const Rect& rect, int across, int along);

image::Pix copied(const PIX* pix);
/// The part of it that lies in the picture; empty when none does.
image::Pix clipped(const PIX* pix, const Rect& rect);
image::Pix thresholded(const PIX* gray, int level);  ///< darker than it is ink
void clear(PIX* bitmap, const Rect& rect);

std::vector<int> ink_of_rows(const PIX* bitmap);
std::vector<int> ink_of_columns(const PIX* bitmap);
/// The boxes of connected ink; `connectivity` 4 or 8.
std::vector<Rect> components(const PIX* bitmap, int connectivity);
/// Those that fill at least this share of their boxes.
std::vector<Rect> solid_components(const PIX* bitmap, int connectivity, double share);
/// Without what is smaller than `least` both ways, and without what is larger than `most` both
/// ways.
image::Pix of_size(const PIX* bitmap, int least, int most);

/// Stretches of at least `least` ink; gaps shorter than `bridge` are no gap.
std::vector<Span> stretches(const std::vector<int>& ink, int least, int bridge);

/// The middle one; `otherwise` when there is none.
int median(std::vector<int> values, int otherwise);

}  // namespace parsers::ocr
