#pragma once
/// Money in fen (1/100 yuan) as a 64-bit integer: sums are exact. Value type.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

struct Money {
    std::int64_t fen = 0;
    auto operator<=>(const Money&) const = default;
};

inline constexpr Money yuan(std::int64_t amount) { return Money{amount * 100}; }
inline Money operator+(Money a, Money b) { return Money{a.fen + b.fen}; }

/// "200000.00": yuan with two places, the form of JSON and exports.
std::string format_money(Money amount);
/// The inverse; at most two places, no separators; none for anything else or an overflow.
std::optional<Money> parse_money(std::string_view text);

}  // namespace base
