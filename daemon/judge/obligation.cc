#include "daemon/judge/obligation.h"

#include <algorithm>
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

void add_named(const config::Rulebook& rulebook, std::string_view text, std::string_view folded,
               Words words, const Excluded& excluded, std::string_view kind,
               const std::string& from, Question& question) {
    for (const Named& named : obligations_named(rulebook, folded, words))
        if (!excluded.contains(named.obligation)) question.add(kind, named.obligation, from, text);
}

void weigh_titles(const config::Rulebook& rulebook, const Paper& paper, const Excluded& excluded,
                  Question& question) {
    std::string head;
    std::string written;
    for (const Title& title : paper.titles) {
        if (title.head) {
            head += title.folded;
            written += title.text;
        } else {
            add_named(rulebook, title.text, title.folded, Words::Titles, excluded, "inner_title",
                      paper.from, question);
        }
    }
    if (!head.empty())
        add_named(rulebook, written, head, Words::Titles, excluded, "title", paper.from, question);
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
void weigh_names(const config::Rulebook& rulebook, const Paper& paper, const Excluded& excluded,
                 Question& question) {
    if (paper.is_body) return;
    std::vector<std::string> names = {paper.name};
    names.insert(names.end(), paper.outer_names.begin(), paper.outer_names.end());
    for (const std::string& name : names) {
        const std::string folded = fold(name);
        const auto found = obligations_named(rulebook, folded, Words::FileNames);
        for (const Named& named : found)
            if (!excluded.contains(named.obligation))
                question.add("file_name", named.obligation, paper.from, name);
        if (!found.empty()) return;
    }
}

/// Both lists of words: a subject may use a title's words or a file name's.
void weigh_line(const config::Rulebook& rulebook, std::string_view text, std::string_view kind,
                const std::string& from, Question& question) {
    const std::string folded = fold(text);
    auto named = obligations_named(rulebook, folded, Words::Titles);
    if (named.empty()) named = obligations_named(rulebook, folded, Words::FileNames);
    if (named.size() > kListOfObligations) return;
    for (const Named& one : named) question.add(kind, one.obligation, from, text);
}

}  // namespace

std::vector<Named> obligations_named(const config::Rulebook& rulebook, std::string_view folded,
                                     Words words) {
    struct Place {
        Named named;
        std::size_t at;
    };
    std::vector<Place> places;
    for_each_obligation(rulebook, [&](const config::Obligation& obligation) {
        const auto& list =
            words == Words::Titles ? obligation.recognise.titles : obligation.recognise.file_names;
        const auto word = longest_in(folded, list);
        if (!word || any_in(folded, obligation.recognise.not_words)) return;
        places.push_back({{obligation.id, *word}, folded.find(*word)});
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

void weigh_obligation(const config::Rulebook& rulebook, const Paper& paper,
                      const Excluded& excluded, Question& question) {
    weigh_titles(rulebook, paper, excluded, question);
    weigh_decision(rulebook, paper, excluded, question);
    weigh_text(rulebook, paper, excluded, question);
    weigh_names(rulebook, paper, excluded, question);
}

void weigh_obligation(const config::Rulebook& rulebook, const Letter& letter, Question& question) {
    weigh_line(rulebook, letter.subject, "subject", "subject", question);
    weigh_line(rulebook, letter.own_text, "body", letter.own_from, question);
    for (const std::string& subject : letter.quoted_subjects)
        weigh_line(rulebook, subject, "forwarded", "quoted header", question);
}

}  // namespace judge
