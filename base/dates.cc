#include "base/dates.h"

#include <fmt/format.h>

#include <array>

namespace base {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

struct Fields {
    int year;
    unsigned month;
    unsigned day;
    int hour;
    int minute;
    int second;
    unsigned weekday;
};

Fields county_fields(Instant at) {
    const auto local = at + kCountyOffset;
    const Date day = floor<days>(local);
    const year_month_day ymd(day);
    const std::chrono::hh_mm_ss time(floor<seconds>(local - day));
    return {static_cast<int>(ymd.year()),
            static_cast<unsigned>(ymd.month()),
            static_cast<unsigned>(ymd.day()),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count()),
            std::chrono::weekday(day).c_encoding()};
}

/// Exactly `count` digits at the front of `text`, which is advanced past them.
std::optional<int> digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return {};
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return {};
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool skip(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Date> leading_date(std::string_view& text) {
    const auto year = digits(text, 4);
    if (!year || !skip(text, '-')) return {};
    const auto month = digits(text, 2);
    if (!month || !skip(text, '-')) return {};
    const auto day = digits(text, 2);
    if (!day) return {};
    return make_date(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

std::optional<seconds> leading_time(std::string_view& text) {
    const auto hour = digits(text, 2);
    if (!hour || *hour > 23 || !skip(text, ':')) return {};
    const auto minute = digits(text, 2);
    if (!minute || *minute > 59) return {};
    int second = 0;
    if (skip(text, ':')) {
        const auto value = digits(text, 2);
        if (!value || *value > 59) return {};
        second = *value;
        if (skip(text, '.'))
            while (!text.empty() && text.front() >= '0' && text.front() <= '9')
                text.remove_prefix(1);
    }
    return hours(*hour) + minutes(*minute) + seconds(second);
}

/// What stands after the time: nothing (county time), Z, or +hh:mm / +hhmm.
std::optional<minutes> whole_offset(std::string_view text) {
    if (text.empty()) return kCountyOffset;
    if (text == "Z" || text == "z") return minutes(0);
    const bool negative = text.front() == '-';
    if (!negative && text.front() != '+') return {};
    text.remove_prefix(1);
    const auto hour = digits(text, 2);
    if (!hour) return {};
    skip(text, ':');
    const auto minute = digits(text, 2);
    if (!minute || !text.empty()) return {};
    const minutes offset = hours(*hour) + minutes(*minute);
    return negative ? -offset : offset;
}

}  // namespace

std::optional<Date> make_date(int year, unsigned month, unsigned day) {
    const year_month_day ymd{std::chrono::year(year), std::chrono::month(month),
                             std::chrono::day(day)};
    if (!ymd.ok()) return {};
    return Date(ymd);
}

Date date_of(Instant at) { return floor<days>(at + kCountyOffset); }
Instant start_of(Date day) { return Instant(day) - kCountyOffset; }
Instant end_of(Date day) { return start_of(day) + hours(24) - seconds(1); }

int year_of(Date day) { return static_cast<int>(year_month_day(day).year()); }
unsigned month_of(Date day) { return static_cast<unsigned>(year_month_day(day).month()); }
unsigned day_of(Date day) { return static_cast<unsigned>(year_month_day(day).day()); }

std::string format_date(Date day) {
    return fmt::format("{:04}-{:02}-{:02}", year_of(day), month_of(day), day_of(day));
}

std::string format_instant(Instant at) {
    const Fields f = county_fields(at);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+08:00", f.year, f.month, f.day, f.hour,
                       f.minute, f.second);
}

std::string format_mail_date(Instant at) {
    static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const Fields f = county_fields(at);
    return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} +0800", kDays[f.weekday], f.day,
                       kMonths[f.month - 1], f.year, f.hour, f.minute, f.second);
}

std::optional<Date> parse_date(std::string_view text) {
    const auto day = leading_date(text);
    if (!day || !text.empty()) return {};
    return day;
}

std::optional<Instant> parse_instant(std::string_view text) {
    const auto day = leading_date(text);
    if (!day) return {};
    if (text.empty()) return start_of(*day);
    if (!skip(text, 'T') && !skip(text, ' ')) return {};
    const auto time = leading_time(text);
    if (!time) return {};
    const auto offset = whole_offset(text);
    if (!offset) return {};
    return Instant(*day) + *time - *offset;
}

Month month_containing(Date day) { return {year_of(day), month_of(day)}; }

Month next(Month month) {
    return month.month == 12 ? Month{month.year + 1, 1} : Month{month.year, month.month + 1};
}

Month previous(Month month) {
    return month.month == 1 ? Month{month.year - 1, 12} : Month{month.year, month.month - 1};
}

Date first_day(Month month) {
    return Date(year_month_day{std::chrono::year(month.year), std::chrono::month(month.month),
                               std::chrono::day(1)});
}

Date last_day(Month month) { return first_day(next(month)) - days(1); }

std::string format_month(Month month) {
    return fmt::format("{:04}-{:02}", month.year, month.month);
}

std::optional<Month> parse_month(std::string_view text) {
    const auto year = digits(text, 4);
    if (!year || !skip(text, '-')) return {};
    const auto month = digits(text, 2);
    if (!month || *month < 1 || *month > 12 || !text.empty()) return {};
    return Month{*year, static_cast<unsigned>(*month)};
}

}  // namespace base
