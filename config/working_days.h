#pragma once
/// Working days of the county (domain.md §7): weekends, holidays and 调休 of the published years; a
/// year that is not published falls back to weekends and the fixed days 1 January, 1-5 May, 1-7
/// October. Pure functions.

#include "config/rulebook.h"

namespace config {

bool is_weekend(base::Date day);  ///< Saturday or Sunday
bool is_published(const Calendar& calendar, int year);
bool is_working_day(const Calendar& calendar, base::Date day);
/// The day itself when one works on it, else the next working day.
base::Date rolled(const Calendar& calendar, base::Date day);
/// The working day `count` working days after (or, negative, before) `day`; `day` itself need not
/// be one.
base::Date add_working_days(const Calendar& calendar, base::Date day, int count);
/// Working days in (from, to].
int working_days_between(const Calendar& calendar, base::Date from, base::Date to);

}  // namespace config
