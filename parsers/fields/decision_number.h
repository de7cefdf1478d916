#pragma once
/// 文号 of Chinese authorities in all forms that really occur (domain.md §2.2): year brackets of
/// any shape, blanks and digits anywhere, leading and inner parentheses, 第, leading zeros, long
/// serials, no 字, no 号. Pure functions.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parsers::fields {

struct DecisionNumber {
    std::string written;  ///< as it stands in the text; where guessed, as it must have been
    std::string prefix;   ///< 阳市监处罚: NFKC, no blanks
    int year = 0;
    std::string serial;  ///< without leading zeros; 25-1 keeps its suffix
    std::size_t begin = 0;
    std::size_t end = 0;
    bool closed = false;   ///< a 号 stands at its end
    bool guessed = false;  ///< a stroke before 号 was taken for a 1: misread, of a picture

    /// "阳市监处罚|2024|25"
    [[nodiscard]] std::string normal() const;
};

/// Every number in one line, left to right. In running text the prefix may carry words before it.
std::vector<DecisionNumber> find_decision_numbers(std::string_view line);

/// A number whose year or serial was left open: "阳卫医罚〔    〕   号" of a template.
bool has_blank_number(std::string_view line);

}  // namespace parsers::fields
