#pragma once
/// Dates and instants. All days are days of the county, Asia/Shanghai, which is UTC+8 all year
/// round (no summer time since 1991), so no time zone data is needed. Value types.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace base {

using Date = std::chrono::sys_days;  ///< a calendar day of Asia/Shanghai
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;  ///< a point in time, UTC based

inline constexpr std::chrono::hours kCountyOffset{8};

/// A date from numbers, or none where no such day exists.
std::optional<Date> make_date(int year, unsigned month, unsigned day);
/// The day of `at` in Asia/Shanghai.
Date date_of(Instant at);
/// 00:00 and 23:59:59 of the day in Asia/Shanghai.
Instant start_of(Date day);
Instant end_of(Date day);

int year_of(Date day);
unsigned month_of(Date day);
unsigned day_of(Date day);

std::string format_date(Date day);       ///< 2024-06-17
std::string format_instant(Instant at);  ///< 2024-06-17T08:30:00+08:00
/// Date of RFC 5322 §3.3: "Mon, 17 Jun 2024 08:30:00 +0800".
std::string format_mail_date(Instant at);

std::optional<Date> parse_date(std::string_view text);  ///< strict YYYY-MM-DD
/// ISO 8601 with offset or Z, seconds optional; without an offset, county time is meant. A bare
/// date is its midnight.
std::optional<Instant> parse_instant(std::string_view text);

/// A month of a year: the period YYYY-MM.
struct Month {
    int year = 0;
    unsigned month = 0;
    auto operator<=>(const Month&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
};
Month month_containing(Date day);
Month next(Month month);
Month previous(Month month);
Date first_day(Month month);
Date last_day(Month month);
std::string format_month(Month month);                    ///< 2024-06
std::optional<Month> parse_month(std::string_view text);  ///< strict YYYY-MM

}  // namespace base
