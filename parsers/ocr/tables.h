#pragma once
/// The ruling lines of a page and the cells they make. A rule is straight ink longer than any
/// stroke of a character; where rules join into a frame, every hole in it is a cell, so that merged
/// cells come out as what they are. A frame with one hole is a box round a text, not a table. Pure.

#include <vector>

#include "parsers/ocr/raster.h"

namespace parsers::ocr {

struct Table {
    Rect place;
    std::vector<std::vector<Rect>>
        rows;  ///< cells from left to right; a merged one where it begins
};

struct Ruled {
    image::Pix ink;  ///< the page without its rules
    std::vector<Table> tables;
};

Ruled take_rules(const PIX* bitmap, double dpi);

}  // namespace parsers::ocr
