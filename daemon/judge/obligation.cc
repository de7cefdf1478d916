#include "daemon/judge/obligation.h"

#include <algorithm>
#include <array>
#include <functional>

#include "base/text.h"
#include "config/due.h"
#include "daemon/judge/report_numbers.h"
#include "daemon/judge/words.h"

namespace judge {
namespace {

using parsers::SegmentKind;
using Excluded = std::set<std::string>;

constexpr std::size_t kStrongWords = 2;
constexpr std::size_t kFormWords = 3;
/// A letter that names more obligations than this is a list (a notice, a reminder), not a filing.
constexpr std::size_t kListOfObligations = 3;
/// So many of the report's four groups, with numbers, are the report, whatever it is called.
constexpr std::size_t kGroupsTold = 3;
/// Of a paper's text, in code points: its first sentences.
constexpr std::size_t kOpening = 150;

/// The newest entry of each obligation: an older one of the same id has the same words or worse
/// ones.
void for_each_obligation(const config::Rulebook& rulebook,
                         const std::function<void(const config::Obligation&)>& visit) {
    std::set<std::string_view> seen;
    for (auto entry = rulebook.obligations.rbegin(); entry != rulebook.obligations.rend(); ++entry)
        if (seen.insert(entry->id).second) visit(*entry);
}

bool asks_for_decision(const config::Obligation& obligation) {
    return std::ranges::find(obligation.requires_pieces, config::Piece::Decision) !=
           obligation.requires_pieces.end();
}

struct Rules {
    const config::Rulebook& rulebook;
    const Roster& roster;

    [[nodiscard]] Text text(std::string folded) const {
        std::string bare = roster.without_names(folded);
        return {std::move(folded), std::move(bare)};
    }
};

void add_named(const Rules& rules, std::string_view text, const std::string& folded, Words words,
               const Excluded& excluded, std::string_view kind, const std::string& from,
               Question& question) {
    for (const Named& named : obligations_named(rules.rulebook, rules.text(folded), words))
        if (!excluded.contains(named.obligation)) question.add(kind, named.obligation, from, text);
}

bool is_monthly(const config::Rulebook& rulebook, std::string_view id) {
    const config::Obligation* obligation = config::find_obligation(rulebook, id);
    return obligation && config::period_form(*obligation) == config::PeriodForm::Month;
}

/// How many of the report's groups the text has words of.
std::size_t groups_in(const config::ReportRules& report, std::string_view folded) {
    return static_cast<std::size_t>(std::ranges::count_if(
        report.groups, [&](const auto& group) { return any_in(folded, group.second); }));
}

/// 月报 is a form every office uses. A title that qualifies it (安全生产执法月报) is of ours only
/// where the text tells of what ours reports.
bool is_of_other_work(const Rules& rules, const Paper& paper, const Named& named,
                      const Text& title) {
    if (paper.document->text_source == parsers::TextSource::Ocr ||
        !is_monthly(rules.rulebook, named.obligation) || longest_in(title, {"=" + named.word}))
        return false;
    const auto& report = rules.rulebook.judging.report;
    return groups_in(report, paper.folded) == 0 && !any_in(paper.folded, report.zero);
}

/// 情况说明, 零报告: a title that names nothing over a few words that nothing is to be reported.
/// What it is they say themselves; any longer paper has a title.
void weigh_opening(const Rules& rules, const Paper& paper, const Text& title,
                   const Excluded& excluded, Question& question) {
    if (paper.is_body || !says_nothing(title) || !says_nothing_to_report(paper.folded)) return;
    const auto opening = base::prefix(paper.folded, kOpening);
    const auto named = obligations_named(rules.rulebook, {std::string(opening), {}}, Words::Titles);
    if (named.size() == 1 && !excluded.contains(named[0].obligation))
        question.add("opening", named[0].obligation, paper.from, opening);
}

void weigh_titles(const Rules& rules, const Paper& paper, const Excluded& excluded,
                  Question& question) {
    std::string head;
    std::string written;
    for (const Title& title : paper.titles) {
        if (title.head) {
            head += title.folded;
            written += title.text;
        } else {
            add_named(rules, title.text, title.folded, Words::Titles, excluded, "inner_title",
                      paper.from, question);
        }
    }
    if (head.empty()) return;
    const Text title = rules.text(head);
    for (const Named& named : obligations_named(rules.rulebook, title, Words::Titles))
        if (!excluded.contains(named.obligation))
            question.add(is_of_other_work(rules, paper, named, title) ? "genre" : "title",
                         named.obligation, paper.from, written);
    weigh_opening(rules, paper, title, excluded, question);
}

void weigh_decision(const config::Rulebook& rulebook, const Paper& paper, const Excluded& excluded,
                    Question& question) {
    if (!paper.decision) return;
    const parsers::Field* number = paper.decision->find("decision_number");
    const auto operative = paper.segments(SegmentKind::Operative);
    const bool decides = !operative.empty() && paper.decision->find("kind") != nullptr;
    for_each_obligation(rulebook, [&](const config::Obligation& obligation) {
        if (!asks_for_decision(obligation) || excluded.contains(obligation.id)) return;
        if (number && number->value.find("罚") != std::string::npos)
            question.add("number", obligation.id, paper.from, number->value);
        if (decides) question.add("shape", obligation.id, paper.from, operative[0]);
    });
}

void weigh_text(const config::Rulebook& rulebook, const Paper& paper, const Excluded& excluded,
                Question& question) {
    const bool is_form = !paper.segments(SegmentKind::FormUnit).empty() &&
                         !paper.segments(SegmentKind::FormPeriod).empty();
    for_each_obligation(rulebook, [&](const config::Obligation& obligation) {
        if (excluded.contains(obligation.id) ||
            any_in(paper.folded, obligation.recognise.not_words))
            return;
        const Found strong = all_in(paper.folded, obligation.recognise.strong);
        if (strong.count >= kStrongWords)
            question.add("strong", obligation.id, paper.from, strong.words);
        if (is_form && strong.count >= kFormWords &&
            config::period_form(obligation) == config::PeriodForm::Month)
            question.add("shape", obligation.id, paper.from, strong.words);
    });
}

/// The numbers of a monthly report, or the statement that all of them are none, make the paper one,
/// whatever its title: 行政执法情况统计表. Another item's title is stronger.
void weigh_contents(const config::Rulebook& rulebook, const Paper& paper, const Excluded& excluded,
                    Question& question) {
    if (paper.is_body || paper.decision) return;
    const auto& report = rulebook.judging.report;
    if (groups_in(report, paper.folded) < kGroupsTold) return;
    const auto titled = std::ranges::any_of(question.evidence(), [&](const Evidence& one) {
        return one.kind == "obligation.title" && !is_monthly(rulebook, one.points_to);
    });
    if (titled) return;
    const auto numbers = report_numbers(report, {}, *paper.document, paper.folded);
    std::set<std::string_view> groups;
    for (const auto& [id, value] : numbers.counts)
        groups.insert(std::string_view(id).substr(0, id.find('.')));
    if (groups.size() < kGroupsTold && !numbers.zero_report.value_or(false)) return;
    for_each_obligation(rulebook, [&](const config::Obligation& obligation) {
        if (config::period_form(obligation) == config::PeriodForm::Month &&
            !excluded.contains(obligation.id))
            question.add("contents", obligation.id, paper.from,
                         std::to_string(groups.size()) + " groups");
    });
}

/// The paper's own name, else that of the archive it came in.
void weigh_names(const Rules& rules, const Paper& paper, const Excluded& excluded,
                 Question& question) {
    if (paper.is_body) return;
    std::vector<std::string> names = {paper.name};
    names.insert(names.end(), paper.outer_names.begin(), paper.outer_names.end());
    for (const std::string& name : names) {
        const auto found =
            obligations_named(rules.rulebook, rules.text(fold(name)), Words::FileNames);
        for (const Named& named : found)
            if (!excluded.contains(named.obligation))
                question.add("file_name", named.obligation, paper.from, name);
        if (!found.empty()) return;
    }
}

/// Both lists of words: a subject may use a title's words or a file name's.
void weigh_words(const Rules& rules, std::string_view written, const Text& text,
                 std::string_view kind, const std::string& from, Question& question) {
    auto named = obligations_named(rules.rulebook, text, Words::Titles);
    if (named.empty()) named = obligations_named(rules.rulebook, text, Words::FileNames);
    if (named.size() > kListOfObligations) return;
    for (const Named& one : named) question.add(kind, one.obligation, from, written);
}

}  // namespace

std::vector<Named> obligations_named(const config::Rulebook& rulebook, const Text& text,
                                     Words words) {
    struct Place {
        Named named;
        std::size_t at;
    };
    std::vector<Place> places;
    for_each_obligation(rulebook, [&](const config::Obligation& obligation) {
        const auto& list =
            words == Words::Titles ? obligation.recognise.titles : obligation.recognise.file_names;
        const auto word = longest_in(text, list);
        if (!word || any_in(text.folded, obligation.recognise.not_words)) return;
        places.push_back({{obligation.id, *word}, text.folded.find(*word)});
    });
    std::vector<Named> named;
    for (const Place& place : places) {
        // A word inside a longer word of another obligation says nothing of its own.
        const bool inside = std::ranges::any_of(places, [&](const Place& other) {
            return other.named.word.size() > place.named.word.size() &&
                   other.at != std::string_view::npos && place.at != std::string_view::npos &&
                   place.at < other.at + other.named.word.size() &&
                   other.at < place.at + place.named.word.size();
        });
        if (!inside) named.push_back(place.named);
    }
    return named;
}

bool has_content_for(const Question& question, std::string_view obligation) {
    constexpr std::array<std::string_view, 7> kContent = {
        "title", "inner_title", "number", "shape", "strong", "contents", "opening"};
    return std::ranges::any_of(
        kContent, [&](std::string_view kind) { return question.has(kind, obligation); });
}

void weigh_obligation(const config::Rulebook& rulebook, const Roster& roster, const Paper& paper,
                      const Excluded& excluded, Question& question) {
    const Rules rules{rulebook, roster};
    weigh_titles(rules, paper, excluded, question);
    weigh_decision(rulebook, paper, excluded, question);
    weigh_text(rulebook, paper, excluded, question);
    weigh_contents(rulebook, paper, excluded, question);
    weigh_names(rules, paper, excluded, question);
}

void weigh_obligation(const config::Rulebook& rulebook, const Roster& roster, const Letter& letter,
                      Question& question) {
    const Rules rules{rulebook, roster};
    weigh_words(rules, letter.subject, rules.text(fold(letter.subject)), letter.subject_kind(),
                "subject", question);
    // Sentences surround their common nouns with other words; what they say weighs little anyway.
    weigh_words(rules, letter.own_text, {fold(letter.own_text), {}}, "body", letter.own_from,
                question);
    for (const std::string& subject : letter.quoted_subjects)
        weigh_words(rules, subject, rules.text(fold(subject)), "forwarded", "quoted header",
                    question);
}

}  // namespace judge
