#pragma once
/// The red head of an official document (发文机关标志), which the gray picture loses: read from the
/// red ink alone. Seals are red too; what does not read as a line of large text is left out. One
/// thread; throws only bad_alloc.

#include <vector>

#include "parsers/ocr/line_reader.h"

namespace parsers::ocr {

/// White, with the red ink of the picture in black, as far as it is red; empty for a picture
/// without colour.
image::Pix red_ink(const PIX* colour);

/// 1 bit: where that ink leaves a tint, and a millimetre about it. Empty when nowhere.
image::Pix red_places(const PIX* red_ink, double dpi);

std::vector<ReadRow> read_red_rows(const PIX* red_ink, double dpi, Recogniser& recogniser);

}  // namespace parsers::ocr
