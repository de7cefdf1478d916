#include "config/due.h"

#include <algorithm>

#include "base/text.h"
#include "config/readers.h"
#include "config/working_days.h"

namespace config {
namespace {

using Form = DueRule::Form;

/// The day of the month, its last one where it has no such day; 0 is the last.
base::Date day_in(base::Month month, unsigned day) {
    const base::Date last = base::last_day(month);
    if (day == 0) return last;
    return std::min(last, base::first_day(month) + std::chrono::days(day - 1));
}

std::optional<int> year_of_period(std::string_view period) {
    if (!is_year(period)) return {};
    return static_cast<int>(*base::parse_number(period));
}

bool is_governed(const Obligation& obligation, std::string_view period) {
    return obligation.from <= period && obligation.due.from <= period;
}

std::optional<base::Date> monthly(const DueRule& due, std::string_view period) {
    const auto month = base::parse_month(period);
    if (!month) return {};
    return day_in(due.of_next ? base::next(*month) : *month, due.day);
}

std::optional<base::Date> yearly(const DueRule& due, std::string_view period) {
    const auto year = year_of_period(period);
    if (!year) return {};
    return day_in(base::Month{*year, due.month}, due.day);
}

std::optional<base::Date> on_date(const DueRule& due, std::string_view period) {
    if (!due.on || year_of_period(period) != base::year_of(*due.on)) return {};
    return due.on;
}

std::optional<base::Date> nominal_date(const Obligation& obligation, std::string_view period,
                                       std::optional<base::Date> decision_date) {
    const DueRule& due = obligation.due;
    if (due.form == Form::AfterDecision) {
        if (!decision_date) return {};
        return *decision_date + std::chrono::days(due.days);
    }
    if (!is_governed(obligation, period)) return {};
    switch (due.form) {
        case Form::On:
            return on_date(due, period);
        case Form::EveryMonth:
            return monthly(due, period);
        case Form::EveryYear:
            return yearly(due, period);
        case Form::None:
        case Form::Year:
        case Form::AfterDecision:
            break;
    }
    return {};
}

/// The periods of one entry's rule that have begun by `day`, whatever entry governs them.
std::vector<std::string> periods_of(const Obligation& obligation, base::Date day) {
    const DueRule& due = obligation.due;
    const std::string& from = std::max(due.from, obligation.from);
    const int year = base::year_of(day);
    std::vector<std::string> periods;
    switch (due.form) {
        case Form::On:
            if (base::year_of(*due.on) <= year) {
                periods.push_back(std::to_string(base::year_of(*due.on)));
            }
            break;
        case Form::Year:
            if (due.year <= year) periods.push_back(std::to_string(due.year));
            break;
        case Form::EveryYear:
            for (int each = year_of_period(from).value_or(year + 1); each <= year; ++each) {
                periods.push_back(std::to_string(each));
            }
            break;
        case Form::EveryMonth:
            if (const auto first = base::parse_month(from)) {
                const base::Month last = base::month_containing(day);
                for (base::Month each = *first; each <= last; each = base::next(each)) {
                    periods.push_back(base::format_month(each));
                }
            }
            break;
        case Form::None:
        case Form::AfterDecision:
            break;
    }
    return periods;
}

}  // namespace

std::optional<DueDates> due_dates(const Obligation& obligation, const Calendar& calendar,
                                  std::string_view period,
                                  std::optional<base::Date> decision_date) {
    const auto nominal = nominal_date(obligation, period, decision_date);
    if (!nominal) return {};
    return DueDates{*nominal, obligation.rollover ? rolled(calendar, *nominal) : *nominal};
}

std::vector<std::string> task_periods_begun(const Rulebook& rulebook,
                                            std::string_view obligation_id, base::Date day) {
    std::vector<std::string> periods;
    for (const Obligation& obligation : rulebook.obligations) {
        if (obligation.id != obligation_id) continue;
        for (std::string& period : periods_of(obligation, day)) {
            const bool governs = find_obligation(rulebook, obligation_id, period) == &obligation;
            if (governs && obligation.from <= period) periods.push_back(std::move(period));
        }
    }
    std::ranges::sort(periods);
    return periods;
}

std::vector<std::string> periods_begun(const Rulebook& rulebook, std::string_view obligation_id,
                                       base::Date day) {
    std::vector<std::string> periods = task_periods_begun(rulebook, obligation_id, day);
    std::erase_if(periods, [&](const std::string& period) {
        const Nature nature = find_obligation(rulebook, obligation_id, period)->nature;
        return nature != Nature::Filing && nature != Nature::Publication;
    });
    return periods;
}

bool makes_duty(const Obligation& obligation, std::string_view period) {
    if (obligation.nature != Nature::Filing && obligation.nature != Nature::Publication)
        return false;
    const DueRule& due = obligation.due;
    if (due.form == Form::AfterDecision) return true;
    if (!is_governed(obligation, period)) return false;
    switch (due.form) {
        case Form::On:
            return on_date(due, period).has_value();
        case Form::Year:
            return year_of_period(period) == due.year;
        case Form::EveryMonth:
            return is_month(period);
        case Form::EveryYear:
            return is_year(period);
        case Form::None:
        case Form::AfterDecision:
            break;
    }
    return false;
}

PeriodForm period_form(const Obligation& obligation) {
    switch (obligation.due.form) {
        case Form::EveryMonth:
            return PeriodForm::Month;
        case Form::AfterDecision:
            return PeriodForm::Decision;
        case Form::None:
        case Form::On:
        case Form::EveryYear:
        case Form::Year:
            break;
    }
    return PeriodForm::Year;
}

}  // namespace config
