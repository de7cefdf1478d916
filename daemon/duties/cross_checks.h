#pragma once
/// Monthly reports held against the decisions their units filed, and gaps in a unit's series of
/// 文号: what a person is asked to check, never a verdict. Decisions need not be filed unless
/// major, and a case need not be closed in the month it was decided, so each line only says what
/// stands there. Pure functions; pipeline/cross_check_data.h gathers what they ask for.

#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "config/rulebook.h"
#include "storage/records.h"

namespace duties {

/// A case closed in a month was decided in it or in so many months before: a report is held against
/// the decisions of these.
inline constexpr int kMonthsBefore = 3;

/// A decision in force, by what is checked of it.
struct FiledDecision {
    std::string unit;
    std::string number;  ///< decision_number_normal, or sha:…
    bool major = false;
    std::optional<base::Date> date;
    std::optional<base::Money> amount;  ///< fine and confiscation together; none: no amount stands
};
/// `filing` is one of an obligation whose due date follows from the decision's.
FiledDecision filed_decision(const storage::StatedFiling& filing);

struct CrossCheck {
    std::string unit;
    std::string period;  ///< the report's month; the year of a series
    std::string kind;    ///< a name of CrossCheckWords
    std::string text;    ///< what stands there; without unit and period, without a full stop
};

/// The words of each kind, for fmt; the office's own, or those of another language.
struct CrossCheckWords {
    /// decisions, their numbers
    std::string decisions_without_cases =
        "月报填报办结案件 0 件，但已备案该月作出的处罚决定 {} 件（{}）";
    /// closed cases, decisions, their numbers
    std::string fewer_cases =
        "月报填报办结案件 {} 件，少于已备案该月作出的处罚决定 {} "
        "件（{}；当月决定的案件可能尚未结案）";
    /// amount, closed cases
    std::string large_amount_without_decision =
        "月报填报罚没 {} 元、办结 {} 件，平均每件 20 万元以上，但未见近三个月重大处罚决定备案";
    /// amount of the report, of the decisions, their numbers
    std::string amount_below_decisions =
        "月报填报罚没 {} 元，少于已备案该月处罚决定的罚没合计 {} 元（{}）";
    /// the same
    std::string amount_factor =
        "月报填报罚没 {} 元，已备案该月处罚决定的罚没合计 {} "
        "元（{}），相差约一万倍，疑似元、万元混淆";
    /// amount
    std::string amount_unit = "罚没金额读作 {} 元，疑似元、万元混淆";
    std::string amount_unit_unknown = "罚没金额未注明是元还是万元，未计入合计";
    std::string copies_differ = "先后报送的 Word 版、盖章件数字不一致，以先报送的计入合计";
    /// series, filed, from, to, the missing ones
    std::string number_gap =
        "“{}”已备案 {} 件（{}—{}号），其间未见：{}；只有重大处罚决定须备案，缺号多属正常";
    std::string serials_more = "{}（共 {} 个）";  ///< some of the missing ones, how many in all
    std::string numbers_more = "{}等";            ///< some of the decisions' numbers
    std::string comma = "、";
    std::string month = "{}年{}月";
    std::string year = "{}年";
    std::string line = "{} {}：{}，请核对。";  ///< unit, period, text
};

/// One month's reports (in force; others are passed over) against decisions, as of `day`. The
/// checks that something was *not* filed wait until 15 days after the month's end: so long has a
/// decision of its last day.
std::vector<CrossCheck> check_reports(const config::Rulebook& rulebook,
                                      const std::vector<storage::StatedFiling>& reports,
                                      const std::vector<FiledDecision>& decisions, base::Date day,
                                      const CrossCheckWords& words = {});

/// Serials that lie between filed ones of the same unit, prefix and year and were not filed; of
/// series most of which were filed, since minor decisions need not be.
std::vector<CrossCheck> check_numbers(const config::Rulebook& rulebook,
                                      const std::vector<FiledDecision>& decisions, int year,
                                      const CrossCheckWords& words = {});

/// Each as one sentence of the office: "兴国镇人民政府 2024年6月：…，请核对。" The digest's section
/// `cross_checks` takes these as they are.
std::vector<std::string> cross_check_words(const config::Rulebook& rulebook,
                                           const std::vector<CrossCheck>& checks,
                                           const CrossCheckWords& words = {});

/// "prefix|2024|25" taken apart; none for anything else.
struct DecisionNumber {
    std::string prefix;
    int year = 0;
    std::int64_t serial = 0;
};
std::optional<DecisionNumber> parse_decision_number(std::string_view normal);

}  // namespace duties
