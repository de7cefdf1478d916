// A unit answers its receipt: one clear thing moves period or unit of what the receipt was about,
// never against what its documents say themselves.

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "config/due.h"
#include "daemon/answers/unit_answer.h"
#include "daemon/judge/evidence.h"
#include "daemon/judge/obligation.h"
#include "daemon/judge/period.h"
#include "daemon/notices/words.h"
#include "daemon/pipeline/answer_parts.h"
#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/judgement_json.h"
#include "daemon/pipeline/refile.h"
#include "parsers/encode.h"

namespace pipeline {
namespace {

using answers::UnitAnswer;
using config::PeriodForm;
using storage::Outcome;

/// What a document says itself; nobody's letter overrules it.
constexpr std::array<std::string_view, 11> kOwnStatements = {
    "period.stated_range", "period.title",       "period.sentence",      "period.decision_number",
    "period.due_year",     "unit.title",         "unit.signature",       "unit.seal",
    "unit.table_head",     "unit.number_prefix", "unit.higher_authority"};
/// What the sender's letter says, or only when it came: he may put it right.
constexpr std::array<std::string_view, 13> kLetterWords = {
    "period.subject",        "period.body",      "period.forwarded", "period.listed",
    "period.arrival",        "unit.subject",     "unit.body",        "unit.forwarded",
    "unit.address",          "unit.sender_name", "unit.agreement",   "unit.signature_card",
    "unit.confirmed_address"};

bool is_any(std::string_view kind, const auto& kinds) {
    return std::ranges::find(kinds, kind) != kinds.end();
}

/// The part of the answered mail that is meant, and where it stands.
struct Target {
    judge::Verdict verdict;
    std::optional<storage::Filing> filing;  ///< none: in review
};

class UnitsAnswer {
 public:
    UnitsAnswer(Desk& desk, const AnswerMail& mail) : desk_(desk), mail_(mail) {}

    base::Result<Answered> run() {
        const answers::Lexicon lexicon(desk_.rulebook);
        said_ = answers::read_unit_answer(lexicon, mail_.lines);
        switch (said_.kind) {
            case UnitAnswer::Kind::Nothing:
                return Answered{};
            case UnitAnswer::Kind::Courtesy:
                return Answered{Outcome::NotAFiling, "answer_to_notice", {}, {}};
            case UnitAnswer::Kind::Unclear:
                return refuse("来信没有写清是哪个单位、哪一期");
            case UnitAnswer::Kind::Clear:
                break;
        }
        return apply();
    }

 private:
    base::Result<Answered> refuse(const std::string& words) {
        TRY(note(false, words + "，未作改动，来信转人工核对", {}));
        return Answered{Outcome::Review, "answer_unclear", {}, {}};
    }

    base::Result<Answered> apply() {
        TRY_ASSIGN(about_, desk_.ledger.message(mail_.notice.about));
        if (!about_ || about_->state != storage::State::Settled)
            return refuse("答复所指的来件不在账上");
        TRY_ASSIGN(const auto target, find_target());
        if (!target) return refuse("答复所指的来件里不是恰好一项可以改的");
        if (!names_its_item(*target)) return refuse("来信写的事项与登记的不同");
        auto verdict = target->verdict;
        TRY_ASSIGN(auto words, move_values(*target, verdict));
        if (!words.empty()) return refuse(words);
        if (target->filing && verdict.unit == target->filing->unit &&
            verdict.period == target->filing->period) {
            TRY(note(false, "登记的就是这样，没有需要改的", {}));
            return Answered{Outcome::NotAFiling, "answer", {}, {}};
        }
        TRY_ASSIGN(const bool decided, desk_.ledger.decided_by_person(about_->id));
        if (decided) return refuse("这份来件已经有人处理过");
        words = why_undecided(*target);
        if (!words.empty()) return refuse(words);
        return file(*target, std::move(verdict));
    }

    /// The one open verdict of a mail in review, or the one filing it made.
    base::Result<std::optional<Target>> find_target() {
        TRY_ASSIGN(const auto blob, desk_.ledger.judgement_blob(about_->id));
        const auto judgement = decode_judgement(blob);
        if (!judgement) return std::nullopt;
        if (about_->outcome == Outcome::Review) {
            std::vector<judge::Verdict> open;
            std::ranges::copy_if(judgement->verdicts, std::back_inserter(open),
                                 [](const auto& verdict) { return !verdict.accepted; });
            if (open.size() != 1 || open.front().is_withdrawal) return std::nullopt;
            return Target{std::move(open.front()), {}};
        }
        if (about_->outcome != Outcome::Filed) return std::nullopt;
        TRY_ASSIGN(const auto filings, desk_.ledger.filings_of(about_->id));
        if (filings.size() != 1) return std::nullopt;
        TRY_ASSIGN(const auto documents, desk_.ledger.documents(about_->id));
        for (auto& verdict : accepted_verdicts(*judgement, documents))
            if (names(verdict, filings.front())) return Target{std::move(verdict), filings.front()};
        // Moved since: only what stands already can be said again.
        if (judgement->verdicts.size() != 1) return std::nullopt;
        return Target{judgement->verdicts.front(), filings.front()};
    }

    [[nodiscard]] bool names_its_item(const Target& target) const {
        return std::ranges::all_of(said_.items, [&](const std::set<std::string>& items) {
            return items.contains(target.verdict.obligation);
        });
    }

    /// Puts what is said into the verdict; why it must not be, in words.
    base::Result<std::string> move_values(const Target& target, judge::Verdict& verdict) {
        const auto* obligation =
            config::find_obligation(desk_.rulebook, verdict.obligation, verdict.period);
        if (!obligation) return std::string("还看不出来件是哪一项报送");
        if (config::period_form(*obligation) == PeriodForm::Decision)
            return std::string("处罚决定以文号为准，不能凭来信改动");
        if (said_.period) {
            verdict.period = period_meant(*obligation, target.verdict);
            if (verdict.period.empty()) return std::string("来信写的期次不是这一项报送的期次");
            if (!may_be("period", verdict.period, target.verdict))
                return std::string("来信写的期次与材料本身写的不一致");
        }
        const bool stands =
            said_.unit == verdict.unit && (target.filing || is_decided("unit", target.verdict));
        if (!said_.unit.empty() && !stands) {
            verdict.unit = said_.unit;
            TRY_ASSIGN(const bool may, may_be_unit(target.verdict));
            if (!may) return std::string("来信写的单位与材料不一致，或邮箱没有登记在该单位名下");
        }
        const auto* unit = config::find_unit(desk_.rulebook, verdict.unit);
        if (!unit) return std::string("还看不出来件是哪个单位报送的");
        if (verdict.period.empty()) return std::string("还看不出来件是哪一期的");
        const auto* governing =
            config::find_obligation(desk_.rulebook, verdict.obligation, verdict.period);
        if (!config::owes(*governing, *unit)) return std::string("该单位不报送这一项");
        return std::string();
    }

    /// In the item's form; empty: none, or one that nobody files yet or any more.
    [[nodiscard]] std::string period_meant(const config::Obligation& obligation,
                                           const judge::Verdict& judged) const {
        const auto& period = *said_.period;
        const auto arrived = base::date_of(about_->received_at);
        const auto today = base::date_of(mail_.message.received_at);
        const bool monthly = config::period_form(obligation) == PeriodForm::Month;
        if (monthly != (period.month != 0)) return {};
        std::string text;
        if (monthly) {
            auto month = judge::resolved(period.month, period.year, arrived);
            // A month without a year is the one that was asked about, where that was one.
            for (const auto& candidate : judged.candidates)
                if (const auto open = base::parse_month(candidate.period);
                    open && !period.year && open->month == period.month)
                    month = *open;
            if (month > base::month_containing(today)) return {};
            text = base::format_month(month);
        } else {
            if (*period.year > base::year_of(today) + 1) return {};
            text = std::to_string(*period.year);
        }
        const auto* governing = config::find_obligation(desk_.rulebook, obligation.id, text);
        const bool makes_duties = governing->nature == config::Nature::Filing ||
                                  governing->nature == config::Nature::Publication;
        return makes_duties && !config::makes_duty(*governing, text) ? std::string() : text;
    }

    /// Nothing in the documents says otherwise, and the value is one of the open ones, or nothing
    /// but the letter named another.
    [[nodiscard]] static bool may_be(std::string_view about, const std::string& value,
                                     const judge::Verdict& judged) {
        bool open = false;
        bool named_elsewhere = false;
        for (const auto& evidence : judged.evidence) {
            if (evidence.about != about) continue;
            if (evidence.points_to == value) {
                open = true;
                continue;
            }
            if (is_any(evidence.kind, kOwnStatements)) return false;
            named_elsewhere = named_elsewhere || !is_any(evidence.kind, kLetterWords);
        }
        return open || !named_elsewhere;
    }

    base::Result<bool> may_be_unit(const judge::Verdict& judged) {
        TRY_ASSIGN(const auto own, unit_of_address());
        // Who is nobody's address may not say whose the papers are.
        if (own.empty() || !may_be("unit", said_.unit, judged)) return false;
        const bool open = std::ranges::any_of(judged.evidence, [&](const judge::Evidence& e) {
            return e.about == "unit" && e.points_to == said_.unit;
        });
        if (!open && own != said_.unit) return false;
        const bool stated = std::ranges::any_of(judged.evidence, [](const judge::Evidence& e) {
            return e.about == "unit" && is_any(e.kind, kOwnStatements);
        });
        if (stated) return true;
        TRY_ASSIGN(const bool stranger, names_stranger(judged));
        return !stranger;
    }

    base::Result<std::string> unit_of_address() {
        for (const auto& unit : desk_.rulebook.units)
            if (std::ranges::any_of(unit.addresses, [&](const std::string& address) {
                    return base::equal_ignoring_case(address, mail_.address);
                }))
                return unit.id;
        TRY_ASSIGN(const auto confirmed, desk_.ledger.confirmed_addresses());
        for (const auto& entry : confirmed)
            if (entry.address == mail_.address) return entry.unit;
        return std::string();
    }

    /// A paper is signed by an authority that none of ours is.
    base::Result<bool> names_stranger(const judge::Verdict& judged) {
        TRY_ASSIGN(const auto blob, desk_.ledger.parsed_blob(about_->id));
        const auto parsed = parsers::decode(blob);
        if (!parsed) return true;
        for (const auto& piece : judged.pieces) {
            if (piece.document >= parsed->documents.size()) return true;
            for (const auto& segment : parsed->documents[piece.document].segments)
                if (segment.kind == parsers::SegmentKind::Signature ||
                    segment.kind == parsers::SegmentKind::FormUnit)
                    return true;
        }
        return false;
    }

    /// What else about a mail in review a person must decide, in words; empty: nothing.
    [[nodiscard]] std::string why_undecided(const Target& target) const {
        const auto& judged = target.verdict;
        if (target.filing) return {};
        const bool period_known = said_.period.has_value() || is_decided("period", judged);
        const bool unit_known = !said_.unit.empty() || is_decided("unit", judged);
        const bool item_known = is_decided("obligation", judged);
        const auto fields = nlohmann::json::parse(judged.fields_json, nullptr, false);
        const bool differ = fields.is_object() && fields.contains("copies_differ");
        const bool by_values = judged.reason == "unsure_period" ||
                               judged.reason == "month_of_arrival" ||
                               judged.reason == "unsure_unit" || judged.reason == "contradiction";
        const bool names_month = judged.reason != "month_of_arrival" || said_.period;
        if (by_values && names_month && period_known && unit_known && item_known && !differ)
            return {};
        return "来件还有别的问题要人工核对";
    }

    /// The question weighed again, from its evidence.
    [[nodiscard]] bool is_decided(std::string_view about, const judge::Verdict& judged) const {
        judge::Question question(std::string(about), desk_.rulebook.judging);
        for (const auto& e : judged.evidence)
            if (e.about == about)
                question.add(e.kind.substr(e.kind.find('.') + 1), e.points_to, e.from, e.text);
        const auto answer = judge::answer(question, desk_.rulebook.settings.judge);
        if (!answer.accepted) return false;
        if (about == "obligation") {
            // The judge says which item is unsure before all else but a contradiction.
            return judged.reason != "contradiction" ||
                   judge::has_content_for(question, judged.obligation);
        }
        if (about == "unit") return judged.reason != "unsure_unit";
        const auto frame =
            judge::frame_of(desk_.rulebook, judged.obligation, base::date_of(about_->received_at));
        return !judge::is_doubtful_month(frame, question, answer.points_to);
    }

    base::Result<Answered> file(const Target& target, judge::Verdict verdict) {
        TRY_ASSIGN(const auto problems, desk_.ledger.problems(about_->id));
        if (std::ranges::any_of(problems, [](const auto& p) { return p.severity == "lost"; }))
            return refuse("来件没有读全");
        Ruling ruling;
        ruling.message = about_->id;
        ruling.by = mail_.address;
        ruling.act = "answer";
        ruling.answered_in = base::label(mail_.message.id);
        TRY_ASSIGN(const auto documents, desk_.ledger.documents(about_->id));
        for (const auto& document : documents)
            if (std::ranges::any_of(verdict.pieces, [&](const judge::PieceOf& piece) {
                    return piece.document == document.index;
                }))
                ruling.documents.push_back(document);
        state_as_said(target.verdict, verdict);
        ruling.verdict = std::move(verdict);
        const auto acted = file_ruling(desk_, ruling);
        if (!acted && acted.error().kind != base::Kind::BadInput) return base::fail(acted.error());
        if (!acted) return refuse("不能这样登记");
        const auto& d = ruling.verdict;
        TRY(note(true,
                 "已按来信登记为" + notices::unit_words(desk_.rulebook, d.unit) + "《" +
                     notices::obligation_words(desk_.rulebook, d.obligation, d.period) + "》，" +
                     notices::period_words(d.period),
                 acted->journal));
        Answered answered{Outcome::NotAFiling, "answer", {}, about_};
        TRY_ASSIGN(auto filing, desk_.ledger.filing(acted->filing));
        if (filing) answered.filings.push_back(std::move(*filing));
        return answered;
    }

    /// Accepted on the sender's word, which stands among the evidence as a person's.
    void state_as_said(const judge::Verdict& judged, judge::Verdict& verdict) const {
        verdict.accepted = true;
        verdict.reason.clear();
        verdict.candidates.clear();
        const auto add = [&](std::string about, std::string points_to) {
            judge::Evidence evidence;
            evidence.about = std::move(about);
            evidence.kind = "person";
            evidence.points_to = std::move(points_to);
            evidence.from = mail_.address;
            evidence.text = said_.sentence;
            evidence.weight = 1;
            verdict.evidence.push_back(std::move(evidence));
        };
        if (said_.period) add("period", verdict.period);
        if (!said_.unit.empty()) add("unit", verdict.unit);
        verdict.score = std::max(judged.score, desk_.rulebook.settings.judge.accept);
        auto fields = nlohmann::json::parse(verdict.fields_json, nullptr, false);
        if (fields.is_object() && fields.contains("period")) {
            fields["period"] = verdict.period;
            verdict.fields_json = base::json_line(fields);
        }
    }

    base::Result<> note(bool applied, std::string words, base::JournalNumber act) {
        storage::Answer answer;
        answer.notice = mail_.notice.id;
        answer.message = mail_.message.id;
        answer.line = said_.sentence;
        answer.applied = applied;
        answer.words = std::move(words);
        answer.act = act;
        return desk_.ledger.add_answer(answer);
    }

    Desk& desk_;
    const AnswerMail& mail_;
    UnitAnswer said_;
    std::optional<storage::Message> about_;
};

}  // namespace

base::Result<Answered> take_unit_answer(Desk& desk, const AnswerMail& mail) {
    return UnitsAnswer(desk, mail).run();
}

}  // namespace pipeline
