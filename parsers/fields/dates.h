#pragma once
/// Days written in running text, in every form of domain.md §2.5. Input is NFKC text. Pure
/// functions.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/dates.h"

namespace parsers::fields {

struct FoundDate {
    base::Date date;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Every whole day named: 2024年6月17日, 二〇二四年六月十七日 (with 〇 ○ 零 O 0), 2024-06-17,
/// 2024.6.17, 2024729日.
std::vector<FoundDate> find_dates(std::string_view plain);

/// The day a line consists of, blanks inside the digits allowed; none where the line says anything
/// else.
std::optional<base::Date> date_line(std::string_view tight);

}  // namespace parsers::fields
