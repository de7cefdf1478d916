#include "daemon/answers/staff_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "config/due.h"
#include "daemon/judge/period.h"
#include "daemon/judge/words.h"
#include "parsers/text/charset.h"

namespace answers {
namespace {

using config::PeriodForm;
using Kind = Decision::Kind;

constexpr std::size_t kMostDigits = 4;
constexpr std::size_t kShownLine = 200;

/// What may stand before the number, and between it and what is answered. NFKC text.
constexpr std::array<std::string_view, 10> kBefore = {"第", "编号", "序号", "no.", "no",
                                                      "#",  "(",    "[",    "【",  "“"};
constexpr std::array<std::string_view, 18> kAfter = {".",  "、", ":",  ")",  "]",  "】",
                                                     ",",  "，", "。", ";",  "-",  "—",
                                                     "号", "项", "条", "封", "\t", " "};
/// What makes the number a time or a count.
constexpr std::array<std::string_view, 14> kNotCounted = {"月", "年", "日", "时", "点", "分", "秒",
                                                          "个", "份", "件", "次", "天", "周", "%"};

bool starts_with_any(std::string_view text, const auto& words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.starts_with(word); });
}

void drop_any(std::string_view& text, const auto& words) {
    for (bool found = true; found;) {
        found = false;
        for (const std::string_view word : words)
            if (text.starts_with(word)) {
                text.remove_prefix(word.size());
                found = true;
            }
    }
}

struct Numbered {
    std::uint32_t number;
    std::string_view rest;
};

/// "06-12", ".12": the rest of a day or a time.
bool is_rest_of_time(std::string_view text) {
    return text.find_first_not_of("0123456789-./: ") == std::string_view::npos;
}

/// The number a line begins with, and what it says of it; a day or a time begins with none.
std::optional<Numbered> numbered(std::string_view plain) {
    std::string_view rest = base::trimmed(plain);
    drop_any(rest, kBefore);
    rest = base::trimmed(rest);
    const auto end = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (end == 0 || end > kMostDigits || rest.front() == '0') return {};
    const auto number = base::parse_number(rest.substr(0, end));
    rest.remove_prefix(end);
    if (!number || starts_with_any(rest, kNotCounted)) return {};
    if (rest.empty() || is_rest_of_time(rest)) return {};
    drop_any(rest, kAfter);
    if (rest.empty()) return {};
    return Numbered{static_cast<std::uint32_t>(*number), rest};
}

Decision nothing(std::string words) {
    Decision decision;
    decision.words = std::move(words);
    return decision;
}

/// What a proposal says of one part.
using Part = std::string storage::Candidate::*;

/// The proposals that say nothing else than what the line says.
std::vector<storage::Candidate> agreeing(const std::vector<storage::Candidate>& proposals,
                                         const Decision& said) {
    std::vector<storage::Candidate> fitting;
    std::ranges::copy_if(proposals, std::back_inserter(fitting), [&](const auto& proposal) {
        return (said.unit.empty() || proposal.unit == said.unit) &&
               (said.obligation.empty() || proposal.obligation == said.obligation) &&
               (said.period.empty() || proposal.period == said.period);
    });
    return fitting;
}

std::set<std::string> values_of(const std::vector<storage::Candidate>& proposals, Part part) {
    std::set<std::string> values;
    for (const auto& proposal : proposals)
        if (!(proposal.*part).empty()) values.insert(proposal.*part);
    return values;
}

/// A part the line does not name, from the proposals, where they leave no choice: those that agree
/// with the line, else all of them.
std::string missing_part(const storage::DigestQuestion& question, const Decision& said, Part part) {
    for (const auto& proposals : {agreeing(question.proposals, said), question.proposals}) {
        const auto values = values_of(proposals, part);
        if (values.size() == 1) return *values.begin();
        if (values.size() > 1) return {};
    }
    return {};
}

/// The item whose every name in the line may mean it.
std::string item_of(const Reading& reading, const storage::DigestQuestion& question) {
    if (reading.items.empty()) return {};
    std::set<std::string> common = reading.items.front();
    for (const auto& items : reading.items)
        std::erase_if(common, [&](const std::string& id) { return !items.contains(id); });
    if (common.size() > 1) {
        const auto proposed = values_of(question.proposals, &storage::Candidate::obligation);
        std::erase_if(common, [&](const std::string& id) { return !proposed.contains(id); });
    }
    return common.size() == 1 ? *common.begin() : std::string();
}

std::string month_named(const Period& period, const storage::DigestQuestion& question,
                        base::Date arrived) {
    if (period.year) return base::format_month({*period.year, period.month});
    std::set<std::string> proposed;
    for (const auto& proposal : question.proposals)
        if (const auto month = base::parse_month(proposal.period);
            month && month->month == period.month)
            proposed.insert(proposal.period);
    if (proposed.size() == 1) return *proposed.begin();
    return base::format_month(judge::resolved(period.month, {}, arrived));
}

/// The period in the item's form; empty where the line names none of that form.
std::string period_named(const Reading& reading, PeriodForm form,
                         const storage::DigestQuestion& question, base::Date arrived) {
    if (reading.periods.size() != 1) return {};
    const Period& period = *reading.periods.begin();
    if (form == PeriodForm::Month && period.month != 0)
        return month_named(period, question, arrived);
    if (form == PeriodForm::Year && period.month == 0) return std::to_string(*period.year);
    return {};
}

Decision agreed(const config::Rulebook& rulebook, const storage::DigestQuestion& question) {
    if (question.proposals.empty()) return nothing("这一项没有建议，请写明单位、事项和期次");
    const auto& first = question.proposals.front();
    const auto* obligation = config::find_obligation(rulebook, first.obligation, first.period);
    const bool numbered_by_decision =
        obligation && config::period_form(*obligation) == PeriodForm::Decision;
    if (!obligation || !config::find_unit(rulebook, first.unit) ||
        (first.period.empty() && !numbered_by_decision))
        return nothing("这一项的建议不完整，请写明单位、事项和期次");
    if (question.proposals.size() > 1 && question.proposals[1].score >= first.score)
        return nothing("这一项有几种同样可能的建议，请写明单位和期次");
    return {Kind::Assign, first.unit, first.obligation, first.period, {}};
}

Decision assigned(const config::Rulebook& rulebook, const Reading& reading,
                  const storage::DigestQuestion& question, base::Date arrived) {
    if (reading.units.size() > 1) return nothing("这一行写了几个单位");
    if (reading.periods.size() > 1 || reading.several) return nothing("这一行写了几个期次");
    Decision said;
    said.kind = Kind::Assign;
    if (!reading.units.empty()) said.unit = *reading.units.begin();
    said.obligation = item_of(reading, question);
    if (said.obligation.empty() && !reading.items.empty())
        return nothing("看不出这一行写的是哪一项报送");
    if (said.obligation.empty())
        said.obligation = missing_part(question, said, &storage::Candidate::obligation);
    if (said.obligation.empty()) return nothing("没有写明事项，建议里也不止一种，请写明事项");
    const auto* obligation = config::find_obligation(rulebook, said.obligation);
    if (!obligation) return nothing("建议中的事项现在的规则里已经没有了");
    const auto form = config::period_form(*obligation);
    said.period = period_named(reading, form, question, arrived);
    if (said.period.empty() && !reading.periods.empty())
        return nothing(form == PeriodForm::Month  ? "这一项按月报送，请写明月份"
                       : form == PeriodForm::Year ? "这一项按年报送，请写明年份"
                                                  : "这一项以文号为期次，不用写月份或年份");
    if (said.unit.empty()) said.unit = missing_part(question, said, &storage::Candidate::unit);
    if (said.unit.empty()) return nothing("没有写明单位，建议里也不止一个，请写明单位");
    if (!config::find_unit(rulebook, said.unit))
        return nothing("建议中的单位现在的名单里已经没有了");
    if (said.period.empty())
        said.period = missing_part(question, said, &storage::Candidate::period);
    if (said.period.empty() && form != PeriodForm::Decision)
        return nothing("没有写明期次，建议里也不止一种，请写明期次");
    return said;
}

}  // namespace

std::vector<StaffLine> read_staff_lines(const Lexicon& lexicon,
                                        const std::vector<std::string>& lines) {
    std::vector<StaffLine> read;
    for (const auto& line : lines) {
        const std::string plain = base::lowered(parsers::text::nfkc(line));
        const auto one = numbered(plain);
        if (!one) continue;
        StaffLine staff;
        staff.number = one->number;
        staff.text = base::one_line(line, kShownLine);
        staff.reading = lexicon.read(one->rest);
        read.push_back(std::move(staff));
    }
    return read;
}

Decision decide(const config::Rulebook& rulebook, const StaffLine& line,
                const storage::DigestQuestion& question, base::Date arrived) {
    const Reading& reading = line.reading;
    if (reading.asks) return nothing("这一行是问句或没有写明，未作改动");
    if (!reading.unexplained.empty())
        return nothing("没有看懂“" + base::one_line(reading.unexplained, 20) + "”");
    const bool values = reading.names_value() || !reading.items.empty() || reading.several;
    if (reading.dismisses && !values)
        return reading.agrees || reading.objects ? nothing("这一行前后不一致")
                                                 : Decision{Kind::Dismiss, {}, {}, {}, {}};
    if (reading.objects || reading.denies || reading.dismisses)
        return nothing("请直接写明正确的单位、事项和期次，一行只写一种意见");
    if (values) return assigned(rulebook, reading, question, arrived);
    if (reading.agrees || reading.nods) return agreed(rulebook, question);
    return nothing("没有写明怎样处理");
}

std::vector<Decided> decide_all(const config::Rulebook& rulebook,
                                const std::vector<StaffLine>& lines,
                                const std::vector<storage::DigestQuestion>& questions,
                                const std::function<base::Date(base::MessageId)>& arrived) {
    std::vector<Decided> all;
    for (const auto& line : lines) {
        Decided one{line, {}, {}};
        const auto found =
            std::ranges::find(questions, line.number, &storage::DigestQuestion::number);
        if (found == questions.end()) {
            one.decision = nothing(fmt::format("这份汇总里没有第{}项", line.number));
        } else {
            one.message = found->message;
            one.decision = decide(rulebook, line, *found, arrived(found->message));
        }
        all.push_back(std::move(one));
    }
    // What was said of a number first, and whether it was said otherwise anywhere.
    std::map<std::uint32_t, std::pair<Decision, bool>> said;
    for (const auto& one : all) {
        const auto [entry, is_new] =
            said.try_emplace(one.line.number, std::pair(one.decision, false));
        if (!is_new && entry->second.first != one.decision) entry->second.second = true;
    }
    std::set<std::uint32_t> seen;
    for (auto& one : all) {
        if (one.decision.kind == Kind::Nothing) continue;
        if (said.at(one.line.number).second)
            one.decision = nothing(fmt::format("第{}项有几行不同的答复", one.line.number));
        else if (!seen.insert(one.line.number).second)
            one.decision = nothing("与前面一行相同");
    }
    return all;
}

}  // namespace answers
