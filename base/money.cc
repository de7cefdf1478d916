#include "base/money.h"

#include <fmt/format.h>

#include <limits>

#include "base/text.h"

namespace base {

std::string format_money(Money amount) {
    const bool negative = amount.fen < 0;
    const auto magnitude = negative ? std::uint64_t{0} - static_cast<std::uint64_t>(amount.fen)
                                    : static_cast<std::uint64_t>(amount.fen);
    return fmt::format("{}{}.{:02}", negative ? "-" : "", magnitude / 100, magnitude % 100);
}

std::optional<Money> parse_money(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    const auto point = text.find('.');
    std::string fen(text.substr(0, point));
    if (fen.empty()) return {};
    std::string_view places = point == std::string_view::npos ? "" : text.substr(point + 1);
    if (places.size() > 2 || (point != std::string_view::npos && places.empty())) return {};
    fen += places;
    fen.append(2 - places.size(), '0');
    const auto value = parse_number(fen);
    if (!value || *value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return {};
    const auto amount = static_cast<std::int64_t>(*value);
    return Money{negative ? -amount : amount};
}

}  // namespace base
