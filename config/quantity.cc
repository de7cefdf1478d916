#include "config/quantity.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace config {
namespace {

struct Suffix {
    std::string_view text;
    std::uint64_t factor;
};

constexpr std::array kSizes{Suffix{"GiB", 1ULL << 30}, Suffix{"MiB", 1ULL << 20},
                            Suffix{"KiB", 1ULL << 10}, Suffix{"B", 1}};
constexpr std::array kDurations{Suffix{"s", 1}, Suffix{"m", 60}, Suffix{"h", 3600},
                                Suffix{"d", 86400}};

template <std::size_t size>
std::optional<std::uint64_t> parse_with(const std::array<Suffix, size>& suffixes,
                                        std::string_view text, std::uint64_t limit) {
    const auto suffix = std::ranges::find_if(
        suffixes, [&](const Suffix& candidate) { return text.ends_with(candidate.text); });
    if (suffix == suffixes.end()) return {};
    const auto number =
        base::parse_number(base::trimmed(text.substr(0, text.size() - suffix->text.size())));
    if (!number || *number > limit / suffix->factor) return {};
    return *number * suffix->factor;
}

std::optional<std::uint64_t> two_digits(std::string_view text, std::uint64_t below) {
    if (text.size() != 2) return {};
    const auto number = base::parse_number(text);
    return number && *number < below ? number : std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
    return parse_with(kSizes, text, 1ULL << 50);
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    const auto seconds = parse_with(kDurations, text, 366ULL * 86400);
    if (!seconds) return {};
    return std::chrono::seconds(*seconds);
}

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return {};
    const auto hour = two_digits(text.substr(0, 2), 24);
    const auto minute = two_digits(text.substr(3), 60);
    if (!hour || !minute) return {};
    return std::chrono::minutes(*hour * 60 + *minute);
}

}  // namespace config
