#include "daemon/pipeline/cross_check_data.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "config/due.h"
#include "daemon/duties/statistics.h"

namespace pipeline {
namespace {

bool is_decision(const config::Rulebook& rulebook, const storage::FilingRow& filing) {
    const auto* obligation = config::find_obligation(rulebook, filing.obligation, filing.period);
    return obligation && obligation->due.form == config::DueRule::Form::AfterDecision;
}

/// The months asked for, ascending; none for what is no period.
std::vector<base::Month> months_of(std::string_view period) {
    if (const auto month = base::parse_month(period)) return {*month};
    std::vector<base::Month> months;
    if (const auto january = base::parse_month(std::string(period) + "-01"))
        for (base::Month month = *january; month.year == january->year; month = base::next(month))
            months.push_back(month);
    return months;
}

/// A decision of these months may bear the year of the first one's eve: in January a series of the
/// old year still runs.
bool may_be_asked(const duties::DecisionNumber& number, int year) {
    return number.year == year || number.year == year - 1;
}

}  // namespace

base::Result<std::vector<storage::StatedFiling>> reports_of(storage::Ledger& ledger,
                                                            const config::Rulebook& rulebook,
                                                            std::string_view period) {
    std::vector<storage::StatedFiling> reports;
    const std::string obligation = duties::report_obligation(rulebook);
    if (obligation.empty()) return reports;
    for (const base::Month month : months_of(period)) {
        TRY_ASSIGN(auto found, ledger.stated_filings(obligation, base::format_month(month)));
        std::ranges::move(found, std::back_inserter(reports));
    }
    return reports;
}

base::Result<std::vector<duties::CrossCheck>> cross_checks_of(
    storage::Ledger& ledger, const config::Rulebook& rulebook, std::string_view period,
    base::Date day, const duties::CrossCheckWords& words) {
    const auto months = months_of(period);
    std::vector<duties::CrossCheck> checks;
    if (months.empty()) return checks;
    const int year = months.front().year;
    base::Month earliest = months.front();
    for (int i = 0; i < duties::kMonthsBefore; ++i) earliest = base::previous(earliest);
    const auto since = base::start_of(base::first_day(earliest));
    // A decision is filed when it has been made, or dated a few days ahead.
    const auto begun = base::start_of(base::first_day(base::previous(months.front())));
    TRY_ASSIGN(const auto reports, reports_of(ledger, rulebook, period));
    std::set<std::string_view> reporting;
    for (const auto& report : reports) reporting.insert(report.unit);

    std::vector<duties::FiledDecision> of_year;  // numbers alone
    std::vector<duties::FiledDecision> decisions;
    TRY(ledger.each_filing(since, [&](storage::StatedFiling&& filing) {
        if (!duties::in_force(filing) || !is_decision(rulebook, filing)) return;
        const auto number = duties::parse_decision_number(filing.period);
        if (number && !may_be_asked(*number, year)) return;
        if (filing.received_at >= (filing.major ? since : begun) && reporting.contains(filing.unit))
            decisions.push_back(duties::filed_decision(filing));
        if (number && number->year == year)
            of_year.push_back({filing.unit, filing.period, filing.major, {}, {}});
    }));
    checks = duties::check_reports(rulebook, reports, decisions, day, words);
    std::ranges::move(duties::check_numbers(rulebook, of_year, year, words),
                      std::back_inserter(checks));
    return checks;
}

}  // namespace pipeline
