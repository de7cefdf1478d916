#pragma once
/// Figures of a report, each with the words it stands under: cells of tables (heads of one to three
/// rows, merged cells, indicators in rows or in columns, label and value side by side) and numbers
/// in sentences (domain.md §3). Which figure is meant is not known here; that is the rulebook's.
///
/// A field `figure` is a cell: `value` "12" or "1.26 万元" as written but for blanks and commas;
/// `text` the heads above it from top to leaf, parted by tabs, a line end, then the labels of its
/// row from left to right. A field `statement` is a number in a sentence: `text` the headings over
/// it, a line end, the sentence up to its own words, a line end, its own words with # where the
/// number stood. A statement of nothing (无移送案件) has the value "0 无". `figure_unit` is the
/// unit stated for a whole table (单位:万元). Pure, linear.

#include <vector>

#include "parsers/fields/lines.h"
#include "parsers/parsed.h"

namespace parsers::fields {

void read_figures(const std::vector<Line>& lines, Document& document);

}  // namespace parsers::fields
