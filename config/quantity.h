#pragma once
/// Quantities as people write them: "1GiB", "2m", "08:30". Pure functions; none for anything else.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace config {

/// "72MiB": a whole number and B, KiB, MiB or GiB; below 2^50.
std::optional<std::uint64_t> parse_size(std::string_view text);
/// "20s", "2m", "1h", "1d"; below a year.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);
/// "08:30", 00:00 to 23:59.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);

}  // namespace config
