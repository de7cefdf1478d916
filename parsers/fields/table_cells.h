#pragma once
/// Tables as they stand in a document's text: rows of cells, and for each number the heads above it
/// and the labels beside it. Where merged cells were lost (PDF), heads are spread over the columns
/// they can have covered, or left out. Pure, linear in the cells.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/fields/lines.h"

namespace parsers::fields {

struct CellFigure {
    std::string value;                ///< "12", "1.26 万元"
    std::vector<std::string> heads;   ///< section, then heads from top to leaf
    std::vector<std::string> labels;  ///< of its row, from left to right
};

/// A row, or a short line between rows: a row all but one of whose cells are empty.
bool is_row(const Line& line);

/// The figures of a run of lines that make one table; `most` of them at most.
std::vector<CellFigure> figures_of_table(std::span<const Line> rows, std::size_t most);

}  // namespace parsers::fields
