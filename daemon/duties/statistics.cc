#include "daemon/duties/statistics.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/money.h"

namespace duties {
namespace {

using nlohmann::json;

constexpr std::size_t kFigures = config::kReportFigures.size();
constexpr std::string_view kClosed = "cases.closed";
constexpr std::string_view kAmount = "cases.penalty_amount";
/// An average of a closed case beyond these was written in the other unit: the law's fines on
/// enterprises begin at tens of yuan, and a county has no case of ten million.
constexpr std::int64_t kLeastFenACase = 10LL * 100;
constexpr std::int64_t kMostFenACase = 10'000'000LL * 100;

constexpr std::size_t index_of(std::string_view figure) {
    for (std::size_t i = 0; i < kFigures; ++i)
        if (config::kReportFigures[i] == figure) return i;
    return kFigures;
}
constexpr std::size_t kClosedIndex = index_of(kClosed);
constexpr std::size_t kAmountIndex = index_of(kAmount);
static_assert(kClosedIndex < kFigures && kAmountIndex < kFigures);

/// No county reports more than this, in fen ten thousand billion 元: what is larger was not read
/// right, and would spoil every sum.
constexpr std::int64_t kLargest = 1'000'000'000'000'000;

std::optional<std::int64_t> plain_number(const json& value) {
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > kLargest) return {};
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_string()) return {};
    const auto money = base::parse_money(value.get<std::string>());
    return money ? std::optional(money->fen) : std::nullopt;
}

std::optional<std::int64_t> number_in(const json& value) {
    const auto number = plain_number(value);
    return number && *number >= -kLargest && *number <= kLargest ? number : std::nullopt;
}

/// "cases.closed" of {"cases": {"closed": 3}}.
const json& cell_of(const json& fields, std::string_view figure) {
    static const json kNone;
    const auto point = figure.find('.');
    const auto group = fields.find(figure.substr(0, point));
    if (group == fields.end() || !group->is_object()) return kNone;
    const auto cell = group->find(figure.substr(point + 1));
    return cell == group->end() ? kNone : *cell;
}

bool is_true(const json& fields, const char* name) {
    const auto value = fields.find(name);
    return value != fields.end() && value->is_boolean() && value->get<bool>();
}

bool unlikely_amount(const ReportCells& report) {
    const auto amount = report.cells[kAmountIndex];
    const auto closed = report.cells[kClosedIndex];
    if (!amount || *amount == 0 || !closed || *closed <= 0) return false;
    return *amount / *closed < kLeastFenACase || *amount / *closed > kMostFenACase;
}

void add_report(const storage::StatedFiling& filing, UnitStatistics& unit) {
    const ReportCells report = report_cells(filing);
    UnitStatistics::Unstated open{filing.period, {}};
    for (std::size_t i = 0; i < kFigures; ++i) {
        if (report.cells[i])
            unit.sums[i].add(*report.cells[i]);
        else
            open.figures.push_back(config::kReportFigures[i]);
    }
    unit.filings.push_back(filing.id);
    if (!open.figures.empty()) unit.unstated.push_back(std::move(open));
    if (report.zero_report) unit.zero_reports.push_back(filing.period);
    if (report.amount_doubt) unit.amount_doubts.push_back(filing.period);
    if (report.copies_differ) unit.copies_differ.push_back(filing.period);
}

/// A year's month that nobody had to report yet, and nobody has, is left out.
bool is_asked(std::string_view period, const Duty& duty) {
    return period == duty.period ||
           (duty.state != DutyState::Upcoming && duty.state != DutyState::DueSoon);
}

using ByMonth = std::map<std::string, const storage::StatedFiling*, std::less<>>;

/// One unit's row; `duties` are its duties of this obligation, by month.
UnitStatistics unit_row(const std::string& unit, const std::set<std::string>& months,
                        const std::map<std::string, const Duty*>& duties, const ByMonth& filed) {
    UnitStatistics row;
    row.unit = unit;
    for (const std::string& month : months) {
        const auto filing = filed.find(month);
        const auto duty = duties.find(month);
        if (filing != filed.end()) {
            add_report(*filing->second, row);
        } else if (duty != duties.end() && duty->second->state == DutyState::Exempt) {
            row.exempt.push_back(month);
        } else if (duty != duties.end()) {
            row.not_filed.push_back({month, duty->second->state});
        }
    }
    return row;
}

/// Whether the month belongs to the period: is it, or is of the year.
bool within_period(std::string_view month, std::string_view period) {
    return month == period ||
           (period.size() == 4 && month.size() == 7 && month.starts_with(period));
}

}  // namespace

bool in_force(const storage::FilingRow& filing) {
    return filing.status == storage::FilingStatus::Complete ||
           filing.status == storage::FilingStatus::Incomplete;
}

std::string report_obligation(const config::Rulebook& rulebook) {
    const auto found = std::ranges::find_if(rulebook.obligations, [](const auto& obligation) {
        return obligation.due.form == config::DueRule::Form::EveryMonth;
    });
    return found == rulebook.obligations.end() ? std::string() : found->id;
}

ReportCells report_cells(const storage::StatedFiling& filing) {
    ReportCells report;
    const json fields = json::parse(filing.fields_json, nullptr, false);
    if (!fields.is_object()) return report;
    report.zero_report = is_true(fields, "zero_report");
    report.copies_differ = fields.contains("copies_differ");
    for (std::size_t i = 0; i < kFigures; ++i) {
        report.cells[i] = number_in(cell_of(fields, config::kReportFigures[i]));
        if (!report.cells[i] && report.zero_report) report.cells[i] = 0;
    }
    report.amount_doubt = is_true(fields, "unit_doubt") || unlikely_amount(report);
    return report;
}

Statistics statistics_of(const config::Rulebook& rulebook, std::string_view period,
                         const std::vector<Duty>& duties,
                         const std::vector<storage::StatedFiling>& filings) {
    const std::string obligation = report_obligation(rulebook);
    std::map<std::string, std::map<std::string, const Duty*>> owed;  // unit, month
    std::map<std::string, ByMonth> filed;
    std::set<std::string> months;
    for (const storage::StatedFiling& filing : filings) {
        if (filing.obligation != obligation || !in_force(filing) ||
            !within_period(filing.period, period))
            continue;
        const storage::StatedFiling*& known = filed[filing.unit][filing.period];
        if (!known || filing.status == storage::FilingStatus::Complete) known = &filing;
        months.insert(filing.period);
    }
    for (const Duty& duty : duties) {
        if (duty.obligation != obligation || !within_period(duty.period, period)) continue;
        owed[duty.unit][duty.period] = &duty;
        if (is_asked(period, duty)) months.insert(duty.period);
    }
    Statistics result;
    result.period = period;
    result.months.assign(months.begin(), months.end());
    for (const config::Unit& unit : rulebook.units) {
        const auto& own = filed[unit.id];
        const auto& due = owed[unit.id];
        UnitStatistics row = unit_row(unit.id, months, due, own);
        if (own.empty() && row.not_filed.empty() && row.exempt.empty()) continue;
        for (std::size_t i = 0; i < kFigures; ++i)
            if (row.sums[i].stated > 0) {
                result.sums[i].value += row.sums[i].value;
                result.sums[i].stated += row.sums[i].stated;
            }
        result.filed += row.filings.size();
        result.owed += row.filings.size() + row.not_filed.size();
        result.units.push_back(std::move(row));
    }
    return result;
}

}  // namespace duties
