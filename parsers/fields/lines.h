#pragma once
/// A document's text as numbered lines, each as written, in NFKC, and in NFKC without blanks: the
/// forms the scanners of this folder work on. Views point into the text given and live as long as
/// it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parsers::fields {

struct Line {
    std::uint32_t number = 0;  ///< 1-based
    std::string_view raw;      ///< as written, blanks at both ends removed
    std::string plain;         ///< NFKC, blanks at both ends removed
    std::string tight;         ///< NFKC without any blank
    std::size_t length = 0;    ///< code points of tight
    bool cells = false;        ///< a table row: at least two cells with text
    std::size_t indent = 0;    ///< empty cells before the first text
};

/// Every line that is not blank, in order; `limit` lines at most.
std::vector<Line> lines_of(std::string_view text, std::size_t limit = 200'000);

/// Blanks of any width removed from NFKC text.
std::string without_blanks(std::string_view plain);
/// Blanks of any width at both ends, full-width ones and byte order marks among them.
std::string_view stripped(std::string_view text);
bool ends_with_any(std::string_view text, const std::vector<std::string_view>& endings);

}  // namespace parsers::fields
