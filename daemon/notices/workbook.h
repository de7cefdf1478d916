#pragma once
/// Tables as an Excel workbook (.xlsx): the one adapter for libxlsxwriter. The same input gives the
/// same bytes. Nothing in a cell is ever a formula or a link: a string is written as a string,
/// whatever it begins with. One thread; the library's scratch files stand unnamed in $TMPDIR.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/dates.h"
#include "base/result.h"

namespace notices {

/// Nothing; text; a whole number (beyond 15 digits, which a spreadsheet cannot hold, as text); a
/// number shown with two places (no cell when it is not finite); a day shown as yyyy-mm-dd.
/// Control and bidi control characters are dropped from text but for line ends and tabs, ill-formed
/// bytes replaced, text cut at the 32,767 units of a cell.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, base::Date>;

struct Sheet {
    std::string name;                     ///< made fit: 31 units, no []:*?/\, unique in the book
    std::string title;                    ///< a line above the heads; empty: none
    std::vector<std::string> heads;       ///< one bold row with a filter, which stays in sight
    std::vector<double> widths;           ///< in characters; 0 or absent: by the content
    std::vector<std::vector<Cell>> rows;  ///< each may be shorter or longer than the heads
    std::size_t frozen_columns = 1;       ///< stay in sight beside the heads
};

/// The bytes of the file; `created` is its only date. BadInput for more rows or columns than a
/// sheet has (1,048,576 × 16,384), or for no sheet at all.
base::Result<std::string> workbook(const std::vector<Sheet>& sheets, base::Instant created);

}  // namespace notices
