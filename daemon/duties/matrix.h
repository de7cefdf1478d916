#pragma once
/// One obligation in one year as a table, units down and periods across, and its text for a
/// terminal or a mail. Pure functions.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/duties/duties.h"

namespace duties {

struct Matrix {
    std::string obligation;
    int year = 0;
    std::vector<std::string> periods;  ///< ascending
    struct Row {
        std::string unit;
        std::vector<const Duty*>
            cells;  ///< one a period; null where nothing is owed. Points into `duties`
    };
    std::vector<Row> rows;  ///< in rulebook order; units that owe nothing are left out
};

/// `duties` must outlive the matrix.
Matrix matrix_of(const config::Rulebook& rulebook, const std::vector<Duty>& duties,
                 std::string_view obligation, int year);

/// The words around the table: the office's own, or those of another language.
struct MatrixWords {
    std::string year = "{} 年";  ///< {}: the number
    std::string unit = "单位";
    std::string comma = "，";
    std::string nothing = "没有应报事项";
    std::function<std::string(DutyState)> state;  ///< none: label()
};

/// Columns aligned on a terminal that shows Han characters two columns wide; the last line counts
/// the marks.
std::string render(const config::Rulebook& rulebook, const Matrix& matrix,
                   const MatrixWords& words = {});

/// Columns a terminal needs for UTF-8 text: two for East Asian wide characters, none for combining
/// ones.
std::size_t display_width(std::string_view text);
/// `text` with blanks behind it up to `width` columns.
std::string padded(std::string_view text, std::size_t width);

/// 已报, 逾期 …: a state in the words of the office.
std::string_view label(DutyState state);

}  // namespace duties
