#include "daemon/judge/verdicts.h"

#include <algorithm>
#include <set>

#include "daemon/judge/fields_json.h"
#include "daemon/judge/pieces.h"
#include "daemon/judge/report_numbers.h"
#include "daemon/judge/words.h"
#include "parsers/fields/links.h"

namespace judge {
namespace {

using config::Piece;

constexpr std::size_t kMostCandidates = 6;

bool requires_piece(const config::Obligation& obligation, Piece piece) {
    return std::ranges::find(obligation.requires_pieces, piece) != obligation.requires_pieces.end();
}

/// An unread file whose name tells of something else (身份证.jpg) is no copy of the filing.
bool may_be_a_copy(const Witness& witness) {
    static const std::vector<std::string> kCopyMarks = {"盖章", "公章", "扫描",
                                                        "签章", "签字", "照片"};
    if (witness.paper->stem.empty() || any_in(fold(witness.paper->name), kCopyMarks)) return true;
    return !witness.obligation.empty() || !witness.unit.empty() || !witness.period.empty();
}

/// Whether the paper itself speaks for this obligation, or may be a copy that nobody has read yet.
bool is_the_thing(const Witness& witness, const std::string& obligation) {
    if (!witness.paper->readable) return may_be_a_copy(witness);
    const auto best = witness.obligation.leading();
    return best && best->points_to == obligation;
}

/// What the paper is in this filing: the first piece asked for that it can serve as.
std::string piece_in(const config::Obligation& obligation, const Witness& witness) {
    if (!is_the_thing(witness, obligation.id)) return "other";
    const auto able = pieces_of(*witness.paper->document);
    for (const Piece piece : obligation.requires_pieces)
        if (piece != Piece::Link && std::ranges::find(able, piece) != able.end())
            return std::string(config::name(piece));
    const bool two_forms =
        requires_piece(obligation, Piece::Word) || requires_piece(obligation, Piece::StampedPdf);
    const bool thing = std::ranges::find(able, Piece::Document) != able.end();
    // A letter that brings only a link is no document; one that is the report itself is.
    if (witness.paper->is_body) return two_forms ? "document" : "other";
    return thing && !two_forms ? "document" : "other";
}

/// The letter is the document when it says the thing itself; with a bare link it only carries it.
bool only_carries_link(const Facts& facts, const config::Obligation& obligation,
                       const Witness& witness) {
    constexpr std::size_t kFewWords = 120;
    if (!witness.paper->is_body || !requires_piece(obligation, Piece::Link)) return false;
    const auto links = parsers::fields::find_links(facts.material.letter.own_text);
    std::size_t length = witness.paper->folded.size();
    for (const parsers::Link& link : links) length -= std::min(length, link.url.size());
    return !links.empty() && length < kFewWords * 3;
}

/// A paper that names nobody beside one that is signed is the other's annex.
bool is_annex(const Decided& decided, const Witness& witness) {
    return witness.paper->readable && witness.unit.empty() &&
           std::ranges::any_of(decided.group->members, [&](const Witness* other) {
               return other != &witness && other->paper->readable && !other->unit.empty();
           });
}

void add_pieces(const Facts& facts, const config::Obligation& obligation, const Decided& decided,
                Verdict& verdict) {
    for (const Witness* member : decided.group->members) {
        std::string piece = piece_in(obligation, *member);
        if (only_carries_link(facts, obligation, *member)) piece = "other";
        if (piece == config::name(Piece::Document) && is_annex(decided, *member)) piece = "other";
        const bool known = std::ranges::any_of(verdict.pieces, [&](const PieceOf& other) {
            return other.document == member->paper->index;
        });
        if (!known) verdict.pieces.push_back({member->paper->index, std::move(piece)});
        if (!requires_piece(obligation, Piece::Link)) continue;
        for (const parsers::Link& link : member->paper->document->links)
            if (!member->paper->is_body && !parsers::fields::is_huge_attachment(link.url))
                add_link(verdict, link.url);
    }
}

void add_candidates(const Decided& decided, Verdict& verdict) {
    const auto obligations = decided.obligation_question.scored();
    const auto units = decided.unit_question.scored();
    const auto periods = decided.period_question.scored();
    const auto at = [](const std::vector<Scored>& scores, std::size_t i) {
        return i < scores.size() ? scores[i] : Scored{};
    };
    std::set<std::string> seen;
    for (std::size_t o = 0;
         o < std::max<std::size_t>(1, std::min<std::size_t>(2, obligations.size())); ++o)
        for (std::size_t u = 0;
             u < std::max<std::size_t>(1, std::min<std::size_t>(2, units.size())); ++u)
            for (std::size_t p = 0;
                 p < std::max<std::size_t>(1, std::min<std::size_t>(2, periods.size())); ++p) {
                // Periods were read for the leading obligation.
                const Scored period = o == 0 ? at(periods, p) : Scored{};
                Verdict::Candidate candidate;
                candidate.obligation = at(obligations, o).points_to;
                candidate.unit = at(units, u).points_to;
                candidate.period = period.points_to;
                candidate.score =
                    std::min({at(obligations, o).score, at(units, u).score, period.score});
                if (candidate.obligation.empty() && candidate.unit.empty()) continue;
                if (seen.insert(candidate.obligation + "\n" + candidate.unit + "\n" +
                                candidate.period)
                        .second)
                    verdict.candidates.push_back(std::move(candidate));
            }
    std::ranges::stable_sort(verdict.candidates, std::greater{}, &Verdict::Candidate::score);
    if (verdict.candidates.size() > kMostCandidates) verdict.candidates.resize(kMostCandidates);
}

std::string unsure(const Decided& decided) {
    for (const Answer* one : {&decided.obligation, &decided.unit, &decided.period})
        if (one->reason == "contradiction") return "contradiction";
    if (!decided.obligation.accepted) return "unsure_obligation";
    if (!decided.unit.accepted) return "unsure_unit";
    if (!decided.period.accepted)
        return decided.period.reason == "month_of_arrival" ? "month_of_arrival" : "unsure_period";
    return {};
}

const Witness* decision_of(const Group& group) {
    for (const Witness* member : group.members)
        if (member->paper->decision && member->look_alike.empty()) return member;
    return nullptr;
}

bool is_signed_and_dated(const Paper& paper) {
    return !paper.segments(parsers::SegmentKind::Signature).empty() &&
           paper.decision->find("decision_date");
}

/// A decision is filed by what it says: unread, or with its weight open, it is a person's.
void judge_decision(const Facts& facts, const config::Obligation& obligation,
                    const Decided& decided, Verdict& verdict) {
    const Witness* witness = decision_of(*decided.group);
    if (!witness) return refuse(verdict, "unread_decision");
    const DecisionFields& decision = *witness->paper->decision;
    verdict.decision_date = decision_date(decision);
    verdict.fields_json = decision_json(facts.rulebook, obligation, verdict.period, decision);
    const bool numberless = !decision.find("decision_number_normal");
    if (numberless && decision.find("number_unread")) {
        verdict.reason = "unread_decision";
        verdict.accepted = false;
    } else if (numberless && verdict.reason == "unsure_period" &&
               is_signed_and_dated(*witness->paper)) {
        // The caller names it by its bytes: sha: + 12 hex digits (judge.h).
        verdict.period.clear();
        verdict.reason.clear();
        verdict.accepted = true;
        verdict.score = std::min(decided.obligation.score, decided.unit.score);
    }
    if (importance_of(facts.rulebook, decision).major == Major::Uncertain)
        refuse(verdict, "major_uncertain");
}

/// A report read in one of its copies.
struct Copy {
    const Paper* paper = nullptr;
    ReportNumbers numbers;
};

/// Whether a stamped copy tells other numbers than the Word file.
bool differs(const Copy& stamped, const Copy& word, const std::vector<std::string>& ids) {
    const auto common = std::ranges::count_if(stamped.numbers.counts, [&](const auto& one) {
        return word.numbers.counts.contains(one.first);
    });
    return is_another_report(ids.size(), static_cast<std::size_t>(common),
                             stamped.paper->document->text_source == parsers::TextSource::Ocr);
}

/// The numbers of the report, from its Word file where there is one; a stamped copy that says
/// otherwise makes it a person's.
void read_report(const Facts& facts, const Decided& decided, Verdict& verdict) {
    std::vector<Copy> copies;
    for (const Witness* member : decided.group->members) {
        if (!member->look_alike.empty()) continue;
        auto numbers = report_numbers(facts.rulebook.judging.report, verdict.period,
                                      *member->paper->document, member->paper->folded);
        if (!numbers.empty()) copies.push_back({member->paper, std::move(numbers)});
    }
    const auto is_word = [](const Copy& copy) {
        const auto able = pieces_of(*copy.paper->document);
        return std::ranges::find(able, Piece::Word) != able.end();
    };
    const auto best = std::ranges::max_element(copies, {}, [&](const Copy& copy) {
        return std::pair(is_word(copy), copy.numbers.counts.size());
    });
    if (best == copies.end()) {
        verdict.fields_json = monthly_json(verdict.period, {}, {});
        return;
    }
    std::vector<std::string> differing;
    for (const Copy& copy : copies) {
        if (&copy == &*best || is_word(copy) || !is_word(*best)) continue;
        const auto ids = differences(best->numbers, copy.numbers);
        if (differs(copy, *best, ids)) differing = ids;
    }
    verdict.fields_json = monthly_json(verdict.period, best->numbers, differing);
    if (!differing.empty()) refuse(verdict, "copies_differ");
}

bool asks_for_decision(const config::Obligation& obligation) {
    return requires_piece(obligation, Piece::Decision);
}

}  // namespace

void refuse(Verdict& verdict, std::string_view reason) {
    if (verdict.accepted || verdict.reason.empty()) verdict.reason = std::string(reason);
    verdict.accepted = false;
    if (verdict.candidates.empty() && !verdict.obligation.empty())
        verdict.candidates.push_back(
            {verdict.obligation, verdict.unit, verdict.period, verdict.score});
}

Verdict make_verdict(const Facts& facts, const Decided& decided) {
    Verdict verdict;
    for (const Question* question :
         {&decided.obligation_question, &decided.unit_question, &decided.period_question})
        verdict.evidence.insert(verdict.evidence.end(), question->evidence().begin(),
                                question->evidence().end());
    verdict.obligation = decided.obligation.points_to;
    verdict.unit = decided.unit.points_to;
    verdict.period = decided.period.points_to;
    verdict.score = std::min({decided.obligation.score, decided.unit.score, decided.period.score});
    verdict.reason = unsure(decided);
    verdict.accepted = verdict.reason.empty();
    const config::Obligation* obligation =
        config::find_obligation(facts.rulebook, verdict.obligation, verdict.period);
    if (!obligation) {
        for (const Witness* member : decided.group->members)
            verdict.pieces.push_back({member->paper->index, "other"});
    } else {
        add_pieces(facts, *obligation, decided, verdict);
        if (asks_for_decision(*obligation)) judge_decision(facts, *obligation, decided, verdict);
        if (decided.form == config::PeriodForm::Month) read_report(facts, decided, verdict);
    }
    if (!verdict.accepted) add_candidates(decided, verdict);
    return verdict;
}

void merge_same(std::vector<Verdict>& verdicts) {
    std::vector<Verdict> merged;
    for (Verdict& verdict : verdicts) {
        const auto same = std::ranges::find_if(merged, [&](const Verdict& other) {
            return other.accepted && verdict.accepted && other.obligation == verdict.obligation &&
                   other.unit == verdict.unit && other.period == verdict.period &&
                   !verdict.period.empty();
        });
        if (same == merged.end()) {
            merged.push_back(std::move(verdict));
            continue;
        }
        same->score = std::min(same->score, verdict.score);
        same->evidence.insert(same->evidence.end(), verdict.evidence.begin(),
                              verdict.evidence.end());
        same->pieces.insert(same->pieces.end(), verdict.pieces.begin(), verdict.pieces.end());
        for (const std::string& url : verdict.links) add_link(*same, url);
    }
    verdicts = std::move(merged);
}

void doubt_torn_halves(const config::Rulebook& rulebook, std::vector<Verdict>& verdicts) {
    const auto lacks = [&](const Verdict& verdict) -> std::vector<Piece> {
        const config::Obligation* obligation =
            config::find_obligation(rulebook, verdict.obligation, verdict.period);
        if (!obligation || obligation->requires_pieces.size() < 2 ||
            requires_piece(*obligation, Piece::Link))
            return {};
        std::vector<Piece> have;
        for (const PieceOf& piece : verdict.pieces)
            if (const auto known = config::parse_piece(piece.piece)) have.push_back(*known);
        return missing_pieces(obligation->requires_pieces, have);
    };
    std::vector<Verdict*> torn;
    for (Verdict& one : verdicts)
        for (const Verdict& other : verdicts) {
            if (&one == &other || one.obligation != other.obligation || one.obligation.empty())
                continue;
            const bool near = one.unit == other.unit || one.period == other.period;
            const auto mine = lacks(one);
            const auto theirs = lacks(other);
            // What one lacks the other has: two halves of one filing that disagree.
            if (near && !mine.empty() && !theirs.empty() && mine != theirs) torn.push_back(&one);
        }
    for (Verdict* one : torn) refuse(*one, "contradiction");
}

Verdict orphan_verdict(const Witness& witness) {
    Verdict verdict;
    verdict.reason = "belongs_to_several";
    verdict.pieces.push_back({witness.paper->index, "other"});
    for (const Question* question : {&witness.obligation, &witness.unit, &witness.period})
        verdict.evidence.insert(verdict.evidence.end(), question->evidence().begin(),
                                question->evidence().end());
    return verdict;
}

bool asks_for_link(const config::Rulebook& rulebook, const Verdict& verdict) {
    const config::Obligation* obligation =
        config::find_obligation(rulebook, verdict.obligation, verdict.period);
    return obligation && requires_piece(*obligation, Piece::Link);
}

void add_link(Verdict& verdict, const std::string& url) {
    if (std::ranges::find(verdict.links, url) == verdict.links.end()) verdict.links.push_back(url);
}

void finish_links(const config::Rulebook& rulebook, Verdict& verdict) {
    if (asks_for_link(rulebook, verdict)) verdict.fields_json = links_json(verdict.links);
}

}  // namespace judge
