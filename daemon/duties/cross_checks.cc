#include "daemon/duties/cross_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/text.h"
#include "daemon/duties/statistics.h"

namespace duties {
namespace {

using nlohmann::json;

constexpr base::Money kMajorFine = base::yuan(200'000);
/// So long after a month's end the decision of its last day must have been filed.
constexpr std::chrono::days kFilingDays{15};
constexpr std::size_t kMostNumbers = 3;
constexpr std::size_t kMostGaps = 5;
/// 元 taken for 万元 or the other way round is a factor of 10,000, and the report may hold a case
/// more or less than what was filed.
constexpr std::int64_t kLeastFactor = 5'000;
constexpr std::int64_t kMostFactor = 20'000;

std::optional<base::Money> money_in(const json& fields, const char* name) {
    const auto value = fields.find(name);
    if (value == fields.end() || !value->is_string()) return {};
    return base::parse_money(value->get<std::string>());
}

template <class... Arguments>
std::string say(const std::string& words, const Arguments&... arguments) {
    return fmt::format(fmt::runtime(words), arguments...);
}

std::string series_words(const DecisionNumber& number) {
    return fmt::format("{}〔{}〕", number.prefix, number.year);
}

std::string number_words(std::string_view normal) {
    const auto number = parse_decision_number(normal);
    return number ? fmt::format("{}{}号", series_words(*number), number->serial)
                  : base::one_line(normal, 40);
}

std::optional<std::int64_t> cell(const ReportCells& report, std::string_view figure) {
    const auto at = std::ranges::find(config::kReportFigures, figure);
    return at == config::kReportFigures.end()
               ? std::nullopt
               : report.cells[static_cast<std::size_t>(at - config::kReportFigures.begin())];
}

std::string money_words(std::int64_t fen) { return base::format_money(base::Money{fen}); }

/// One report against the decisions of its unit.
class ReportCheck {
 public:
    ReportCheck(const storage::StatedFiling& filing, base::Month month,
                const std::vector<const FiledDecision*>& decisions, base::Date day,
                const CrossCheckWords& words)
        : filing_(filing),
          words_(words),
          report_(report_cells(filing)),
          month_(month),
          all_(decisions),
          day_(day) {
        std::ranges::copy_if(all_, std::back_inserter(of_month_), [&](const auto* decision) {
            return decision->date && base::month_containing(*decision->date) == month_;
        });
    }

    std::vector<CrossCheck> run() {
        const auto closed = cell(report_, "cases.closed");
        const auto amount = cell(report_, "cases.penalty_amount");
        if (closed) check_cases(*closed);
        if (report_.amount_doubt)
            add("amount_unit", amount ? say(words_.amount_unit, money_words(*amount))
                                      : words_.amount_unit_unknown);
        if (report_.copies_differ) add("copies_differ", words_.copies_differ);
        if (amount && found_.empty()) check_amount(*amount);
        if (closed && amount) check_large(*closed, *amount);
        return std::move(found_);
    }

 private:
    void add(std::string kind, std::string text) {
        found_.push_back({filing_.unit, filing_.period, std::move(kind), std::move(text)});
    }

    void check_cases(std::int64_t closed) {
        const auto count = static_cast<std::int64_t>(of_month_.size());
        if (closed >= count) return;
        if (closed == 0)
            add("decisions_without_cases", say(words_.decisions_without_cases, count, numbers()));
        else
            add("fewer_cases", say(words_.fewer_cases, closed, count, numbers()));
    }

    void check_amount(std::int64_t amount) {
        std::int64_t filed = 0;
        for (const FiledDecision* decision : of_month_)
            filed += decision->amount ? decision->amount->fen : 0;
        if (amount >= filed) return;
        const std::int64_t factor = amount > 0 ? filed / amount : 0;
        if (factor >= kLeastFactor && factor <= kMostFactor)
            add("amount_factor",
                say(words_.amount_factor, money_words(amount), money_words(filed), numbers()));
        else
            add("amount_below_decisions", say(words_.amount_below_decisions, money_words(amount),
                                              money_words(filed), numbers()));
    }

    /// The average reaches what makes a fine major, so at least one case does.
    void check_large(std::int64_t closed, std::int64_t amount) {
        if (closed <= 0 || report_.amount_doubt || amount / closed < kMajorFine.fen) return;
        if (day_ < base::last_day(month_) + kFilingDays) return;
        base::Month first = month_;
        for (int i = 0; i < kMonthsBefore; ++i) first = base::previous(first);
        const bool seen = std::ranges::any_of(all_, [&](const FiledDecision* decision) {
            if (!decision->major) return false;
            if (!decision->date) return true;
            const base::Month decided = base::month_containing(*decision->date);
            return first <= decided && decided <= month_;
        });
        if (!seen)
            add("large_amount_without_decision",
                say(words_.large_amount_without_decision, money_words(amount), closed));
    }

    [[nodiscard]] std::string numbers() const {
        std::vector<std::string> some;
        for (const FiledDecision* decision : of_month_)
            if (some.size() < kMostNumbers) some.push_back(number_words(decision->number));
        const std::string joined = base::join(some, words_.comma);
        return some.size() < of_month_.size() ? say(words_.numbers_more, joined) : joined;
    }

    const storage::StatedFiling& filing_;
    const CrossCheckWords& words_;
    ReportCells report_;
    base::Month month_;
    const std::vector<const FiledDecision*>& all_;
    std::vector<const FiledDecision*> of_month_;
    base::Date day_;
    std::vector<CrossCheck> found_;
};

/// "5", "7—9": what lies between the serials; at most kMostGaps of them, and how many in all.
struct Gaps {
    std::vector<std::string> shown;
    std::int64_t missing = 0;
    bool more = false;
};

Gaps gaps_in(const std::set<std::int64_t>& serials) {
    Gaps gaps;
    for (auto at = serials.begin(); at != serials.end(); ++at) {
        const auto after = std::next(at);
        if (after == serials.end()) break;
        const std::int64_t between = *after - *at - 1;
        if (between <= 0) continue;
        gaps.missing += between;
        if (gaps.shown.size() == kMostGaps) {
            gaps.more = true;
            continue;
        }
        gaps.shown.push_back(between == 1 ? std::to_string(*at + 1)
                                          : fmt::format("{}—{}", *at + 1, *after - 1));
    }
    return gaps;
}

std::size_t place_of(const config::Rulebook& rulebook, std::string_view id) {
    const config::Unit* unit = config::find_unit(rulebook, id);
    return unit ? static_cast<std::size_t>(unit - rulebook.units.data()) : rulebook.units.size();
}

void sort_checks(const config::Rulebook& rulebook, std::vector<CrossCheck>& checks) {
    std::ranges::stable_sort(checks, {}, [&](const CrossCheck& check) {
        return std::pair(place_of(rulebook, check.unit), std::string_view(check.period));
    });
}

std::string period_words(const CrossCheckWords& words, std::string_view period) {
    if (const auto month = base::parse_month(period))
        return say(words.month, month->year, month->month);
    return say(words.year, period);
}

}  // namespace

FiledDecision filed_decision(const storage::StatedFiling& filing) {
    FiledDecision decision;
    decision.unit = filing.unit;
    decision.number = filing.period;
    decision.major = filing.major;
    const json fields = json::parse(filing.fields_json, nullptr, false);
    if (!fields.is_object()) return decision;
    decision.major = decision.major || fields.value("major", json()) == "yes";
    if (const auto date = fields.find("decision_date"); date != fields.end() && date->is_string())
        decision.date = base::parse_date(date->get<std::string>());
    const auto fine = money_in(fields, "fine");
    const auto confiscated = money_in(fields, "confiscated");
    if (fine || confiscated)
        decision.amount = fine.value_or(base::Money{}) + confiscated.value_or(base::Money{});
    return decision;
}

std::optional<DecisionNumber> parse_decision_number(std::string_view normal) {
    const auto parts = base::split(normal, '|');
    if (parts.size() != 3 || parts[0].empty()) return {};
    const auto year = base::parse_number(parts[1]);
    const auto serial = base::parse_number(parts[2]);
    constexpr std::uint64_t kMostSerial = 1'000'000'000;
    if (!year || *year > 9999 || !serial || *serial > kMostSerial) return {};
    return DecisionNumber{std::string(parts[0]), static_cast<int>(*year),
                          static_cast<std::int64_t>(*serial)};
}

std::vector<CrossCheck> check_reports(const config::Rulebook& rulebook,
                                      const std::vector<storage::StatedFiling>& reports,
                                      const std::vector<FiledDecision>& decisions, base::Date day,
                                      const CrossCheckWords& words) {
    std::map<std::string_view, std::vector<const FiledDecision*>> by_unit;
    for (const FiledDecision& decision : decisions) by_unit[decision.unit].push_back(&decision);
    for (auto& [unit, own] : by_unit)
        std::ranges::stable_sort(own, {}, [](const auto* decision) {
            const auto number = parse_decision_number(decision->number);
            return std::tuple(number ? number->prefix : decision->number, number ? number->year : 0,
                              number ? number->serial : 0);
        });
    const std::string obligation = report_obligation(rulebook);
    std::vector<CrossCheck> checks;
    for (const storage::StatedFiling& report : reports) {
        const auto month = base::parse_month(report.period);
        if (!month || report.obligation != obligation || !in_force(report)) continue;
        ReportCheck check(report, *month, by_unit[report.unit], day, words);
        std::ranges::move(check.run(), std::back_inserter(checks));
    }
    sort_checks(rulebook, checks);
    return checks;
}

std::vector<CrossCheck> check_numbers(const config::Rulebook& rulebook,
                                      const std::vector<FiledDecision>& decisions, int year,
                                      const CrossCheckWords& words) {
    std::map<std::pair<std::string, std::string>, std::set<std::int64_t>> series;  // unit, prefix
    for (const FiledDecision& decision : decisions) {
        const auto number = parse_decision_number(decision.number);
        if (number && number->year == year)
            series[{decision.unit, number->prefix}].insert(number->serial);
    }
    std::vector<CrossCheck> checks;
    for (const auto& [key, serials] : series) {
        const Gaps gaps = gaps_in(serials);
        // Of a unit that files a few of many, gaps say nothing.
        if (gaps.missing == 0 || gaps.missing > std::ssize(serials)) continue;
        const std::string joined = base::join(gaps.shown, words.comma);
        const std::string listed =
            gaps.more ? say(words.serials_more, joined, gaps.missing) : joined;
        checks.push_back({key.first, std::to_string(year), "number_gap",
                          say(words.number_gap, series_words({key.second, year, 0}), serials.size(),
                              *serials.begin(), *serials.rbegin(), listed)});
    }
    sort_checks(rulebook, checks);
    return checks;
}

std::vector<std::string> cross_check_words(const config::Rulebook& rulebook,
                                           const std::vector<CrossCheck>& checks,
                                           const CrossCheckWords& words) {
    std::vector<std::string> lines;
    for (const CrossCheck& check : checks) {
        const config::Unit* unit = config::find_unit(rulebook, check.unit);
        lines.push_back(say(words.line, unit ? unit->name : check.unit,
                            period_words(words, check.period), check.text));
    }
    return lines;
}

}  // namespace duties
