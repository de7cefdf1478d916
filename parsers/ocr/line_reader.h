#pragma once
/// Reads what lines.h found, line by line, and what the recogniser finds by its own layout; both
/// become rows of read pieces, and rows become a page's text. One thread; throws only bad_alloc.

#include <string>
#include <vector>

#include "parsers/ocr/lines.h"
#include "parsers/ocr/page.h"
#include "parsers/ocr/raster.h"
#include "parsers/ocr/recogniser.h"

namespace parsers::ocr {

struct ReadPiece {
    std::string text;  ///< normalised; empty: an empty cell, or nothing that can be read
    double confidence = 0;
    Rect place;                         ///< pixels
    std::vector<Character> characters;  ///< of all its words
};

struct ReadRow {
    int top = 0;
    bool red = false;
    std::vector<ReadPiece> pieces;
};

/// What lines.h finds on a page whose levels are stretched, without the edges of its sheet.
std::vector<Row> rows_of(const PIX* gray, double dpi);

std::vector<ReadRow> read_rows(const PIX* gray, const std::vector<Row>& rows,
                               Recogniser& recogniser);

/// By the recogniser's own layout.
std::vector<ReadRow> read_layout(const PIX* picture, Recogniser& recogniser);

/// One line of text, with the paper about it.
ReadPiece read_line(const PIX* gray, const Rect& line, int line_height, Recogniser& recogniser);

/// How surely the middles of a page's longest lines are read; when that is not surely, also how
/// they are with the page turned by a half. 0…1; 0 without any line.
struct Reads {
    double upright = 0;
    double upside_down = 0;
};
Reads how_it_reads(const PIX* gray, const std::vector<Row>& rows, Recogniser& recogniser);

/// `scale`: millimetres a pixel. Rows are put in order from top to bottom where they are not.
PageText page_text(std::vector<ReadRow> rows, double scale);

/// Enlarged to 300 dpi and thresholded locally.
image::Pix contrasted(const PIX* gray, double dpi);

}  // namespace parsers::ocr
