#pragma once
/// When a duty is due (interfaces.md, Due rules; domain.md §2.7). Pure functions.

#include <optional>
#include <string_view>

#include "config/rulebook.h"

namespace config {

struct DueDates {
    base::Date nominal;
    base::Date rolled;  ///< nominal where the obligation does not roll over
};

/// The due dates of `period` under this entry; none when the rule is undated, or needs a decision
/// date that is not known.
std::optional<DueDates> due_dates(const Obligation& obligation, const Calendar& calendar,
                                  std::string_view period,
                                  std::optional<base::Date> decision_date = {});

/// The periods for which the obligation makes a duty, that have begun by the end of `day`
/// (interfaces.md, Duty states: months of which a day has begun, items of the year or earlier, next
/// year's from 1 January), oldest first. Event duties give none.
std::vector<std::string> periods_begun(const Rulebook& rulebook, std::string_view obligation_id,
                                       base::Date day);

/// The same whatever the obligation's nature: what the digest lists as the office's own tasks.
std::vector<std::string> task_periods_begun(const Rulebook& rulebook,
                                            std::string_view obligation_id, base::Date day);

/// Whether a filing for `period` answers a duty of those who owe the obligation: filing and
/// publication only, periods the rule has and governs only (no training plan before 2025). For
/// events always: whether a decision is major, the caller knows.
bool makes_duty(const Obligation& obligation, std::string_view period);

/// The form in which an obligation's period is named.
enum class PeriodForm { Month, Year, Decision };
PeriodForm period_form(const Obligation& obligation);

}  // namespace config
