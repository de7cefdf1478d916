#include "config/working_days.h"

#include <algorithm>
#include <array>

namespace config {
namespace {

using std::chrono::days;

/// Days of the same date each year (全国年节及纪念日放假办法), used where a year's notice is not
/// out yet.
struct FixedHolidays {
    unsigned month;
    unsigned first;
    unsigned last;
};
constexpr std::array kFixedHolidays{FixedHolidays{1, 1, 1}, FixedHolidays{5, 1, 5},
                                    FixedHolidays{10, 1, 7}};

bool is_fixed_holiday(base::Date day) {
    const unsigned month = base::month_of(day);
    const unsigned number = base::day_of(day);
    return std::ranges::any_of(kFixedHolidays, [&](const FixedHolidays& fixed) {
        return fixed.month == month && fixed.first <= number && number <= fixed.last;
    });
}

}  // namespace

bool is_weekend(base::Date day) {
    const std::chrono::weekday weekday(day);
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

bool is_published(const Calendar& calendar, int year) { return calendar.years.contains(year); }

bool is_working_day(const Calendar& calendar, base::Date day) {
    const auto year = calendar.years.find(base::year_of(day));
    if (year == calendar.years.end()) return !is_weekend(day) && !is_fixed_holiday(day);
    if (year->second.working.contains(day)) return true;
    return !is_weekend(day) && !year->second.off.contains(day);
}

base::Date rolled(const Calendar& calendar, base::Date day) {
    while (!is_working_day(calendar, day)) day += days(1);
    return day;
}

base::Date add_working_days(const Calendar& calendar, base::Date day, int count) {
    const days step(count < 0 ? -1 : 1);
    for (int left = std::abs(count); left > 0;) {
        day += step;
        if (is_working_day(calendar, day)) --left;
    }
    return day;
}

int working_days_between(const Calendar& calendar, base::Date from, base::Date to) {
    int count = 0;
    for (base::Date day = from + days(1); day <= to; day += days(1)) {
        if (is_working_day(calendar, day)) ++count;
    }
    return count;
}

}  // namespace config
