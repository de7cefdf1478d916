/// Rules are found by opening the bitmap with a long thin brick, across and along, after gaps of
/// dropped-out ink are closed. What both openings leave is one picture of rules; closing it a
/// little joins corners that miss each other. Each connected frame is clipped to its own box and
/// ringed with ink (tables without side rules have cells there too); the connected white parts that
/// are as large as a character are its cells. Rules that touch the picture's edge are the edge of a
/// sheet or of the scanner's glass, and frame nothing.

#include "parsers/ocr/tables.h"

#include <algorithm>
#include <cstdint>

namespace parsers::ocr {
namespace {

using image::Pix;

constexpr double kRuleAcross = 15;  // mm; no stroke of print up to 22 pt is as long
constexpr double kRuleAlong = 9;    // mm; two rows of a table
constexpr double kBreak = 0.5;      // mm of a rule that the scanner lost
constexpr double kCorner = 1.3;     // mm by which rules may miss each other
constexpr double kCellWidth = 3;    // mm, the least
constexpr double kCellHeight = 2.8;
constexpr double kSameRow = 1.6;  // mm between the upper edges of one row's cells
constexpr double kTableWidth = 30;
constexpr double kTableHeight = 6;
constexpr double kSolid = 0.6;   // of its box: less is the sliver between a frame and its box
constexpr double kInset = 0.35;  // mm of ragged rule inside a cell
constexpr std::size_t kMostCells = 3000;

struct Scale {
    double dpi;
    [[nodiscard]] int pixels(double millimetres) const {
        return std::max(1, static_cast<int>(millimetres * dpi / image::kMillimetresAnInch));
    }
};

Pix rules_of(const PIX* bitmap, int width, int height, int gap_x, int gap_y) {
    const Pix closed(pixCloseSafeBrick(nullptr, const_cast<PIX*>(bitmap), gap_x, gap_y));
    return Pix(closed ? pixOpenCompBrick(nullptr, closed.get(), width, height) : nullptr);
}

Pix all_rules(const PIX* bitmap, const Scale& scale) {
    const int gap = scale.pixels(kBreak);
    Pix rules = rules_of(bitmap, scale.pixels(kRuleAcross), 1, gap, 1);
    const Pix along = rules_of(bitmap, 1, scale.pixels(kRuleAlong), 1, gap);
    if (rules && along) pixOr(rules.get(), rules.get(), along.get());
    return rules;
}

/// Edges of a rule are ragged: the next pixels go with it.
Pix without(const PIX* bitmap, const PIX* rules, const Scale& scale) {
    const int edge = 1 + 2 * scale.pixels(0.2);
    const Pix thick(pixDilateBrick(nullptr, const_cast<PIX*>(rules), edge, edge));
    if (!thick) return copied(bitmap);
    return Pix(pixSubtract(nullptr, const_cast<PIX*>(bitmap), thick.get()));
}

std::vector<Rect> holes(const PIX* rules, const Rect& frame, const Scale& scale) {
    std::vector<Rect> cells;
    const Pix part = clipped(rules, frame);
    if (!part) return cells;
    pixSetOrClearBorder(part.get(), 1, 1, 1, 1, PIX_SET);
    const Pix white(pixInvert(nullptr, part.get()));
    for (Rect hole : solid_components(white.get(), 4, kSolid)) {
        if (hole.width() < scale.pixels(kCellWidth) || hole.height() < scale.pixels(kCellHeight))
            continue;
        hole = {hole.left + frame.left, hole.top + frame.top, hole.right + frame.left,
                hole.bottom + frame.top};
        cells.push_back(widened(hole, -scale.pixels(kInset), -scale.pixels(kInset)));
        if (cells.size() >= kMostCells) break;
    }
    return cells;
}

std::vector<std::vector<Rect>> in_rows(std::vector<Rect> cells, int same_row) {
    std::sort(cells.begin(), cells.end(),
              [](const Rect& a, const Rect& b) { return a.top < b.top; });
    std::vector<std::vector<Rect>> rows;
    for (const Rect& cell : cells) {
        if (rows.empty() || cell.top - rows.back().front().top > same_row) rows.emplace_back();
        rows.back().push_back(cell);
    }
    for (auto& row : rows)
        std::sort(row.begin(), row.end(),
                  [](const Rect& a, const Rect& b) { return a.left < b.left; });
    return rows;
}

/// A table inside a frame is looked at first; what is about it or in it is no cell of the frame.
bool meets_any(const Rect& cell, const std::vector<Table>& tables) {
    return std::any_of(tables.begin(), tables.end(), [&](const Table& table) {
        const Rect both = within(cell, table.place);
        return both.width() > 0 && both.height() > 0;
    });
}

}  // namespace

Ruled take_rules(const PIX* bitmap, double dpi) {
    const Scale scale{dpi};
    Ruled out;
    const Pix rules = bitmap ? all_rules(bitmap, scale) : Pix();
    if (!rules) return out;
    out.ink = without(bitmap, rules.get(), scale);
    const int corner = scale.pixels(kCorner);
    const Pix inside(pixRemoveBorderConnComps(rules.get(), 8));
    const Pix joined(inside ? pixCloseSafeBrick(nullptr, inside.get(), corner, corner) : nullptr);
    std::vector<Rect> frames = components(joined.get(), 8);
    std::sort(frames.begin(), frames.end(), [](const Rect& a, const Rect& b) {
        return std::int64_t{a.width()} * a.height() < std::int64_t{b.width()} * b.height();
    });
    for (const Rect& frame : frames) {
        if (frame.width() < scale.pixels(kTableWidth) ||
            frame.height() < scale.pixels(kTableHeight))
            continue;
        std::vector<Rect> cells = holes(joined.get(), frame, scale);
        std::erase_if(cells, [&](const Rect& cell) { return meets_any(cell, out.tables); });
        if (cells.size() < 2) continue;
        out.tables.push_back({frame, in_rows(std::move(cells), scale.pixels(kSameRow))});
    }
    return out;
}

}  // namespace parsers::ocr
