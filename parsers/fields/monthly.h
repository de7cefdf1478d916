#pragma once
/// What months a text speaks of (domain.md §3.5): single months, lists, quarters, and stretches of
/// days. Input is NFKC text: a line, a subject, a file name. Which year is meant where none stands
/// is for the reader to decide. Pure functions.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parsers::fields {

/// Months named together. `first` = `last` for a single month.
struct MonthMention {
    std::optional<int> year;
    unsigned first = 0;
    unsigned last = 0;
    bool days = false;  ///< a stretch of days, at most 31, that ends in `last`: 6月1日至6月30日
    bool act = false;   ///< the month of sending, not the one reported: 7月 in "7月上报6月"
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Every month named, days alone (6月17日) left out; quarters and half years are mentions of
/// several months.
std::vector<MonthMention> find_months(std::string_view plain);

/// Years named for a whole: 2024年度, 2024年版, 2024年 where no month follows; 2024 alone.
std::vector<int> find_years(std::string_view plain);

}  // namespace parsers::fields
