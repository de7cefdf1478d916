/// Rules are taken out first; the cells they make are looked at one by one, and what lies outside
/// them as a whole. There: the ink of each pixel row is counted; stretches with ink are bands;
/// their median height is the usual line height. A band much lower than it is a part of a
/// character (the strokes of 二, a dash) and joins its neighbour when that is near. A band much
/// higher holds lines that touch, unless its characters are: it is cut again at a higher count.
/// Each band is cut where a gap of more than 2.2 line heights stands in it, and every piece is
/// trimmed to its ink.

#include "parsers/ocr/lines.h"

#include <algorithm>

#include "parsers/ocr/rings.h"
#include "parsers/ocr/tables.h"

namespace parsers::ocr {
namespace {

using image::Pix;

constexpr double kGap = 2.2;         // line heights between pieces
constexpr double kFragment = 0.55;   // of a line height: less is part of a character
constexpr double kNear = 0.35;       // line heights between a fragment and its neighbour
constexpr double kTooHigh = 1.7;     // line heights: lines that touch
constexpr double kTall = 1.3;        // line heights of a part of a character of larger print
constexpr double kLargePrint = 0.4;  // of a band's ink, by width: such parts make it one line
constexpr double kLeastLine = 1.1;   // mm, height of what may be a line
constexpr double kDust = 0.5;        // mm both ways, at most
constexpr double kLargest = 17;      // mm both ways, of a letter
constexpr double kLeastText = 1.2;   // mm one way, of a line
constexpr double kLeastStroke = 0.2;
constexpr double kSameEdge = 1.5;  // mm between the left edges of one column's cells
constexpr std::size_t kMostRows = 2000;

int pixels(double millimetres, double dpi) {
    return std::max(1, static_cast<int>(millimetres * dpi / image::kMillimetresAnInch));
}

/// The ring of a copied seal would be cut up with the rules: it goes first.
Pix without_rings(const PIX* bitmap, double dpi) {
    const Pix rings = rings_of(bitmap, dpi);
    return Pix(rings ? pixSubtract(nullptr, const_cast<PIX*>(bitmap), rings.get()) : nullptr);
}

/// Without dust, and without what is too large for a letter both ways: the ring of a copied seal.
Pix letters(const PIX* ink, double dpi) {
    return of_size(ink, std::max(2, pixels(kDust, dpi)), pixels(kLargest, dpi));
}

/// A stroke of 一 is low, a digit 1 narrow; dust is both.
bool may_be_text(const Rect& line, double dpi) {
    return std::max(line.width(), line.height()) >= pixels(kLeastText, dpi) &&
           std::min(line.width(), line.height()) >= pixels(kLeastStroke, dpi);
}

int usual_height(const std::vector<Span>& bands, double dpi) {
    std::vector<int> heights;
    for (const Span& band : bands)
        if (band.size() >= pixels(1.6, dpi) && band.size() <= pixels(12, dpi))
            heights.push_back(band.size());
    return median(std::move(heights), pixels(4, dpi));
}

std::vector<Span> without_fragments(const std::vector<Span>& bands, int height) {
    std::vector<Span> out;
    for (const Span& band : bands) {
        const bool small = band.size() < height * kFragment ||
                           (!out.empty() && out.back().size() < height * kFragment);
        if (!out.empty() && small && band.begin - out.back().end < height * kNear &&
            band.end - out.back().begin < height * kTooHigh)
            out.back().end = band.end;
        else
            out.push_back(band);
    }
    return out;
}

/// Cuts a band of touching lines in the middle of where its ink is thin, at the lowest count that
/// parts it.
void cut_high(const std::vector<int>& ink, const Span& band, int least, std::vector<Span>& out) {
    const std::vector<int> part(ink.begin() + band.begin, ink.begin() + band.end);
    const int most = *std::max_element(part.begin(), part.end());
    Span rest = band;
    for (int level = std::max(least + 1, most / 32); level <= most / 3; level += level / 2 + 1) {
        const std::vector<Span> found = stretches(part, level, 1);
        if (found.size() < 2) continue;
        for (std::size_t i = 0; i + 1 < found.size(); ++i) {
            const int middle = band.begin + (found[i].end + found[i + 1].begin) / 2;
            out.push_back({rest.begin, middle});
            rest.begin = middle;
        }
        break;
    }
    out.push_back(rest);
}

/// A title's characters are as high as its band; those of lines that touch are not, but for the
/// few that do.
bool is_large_print(const PIX* bitmap, const Span& band, int height) {
    const Pix part = clipped(bitmap, {0, band.begin, pixGetWidth(bitmap), band.end});
    int all = 0;
    int tall = 0;
    for (const Rect& stroke : components(part.get(), 8)) {
        all += stroke.width();
        if (stroke.height() > kTall * height) tall += stroke.width();
    }
    return tall > kLargePrint * all;
}

/// `height` becomes the usual one.
std::vector<Span> bands_of(const PIX* bitmap, int least, double dpi, int& height) {
    const std::vector<int> ink = ink_of_rows(bitmap);
    const std::vector<Span> raw = stretches(ink, least, 1);
    height = usual_height(raw, dpi);
    std::vector<Span> cut;
    for (const Span& band : raw) {
        if (band.size() > height * kTooHigh && !is_large_print(bitmap, band, height))
            cut_high(ink, band, least, cut);
        else
            cut.push_back(band);
    }
    std::vector<Span> out;
    for (const Span& band : without_fragments(cut, height))
        if (band.size() >= pixels(kLeastLine, dpi)) out.push_back(band);
    return out;
}

/// The rows that hold the ink of a piece.
Rect trimmed(const PIX* ink, const Rect& place) {
    const Pix part = clipped(ink, place);
    const std::vector<Span> rows = stretches(ink_of_rows(part.get()), 1, 1);
    if (rows.empty()) return {};
    return {place.left, place.top + rows.front().begin, place.right, place.top + rows.back().end};
}

std::vector<Rect> pieces_of(const PIX* ink, const Rect& band, int gap, double dpi) {
    std::vector<Rect> out;
    const Pix part = clipped(ink, band);
    for (const Span& span : stretches(ink_of_columns(part.get()), 1, gap)) {
        const Rect piece =
            trimmed(ink, {band.left + span.begin, band.top, band.left + span.end, band.bottom});
        if (may_be_text(piece, dpi)) out.push_back(piece);
    }
    return out;
}

Piece cell_of(const PIX* ink, const Rect& place, double dpi) {
    Piece piece;
    piece.cell = place;
    const Pix part = clipped(ink, place);
    for (const Span& band : bands_of(part.get(), 1, dpi, piece.line_height)) {
        const Rect line{place.left, place.top + band.begin, place.right, place.top + band.end};
        for (const Rect& stretch : pieces_of(ink, line, place.width() + 1, dpi))
            piece.lines.push_back(stretch);
    }
    return piece;
}

/// Cells hold too few lines each to say what is usual: all of a table do.
void share_line_height(std::vector<Row>& rows, double dpi) {
    std::vector<int> heights;
    for (const Row& row : rows)
        for (const Piece& piece : row.pieces)
            for (const Rect& line : piece.lines)
                if (line.width() > 2 * line.height()) heights.push_back(line.height());
    const int usual = median(std::move(heights), pixels(3.2, dpi));
    for (Row& row : rows)
        for (Piece& piece : row.pieces) piece.line_height = usual;
}

/// Where the columns of a table begin, of all its rows together.
std::vector<int> columns_of(const Table& table, double dpi) {
    std::vector<int> lefts;
    for (const auto& cells : table.rows)
        for (const Rect& cell : cells) lefts.push_back(cell.left);
    std::sort(lefts.begin(), lefts.end());
    std::vector<int> columns;
    for (const int left : lefts)
        if (columns.empty() || left - columns.back() > pixels(kSameEdge, dpi))
            columns.push_back(left);
    return columns;
}

/// A row has a piece for each column up to its last cell's: empty ones where a merged cell reaches
/// in from above or from the left.
std::vector<Row> table_rows(const PIX* ink, const Table& table, double dpi) {
    const std::vector<int> columns = columns_of(table, dpi);
    std::vector<Row> rows;
    for (const auto& cells : table.rows) {
        Row row;
        row.top = cells.front().top;
        for (const Rect& cell : cells) {
            const auto behind = std::upper_bound(columns.begin(), columns.end(), cell.left);
            const auto column = static_cast<std::size_t>(behind - columns.begin()) - 1;
            if (row.pieces.size() < column) row.pieces.resize(column);
            row.pieces.push_back(cell_of(ink, cell, dpi));
        }
        rows.push_back(std::move(row));
    }
    share_line_height(rows, dpi);
    return rows;
}

std::vector<Row> text_rows(const PIX* ink, double dpi) {
    std::vector<Row> rows;
    const int width = pixGetWidth(ink);
    int height = 0;
    for (const Span& band : bands_of(ink, std::max(2, pixels(0.35, dpi)), dpi, height)) {
        const Rect place{0, band.begin, width, band.end};
        Row row;
        row.top = band.begin;
        for (const Rect& line : pieces_of(ink, place, static_cast<int>(height * kGap), dpi))
            row.pieces.push_back({{line}, height, {}});
        if (!row.pieces.empty()) rows.push_back(std::move(row));
        if (rows.size() >= kMostRows) break;
    }
    return rows;
}

}  // namespace

std::vector<Row> find_text_rows(const PIX* bitmap, double dpi) {
    const Pix ink = letters(bitmap, dpi);
    return ink ? text_rows(ink.get(), dpi) : std::vector<Row>();
}

std::vector<Row> find_rows(const PIX* bitmap, double dpi) {
    const Pix open = bitmap ? without_rings(bitmap, dpi) : Pix();
    Ruled ruled = take_rules(open.get(), dpi);
    ruled.ink = letters(ruled.ink.get(), dpi);
    if (!ruled.ink) return {};
    std::vector<Row> rows;
    for (const Table& table : ruled.tables) {
        for (Row& row : table_rows(ruled.ink.get(), table, dpi)) rows.push_back(std::move(row));
        clear(ruled.ink.get(), table.place);
    }
    for (Row& row : text_rows(ruled.ink.get(), dpi)) rows.push_back(std::move(row));
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.top < b.top; });
    if (rows.size() > kMostRows) rows.resize(kMostRows);
    return rows;
}

}  // namespace parsers::ocr
