#pragma once
/// Where the text of a page stands: rows of pieces (a piece is a cell of a table, or a stretch of a
/// line with wide gaps about it), each with the boxes of its lines. Pure.

#include <optional>
#include <vector>

#include "parsers/ocr/raster.h"

namespace parsers::ocr {

struct Piece {
    std::vector<Rect> lines;   ///< more than one only in a cell
    int line_height = 0;       ///< usual about here, pixels
    std::optional<Rect> cell;  ///< of a table: nothing outside belongs to it
};

struct Row {
    int top = 0;
    std::vector<Piece> pieces;  ///< from left to right; a cell without ink is a piece without lines
};

/// `bitmap`: 1 bit a pixel, upright and straight. At most 2,000 rows.
std::vector<Row> find_rows(const PIX* bitmap, double dpi);

/// As find_rows, where there can be no tables.
std::vector<Row> find_text_rows(const PIX* bitmap, double dpi);

}  // namespace parsers::ocr
