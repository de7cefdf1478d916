#pragma once
/// Chinese and Arabic numerals, and amounts of money in running text (domain.md §2.4). Input is
/// NFKC text. Pure functions; what overflows or makes no sense is no number.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/money.h"

namespace parsers::fields {

/// A whole numeral: 25, 二十五, 贰拾伍, 廿三, 一千零五, 二〇二四 (digit by digit); none for
/// anything else.
std::optional<std::int64_t> parse_numeral(std::string_view text);

/// An amount of money and the bytes it takes in the text, its 整 or 正 among them.
struct Amount {
    base::Money value;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Every amount: 2432700元, 12,000.00元, 16.72万元, 15万, ¥600.00, 伍万贰仟元整, 3元5角. A bare
/// number is none.
std::vector<Amount> find_amounts(std::string_view plain);

}  // namespace parsers::fields
