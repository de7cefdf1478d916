#include "daemon/judge/judge.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

#include "base/text.h"
#include "daemon/judge/evidence.h"
#include "daemon/judge/groups.h"
#include "daemon/judge/look_alike.h"
#include "daemon/judge/material.h"
#include "daemon/judge/not_a_filing.h"
#include "daemon/judge/obligation.h"
#include "daemon/judge/period.h"
#include "daemon/judge/roster.h"
#include "daemon/judge/unit.h"
#include "daemon/judge/verdicts.h"
#include "daemon/judge/withdrawal.h"
#include "daemon/judge/words.h"
#include "parsers/fields/links.h"
#include "parsers/problem_codes.h"

namespace judge {
namespace {

/// Below this, a paper's own words do not say which obligation it answers.
constexpr double kOwnWord = 0.5;

/// No mail of a unit brings more filings; weighing each against all others would take too long.
constexpr std::size_t kMostGroups = 50;

const std::vector<std::string> kQuestionWords = {"请问", "请教", "咨询", "怎么",   "如何",
                                                 "是否", "吗",   "?",    "能不能", "可不可以"};

/// Words of somebody whom a decision was made against, not of who made it.
const std::vector<std::string> kDisputeWords = {
    "申请行政复议", "申请复议", "提起行政复议", "提起复议", "复议申请", "行政诉讼", "不服…处罚",
    "处罚…不服",    "申诉",     "投诉",         "举报",     "维权",     "撤销…处罚"};

class Case {
 public:
    Case(const config::Rulebook& rulebook, const parsers::Parsed& parsed, const Context& context)
        : rulebook_(rulebook),
          parsed_(parsed),
          context_(context),
          roster_(context.roster ? *context.roster : own_roster_.emplace(rulebook)),
          material_(sort_out(parsed)),
          arrived_(base::date_of(context.received_at)) {
        material_.letter.answers_office = answers_office();
    }

    Judgement judge() {
        Judgement judgement;
        if (const auto reason = not_a_filing(rulebook_, parsed_, material_, context_)) {
            judgement.kind = Judgement::Kind::NotAFiling;
            judgement.reason = *reason;
            return judgement;
        }
        hear_papers();
        if (grouping_.groups.size() > kMostGroups) {
            judgement.kind = Judgement::Kind::Review;
            judgement.reason = "too_many_groups";
            return judgement;
        }
        decide_groups();
        settle_between();
        settle_message();
        return conclude();
    }

 private:
    /// A reply that quotes us, or answers a notice of ours by its Message-ID.
    [[nodiscard]] bool answers_office() const {
        const Letter& letter = material_.letter;
        if (!letter.is_reply) return false;
        const auto answered = parsers::header(parsed_, "In-Reply-To");
        if (answered && context_.is_own_message &&
            context_.is_own_message(base::trimmed(*answered)))
            return true;
        return std::ranges::any_of(letter.quoted_senders, [&](const std::string& sender) {
            const std::string written = base::lowered(sender);
            return std::ranges::any_of(rulebook_.settings.mailboxes, [&](const auto& mailbox) {
                return !mailbox.user.empty() &&
                       written.find(base::lowered(mailbox.user)) != std::string::npos;
            });
        });
    }

    // What each paper says by itself.

    void hear_papers() {
        for (const Paper& paper : material_.papers) witnesses_.push_back(hear(paper));
        if (witnesses_.empty() && material_.body) witnesses_.push_back(hear(*material_.body));
        grouping_ = group(witnesses_, rulebook_.judging);
    }

    Witness hear(const Paper& paper) {
        const auto& rules = rulebook_.judging;
        Witness witness{&paper,
                        Question("obligation", rules),
                        Question("unit", rules),
                        Question("period", rules),
                        {}};
        const Likeness likeness = look_alike(rulebook_, paper);
        weigh_obligation(rulebook_, roster_, paper, likeness.excluded, witness.obligation);
        const auto best = witness.obligation.leading();
        if (!likeness.rule.empty()) {
            if (!best || best->score < kOwnWord) witness.look_alike = likeness.rule;
            saw_look_alike_ = true;
        }
        weigh_unit(roster_, paper, witness.unit);
        // Of an unknown obligation the months of its name still tell which report it goes with.
        PeriodFrame frame = frame_of(rulebook_, best ? best->points_to : "", arrived_);
        weigh_period(frame, paper, witness.period);
        return witness;
    }

    // Each group with the letter's word added.

    struct LetterSays {
        Question obligation;
        Question unit;
    };

    void decide_groups() {
        LetterSays letter{Question("obligation", rulebook_.judging),
                          Question("unit", rulebook_.judging)};
        weigh_obligation(rulebook_, roster_, material_.letter, letter.obligation);
        weigh_unit(roster_, material_.letter, context_, letter.unit);
        for (Group& one : grouping_.groups) {
            add_letter(letter.obligation, one.obligation, &Group::obligation, one);
            add_letter(letter.unit, one.unit, &Group::unit, one);
            if (one.members.size() == 1 && one.members[0]->paper->is_body) {
                weigh_link(one);
                weigh_agreement(one);
            }
            decided_.push_back(decide(one));
        }
    }

    /// Adds what the letter says, but not what it says of another group of the same mail.
    void add_letter(const Question& letter, Question& question, Question Group::*part,
                    const Group& own) {
        std::set<std::string> others;
        for (const Group& other : grouping_.groups)
            if (&other != &own)
                if (const auto best = (other.*part).leading()) others.insert(best->points_to);
        const auto mine = question.leading();
        for (const Evidence& one : letter.evidence())
            if ((mine && mine->points_to == one.points_to) || !others.contains(one.points_to))
                question.add(one.kind.substr(one.kind.find('.') + 1), one.points_to, one.from,
                             one.text, one.weight);
    }

    /// A letter that brings nothing but a publication's address is for an item that asks for one.
    void weigh_link(Group& one) {
        const auto urls = publication_links();
        if (urls.empty()) return;
        const auto best = one.obligation.leading();
        if (!best) return;
        const config::Obligation* obligation = config::find_obligation(rulebook_, best->points_to);
        if (!obligation || std::ranges::find(obligation->requires_pieces, config::Piece::Link) ==
                               obligation->requires_pieces.end())
            return;
        one.obligation.add("link", best->points_to, material_.letter.own_from, urls[0]);
    }

    /// A letter alone has no document to say whose it is. An address known to be a unit's and the
    /// letter's own words that name this unit and no other say it together.
    static void weigh_agreement(Group& one) {
        const auto best = one.unit.leading();
        if (!best) return;
        const std::string unit = best->points_to;
        const bool known = one.unit.has("address", unit) || one.unit.has("confirmed_address", unit);
        const bool named = one.unit.has("subject", unit) || one.unit.has("body", unit);
        const bool alone = one.unit.scored().size() == 1;
        if (!known || !named || !alone) return;
        one.unit.add("agreement", unit, "address", unit);
    }

    [[nodiscard]] std::vector<std::string> publication_links() const {
        return publication_links_in(material_.letter.own_text);
    }
    static std::vector<std::string> publication_links_in(std::string_view text) {
        std::vector<std::string> urls;
        for (const parsers::Link& link : parsers::fields::find_links(text))
            if (!parsers::fields::is_huge_attachment(link.url)) urls.push_back(link.url);
        return urls;
    }

    Decided decide(const Group& one) {
        Decided decided(rulebook_.judging);
        decided.group = &one;
        decided.obligation_question = one.obligation;
        decided.unit_question = one.unit;
        decided.obligation = answer(one.obligation, rulebook_.settings.judge);
        decided.unit = answer(one.unit, rulebook_.settings.judge);
        doubt_silent_papers(decided);
        decide_period(decided);
        return decided;
    }

    /// Names and letters speak for what nobody has read yet. A paper that was read must say itself
    /// what it is, and must not be signed by somebody the roster does not know.
    void doubt_silent_papers(Decided& decided) const {
        bool readable = false;
        bool speaks = false;
        bool stranger = false;
        for (const Witness* member : decided.group->members) {
            if (member->paper->is_body) return doubt_letter(decided);
            if (!member->paper->readable) continue;
            readable = true;
            speaks = speaks || has_content_for(member->obligation, decided.obligation.points_to);
            stranger = stranger || (member->unit.empty() && names_authority(*member->paper));
        }
        if (readable && !speaks) refuse(decided.obligation, "silent");
        if (stranger) refuse(decided.unit, "unknown_authority");
    }
    static bool names_authority(const Paper& paper) {
        return !paper.segments(parsers::SegmentKind::Signature).empty() ||
               !paper.segments(parsers::SegmentKind::FormUnit).empty();
    }

    /// A letter without attachments is a filing when it brings a link, states that there is nothing
    /// to report, or is signed like a report; a question about a report is none.
    void doubt_letter(Decided& decided) const {
        const Letter& letter = material_.letter;
        const std::string words = fold(letter.subject) + "\n" + fold(letter.own_text);
        const bool files = !publication_links().empty() || says_nothing_to_report(words) ||
                           !material_.body->segments(parsers::SegmentKind::Signature).empty();
        if (!files || any_in(words, kQuestionWords)) refuse(decided.obligation, "letter_only");
    }
    static void refuse(Answer& answer, std::string reason) {
        if (!answer.accepted) return;
        answer.accepted = false;
        answer.reason = std::move(reason);
    }

    void decide_period(Decided& decided) {
        const PeriodFrame frame = frame_of(rulebook_, decided.obligation.points_to, arrived_);
        Question question("period", rulebook_.judging);
        std::vector<const Paper*> papers;
        for (const Witness* member : decided.group->members) {
            papers.push_back(member->paper);
            weigh_period(frame, *member->paper, question);
        }
        Question letter("period", rulebook_.judging);
        weigh_period(frame, material_.letter, letter);
        const auto mine = question.leading();
        const auto others = periods_of_others(decided);
        for (const Evidence& one : letter.evidence())
            if ((mine && mine->points_to == one.points_to) || !others.contains(one.points_to))
                question.add(one.kind.substr(one.kind.find('.') + 1), one.points_to, one.from,
                             one.text);
        weigh_arrival(frame, papers, question);
        decided.period = answer(question, rulebook_.settings.judge);
        if (decided.period.accepted &&
            is_doubtful_month(frame, question, decided.period.points_to)) {
            decided.period.accepted = false;
            decided.period.reason = "month_of_arrival";
        }
        if (decided.period.accepted && is_before_the_plan(frame, decided.period.points_to))
            refuse(decided.period, "before_the_plan");
        decided.form = frame.form;
        decided.period_question = std::move(question);
    }

    std::set<std::string> periods_of_others(const Decided& own) {
        const auto& periods = periods_as(own.obligation.points_to);
        std::set<std::string> others;
        for (std::size_t i = 0; i < periods.size(); ++i)
            if (&grouping_.groups[i] != own.group && !periods[i].empty()) others.insert(periods[i]);
        return others;
    }

    /// The period each group names, read as one of this obligation; empty: none. Read once.
    const std::vector<std::string>& periods_as(const std::string& obligation) {
        const auto [entry, is_new] = periods_.try_emplace(obligation);
        if (!is_new) return entry->second;
        const PeriodFrame frame = frame_of(rulebook_, obligation, arrived_);
        for (const Group& one : grouping_.groups) {
            Question question("period", rulebook_.judging);
            for (const Witness* member : one.members) weigh_period(frame, *member->paper, question);
            const auto best = question.leading();
            entry->second.push_back(best ? best->points_to : std::string());
        }
        return entry->second;
    }

    // What the groups say together.

    void settle_between() {
        for (const Decided& decided : decided_) verdicts_.push_back(make_verdict(facts(), decided));
        merge_same(verdicts_);
        doubt_torn_halves(rulebook_, verdicts_);
        doubt_enclosures();
        give_links();
        give_supplements();
    }

    /// The papers of a case that comes to be reviewed are no filings of their own.
    void doubt_enclosures() {
        std::set<std::string> enclosed;
        for (const Verdict& verdict : verdicts_)
            if (const auto* around = config::find_obligation(rulebook_, verdict.obligation))
                enclosed.insert(around->recognise.encloses.begin(),
                                around->recognise.encloses.end());
        for (Verdict& verdict : verdicts_)
            if (enclosed.contains(verdict.obligation)) judge::refuse(verdict, "look_alike");
    }

    [[nodiscard]] Facts facts() const { return Facts{rulebook_, parsed_, material_, arrived_}; }

    /// The letter's addresses, and those in the words of a mail attached to it, go to the one
    /// filing that asks for a link; two such filings are a question.
    void give_links() {
        auto urls = publication_links();
        std::ranges::copy(publication_links_in(material_.letter.attached_text),
                          std::back_inserter(urls));
        std::vector<Verdict*> asking;
        for (Verdict& verdict : verdicts_)
            if (asks_for_link(rulebook_, verdict)) asking.push_back(&verdict);
        if (asking.size() == 1)
            for (const std::string& url : urls) add_link(*asking[0], url);
        for (Verdict* verdict : asking) finish_links(rulebook_, *verdict);
    }

    /// Look-alikes beside a filing are its supplements: kept with it, counted for nothing.
    void give_supplements() {
        if (verdicts_.size() != 1) return;
        for (const Witness& witness : witnesses_)
            if (!witness.look_alike.empty())
                verdicts_[0].pieces.push_back({witness.paper->index, "other"});
    }

    // What holds for the whole message.

    void settle_message() {
        const std::string words =
            fold(material_.letter.subject) + "\n" + fold(material_.letter.own_text);
        const bool correction = any_in(without_promises(words), rulebook_.judging.correction_words);
        const bool withdrawal = any_in(words, rulebook_.judging.withdrawal_words);
        const std::string lost = lost_reason();
        for (Verdict& verdict : verdicts_) {
            verdict.is_correction = correction;
            verdict.is_withdrawal = withdrawal && !correction && material_.papers.empty();
            if (verdict.is_withdrawal) {
                judge::refuse(verdict, "withdrawal");
                if (verdicts_.size() == 1 && names_its_filing(rulebook_, material_.letter, verdict))
                    carry_out(verdict);
            }
            if (!lost.empty()) judge::refuse(verdict, lost);
            if (is_of_the_punished(verdict, words)) judge::refuse(verdict, "disputed");
        }
    }
    /// A decision files itself whoever sends it, but who complains of one does not file it.
    [[nodiscard]] bool is_of_the_punished(const Verdict& verdict, const std::string& words) const {
        const auto* item = config::find_obligation(rulebook_, verdict.obligation, verdict.period);
        if (!item || std::ranges::find(item->requires_pieces, config::Piece::Decision) ==
                         item->requires_pieces.end())
            return false;
        const std::string& sender = material_.letter.sender_address;
        const bool of_unit = !roster_.of_address(sender).empty() ||
                             (context_.confirmed_unit && !context_.confirmed_unit(sender).empty());
        // A decision that is the letter itself tells how to appeal.
        return !of_unit && !material_.papers.empty() && any_in(words, kDisputeWords);
    }

    /// A document that could be the filing and could not be read to its end.
    [[nodiscard]] std::string lost_reason() const {
        for (const parsers::Problem& problem : parsed_.problems) {
            if (problem.code == parsers::code::kHugeAttachmentLink) return problem.code;
            if (is_lost(problem) && concerns_paper(problem.part)) return problem.code;
        }
        if (material_.letter.body)
            for (const parsers::Link& link : parsed_.documents[*material_.letter.body].links)
                if (parsers::fields::is_huge_attachment(link.url))
                    return parsers::code::kHugeAttachmentLink;
        return {};
    }
    /// Lost by its own word, or broken so that nothing of it could be read.
    [[nodiscard]] bool is_lost(const parsers::Problem& problem) const {
        if (problem.severity == parsers::Severity::Lost) return true;
        return problem.code == parsers::code::kDamaged &&
               std::ranges::any_of(parsed_.documents, [&](const parsers::Document& document) {
                   return document.part == problem.part && document.text.empty();
               });
    }
    [[nodiscard]] bool concerns_paper(std::string_view part) const {
        if (part.empty()) return true;
        for (const parsers::Document& document : parsed_.documents)
            if (document.part == part)
                return document.role == parsers::Role::Attachment ||
                       document.role == parsers::Role::Container;
        return true;
    }

    Judgement conclude() {
        Judgement judgement;
        for (const Witness* orphan : grouping_.orphans)
            verdicts_.push_back(orphan_verdict(*orphan));
        const bool any = std::ranges::any_of(verdicts_, &Verdict::accepted);
        judgement.kind = any ? Judgement::Kind::Verdicts : Judgement::Kind::Review;
        if (!any) judgement.reason = review_reason();
        judgement.verdicts = std::move(verdicts_);
        return judgement;
    }
    [[nodiscard]] std::string review_reason() const {
        if (verdicts_.empty() && saw_look_alike_) return "look_alike";
        if (verdicts_.empty()) {
            const std::string lost = lost_reason();
            return lost.empty() ? "no_document" : lost;
        }
        const bool named = std::ranges::any_of(
            verdicts_, [](const Verdict& verdict) { return !verdict.obligation.empty(); });
        if (saw_look_alike_ && !named) return "look_alike";
        return verdicts_[0].reason;
    }

    const config::Rulebook& rulebook_;
    const parsers::Parsed& parsed_;
    const Context& context_;
    std::optional<Roster> own_roster_;
    const Roster& roster_;
    Material material_;
    base::Date arrived_;
    std::vector<Witness> witnesses_;
    Grouping grouping_;
    std::map<std::string, std::vector<std::string>> periods_;  ///< see periods_as
    std::vector<Decided> decided_;
    std::vector<Verdict> verdicts_;
    bool saw_look_alike_ = false;
};

}  // namespace

Judgement judge(const config::Rulebook& rulebook, const parsers::Parsed& parsed,
                const Context& context) {
    return Case(rulebook, parsed, context).judge();
}

}  // namespace judge
