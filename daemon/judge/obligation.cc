#include "daemon/judge/obligation.h"

#include <algorithm>
#include <array>
#include <functional>

#include "base/text.h"
#include "config/due.h"
#include "daemon/judge/words.h"

namespace judge {
namespace {

using parsers::SegmentKind;
using Excluded = std::set<std::string>;

constexpr std::size_t kStrongWords = 2;
constexpr std::size_t kFormWords = 3;
/// A letter that names more obligations than this is a list (a notice, a reminder), not a filing.
constexpr std::size_t kListOfObligations = 3;

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
    if (!head.empty())
        add_named(rules, written, head, Words::Titles, excluded, "title", paper.from, question);
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
    constexpr std::array<std::string_view, 5> kContent = {"title", "inner_title", "number", "shape",
                                                          "strong"};
    return std::ranges::any_of(
        kContent, [&](std::string_view kind) { return question.has(kind, obligation); });
}

void weigh_obligation(const config::Rulebook& rulebook, const Roster& roster, const Paper& paper,
                      const Excluded& excluded, Question& question) {
    const Rules rules{rulebook, roster};
    weigh_titles(rules, paper, excluded, question);
    weigh_decision(rulebook, paper, excluded, question);
    weigh_text(rulebook, paper, excluded, question);
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
