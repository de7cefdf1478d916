#include "daemon/judge/withdrawal.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "daemon/judge/words.h"

namespace judge {
namespace {

/// What was filed, spoken of without its name.
const std::vector<std::string> kWhatWasSent = {"上一封", "前一封", "上封", "所报", "已报", "前件",
                                               "原件",   "该件",   "此件", "邮件", "刚发", "刚才"};
/// "无需撤回", "请勿作废", "能否撤回": no request, or not yet one.
const std::vector<std::string> kNotAsked = {"勿",   "不要", "无需", "不用", "不必", "不需", "不再",
                                            "是否", "能否", "可否", "请问", "怎么", "如何", "吗"};

/// A letter that itself reports, or names what counts instead, takes nothing away.
const std::vector<std::string> kReports = {"零报告", "无新增", "未新增", "没有新增",
                                           "无案件", "无涉企", "未发生", "为准"};
/// A mail program's own word for "take this mail out of your mailbox", with the mail's subject.
constexpr std::string_view kRecall = "撤回:";
constexpr std::array<std::string_view, 5> kPromises = {"后重报", "后再重报", "后重新报送",
                                                       "后再重新报送", "后再报"};

/// What the verdict answers to the question a piece of evidence is about.
const std::string* answer_to(const Verdict& verdict, std::string_view about) {
    if (about == "obligation") return &verdict.obligation;
    if (about == "unit") return &verdict.unit;
    if (about == "period") return &verdict.period;
    return nullptr;
}

bool speaks_for_another(const Verdict& verdict) {
    return std::ranges::any_of(verdict.evidence, [&](const Evidence& one) {
        const std::string* answer = answer_to(verdict, one.about);
        return answer && one.points_to != *answer;
    });
}

bool has_kind(const Verdict& verdict, std::string_view about,
              const std::array<std::string_view, 2>& kinds) {
    return std::ranges::any_of(verdict.evidence, [&](const Evidence& one) {
        const std::string_view kind = one.kind;
        return one.about == about && std::ranges::any_of(kinds, [&](std::string_view wanted) {
                   return kind.ends_with(wanted) && kind.size() > wanted.size() &&
                          kind[kind.size() - wanted.size() - 1] == '.';
               });
    });
}

bool is_named(const Verdict& verdict, std::string_view about) {
    return has_kind(verdict, about, {"subject", "body"});
}

/// "=月报" and "执法…月报" of the rulebook, in any place and with any gap.
bool has_words(const std::string& sentence, std::string_view words) {
    if (words.starts_with('=')) words.remove_prefix(1);
    std::size_t from = 0;
    const std::string parts = base::replaced(std::string(words), "…", "\n");
    for (const std::string_view part : base::split(parts, '\n')) {
        const std::string folded = fold(part);
        const auto at = folded.empty() ? std::string::npos : sentence.find(folded, from);
        if (at == std::string::npos) return false;
        from = at + folded.size();
    }
    return true;
}

bool names_obligation(const std::string& sentence, const config::Obligation& obligation) {
    const auto named = [&](const std::string& words) { return has_words(sentence, words); };
    return std::ranges::any_of(obligation.recognise.titles, named) ||
           std::ranges::any_of(obligation.recognise.file_names, named);
}

/// Whether this sentence asks for what was filed to be withdrawn.
bool asks_for_it(const config::Rulebook& rulebook, const Verdict& verdict,
                 const std::string& sentence) {
    if (!any_in(sentence, rulebook.judging.withdrawal_words)) return false;
    const config::Obligation* obligation =
        config::find_obligation(rulebook, verdict.obligation, verdict.period);
    return any_in(sentence, kWhatWasSent) ||
           (obligation && names_obligation(sentence, *obligation));
}

std::vector<std::string> sentences_of(const Letter& letter) {
    std::string text = letter.own_text;
    for (const char* end : {"。", "；", ";", "！", "!"})
        text = base::replaced(std::move(text), end, "\n");
    std::vector<std::string> sentences{fold(letter.subject)};
    for (const std::string_view line : base::split(text, '\n')) sentences.push_back(fold(line));
    return sentences;
}

}  // namespace

bool names_its_filing(const config::Rulebook& rulebook, const Letter& letter,
                      const Verdict& verdict) {
    if (verdict.obligation.empty() || verdict.unit.empty() || verdict.period.empty()) return false;
    for (const char* about : {"obligation", "unit", "period"})
        if (!is_named(verdict, about)) return false;
    if (!has_kind(verdict, "unit", {"address", "confirmed_address"})) return false;
    if (speaks_for_another(verdict) || letter.answers_office) return false;
    const auto sentences = sentences_of(letter);
    if (sentences.front().starts_with(kRecall)) return false;
    if (std::ranges::any_of(sentences, [](const auto& one) {
            return any_in(one, kNotAsked) || any_in(one, kReports);
        }))
        return false;
    return std::ranges::any_of(
        sentences, [&](const auto& one) { return asks_for_it(rulebook, verdict, one); });
}

std::string without_promises(std::string folded_words) {
    for (const std::string_view promise : kPromises)
        folded_words = base::replaced(std::move(folded_words), promise, "");
    return folded_words;
}

void carry_out(Verdict& verdict) {
    verdict.accepted = true;
    verdict.reason.clear();
    verdict.pieces.clear();
    verdict.links.clear();
    verdict.fields_json = "{}";
    verdict.decision_date.reset();
}

}  // namespace judge
