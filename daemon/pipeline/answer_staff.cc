// Staff answer the digest: each line is an act of its own, or changes nothing and says why.

#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "daemon/answers/staff_answer.h"
#include "daemon/judge/words.h"
#include "daemon/notices/words.h"
#include "daemon/pipeline/answer_parts.h"
#include "daemon/pipeline/human_acts.h"

namespace pipeline {
namespace {

using answers::Decided;
using answers::Decision;
using storage::Outcome;

constexpr std::size_t kShownLine = 200;

/// Whether somebody decided about the mail since the digest asked, and it still counts.
base::Result<bool> is_decided_since(Desk& desk, base::MessageId message, base::Instant asked) {
    TRY_ASSIGN(const auto history, desk.ledger.history(base::label(message)));
    for (const auto& entry : history) {
        if (entry.kind != "act" || entry.at < asked) continue;
        TRY_ASSIGN(const auto act, desk.ledger.act(entry.number));
        if (act && !act->undone && act->kind != "undo") return true;
    }
    return false;
}

class StaffAnswer {
 public:
    StaffAnswer(Desk& desk, const AnswerMail& mail) : desk_(desk), mail_(mail) {}

    base::Result<std::optional<Answered>> run(const std::string& why_not) {
        const answers::Lexicon lexicon(desk_.rulebook);
        const auto lines = answers::read_staff_lines(lexicon, mail_.lines);
        if (lines.empty() || !why_not.empty()) return say_nothing_was_done(lines, why_not);
        TRY_ASSIGN(const auto questions, desk_.ledger.digest_questions(mail_.notice.id));
        TRY_ASSIGN(const auto arrivals, learn(questions));
        const auto decided = answers::decide_all(
            desk_.rulebook, lines, questions, [&](base::MessageId id) { return arrivals.at(id); });
        for (const auto& one : decided) TRY(take(one));
        return Answered{Outcome::NotAFiling, "answer", {}, {}};
    }

 private:
    /// When the questions' mails came, and what of them the digest shows as they wrote it.
    base::Result<std::map<base::MessageId, base::Date>> learn(
        const std::vector<storage::DigestQuestion>& questions) {
        std::map<base::MessageId, base::Date> arrivals;
        for (const auto& question : questions) {
            TRY_ASSIGN(const auto asked, desk_.ledger.message(question.message));
            arrivals[question.message] =
                base::date_of(asked ? asked->received_at : mail_.message.received_at);
            if (asked)
                shown_ += judge::fold(asked->subject) + "\n" + judge::fold(asked->from) + "\n";
        }
        return arrivals;
    }
    /// A stranger's subject "14 同意", quoted by a program that marks no quotes, is no answer.
    [[nodiscard]] bool is_shown(const answers::StaffLine& line) const {
        return shown_.find(judge::fold(line.text)) != std::string::npos;
    }

    /// A letter that decides nothing need not be looked at; a mail with papers is one like any
    /// other.
    base::Result<std::optional<Answered>> say_nothing_was_done(
        const std::vector<answers::StaffLine>& lines, const std::string& why_not) {
        for (const auto& line : lines) TRY(note(line.text, false, why_not + "，未作改动", {}));
        if (mail_.is_ordinary) return std::nullopt;
        if (lines.empty()) {
            const std::string first = mail_.lines.empty() ? std::string() : mail_.lines.front();
            TRY(note(base::one_line(first, kShownLine), false,
                     "没有找到“编号 单位 期次”这样的答复，未作改动", {}));
        }
        return Answered{Outcome::NotAFiling, "staff_note", {}, {}};
    }

    base::Result<> take(const Decided& one) {
        const std::string item = fmt::format("第{}项：", one.line.number);
        const auto refuse = [&](std::string_view words) {
            return note(one.line.text, false, item + std::string(words) + "，未作改动", {});
        };
        if (one.decision.kind == Decision::Kind::Nothing) return refuse(one.decision.words);
        if (is_shown(one.line)) return refuse("与来件的主题相同，像是引用的原文");
        TRY_ASSIGN(const auto why, why_closed(one.message));
        if (!why.empty()) return refuse(why);
        const bool assigns = one.decision.kind == Decision::Kind::Assign;
        const auto acted = assigns ? assigned(one) : dismissed(one);
        if (!acted && acted.error().kind != base::Kind::BadInput) return base::fail(acted.error());
        if (!acted) return refuse("不能这样登记，请在系统里处理");
        return note(one.line.text, true, item + (assigns ? words_of(one) : "已定为非报送邮件"),
                    acted->journal);
    }

    /// Why the question is no question any more; empty: it is.
    base::Result<std::string> why_closed(base::MessageId id) {
        TRY_ASSIGN(const auto asked, desk_.ledger.message(id));
        if (!asked) return std::string("来件已不在账上");
        TRY_ASSIGN(const bool decided, is_decided_since(desk_, id, mail_.notice.created_at));
        if (decided) return std::string("已经有人处理过");
        if (asked->outcome != Outcome::Review) return std::string("已不在待核之列");
        return std::string();
    }

    base::Result<Acted> assigned(const Decided& one) {
        Assignment assignment;
        assignment.message = one.message;
        assignment.unit = one.decision.unit;
        assignment.obligation = one.decision.obligation;
        assignment.period = one.decision.period;
        assignment.by = mail_.address;
        assignment.answered_in = base::label(mail_.message.id);
        return assign(desk_, assignment);
    }
    base::Result<Acted> dismissed(const Decided& one) {
        return dismiss(desk_, one.message, one.line.text, mail_.address,
                       base::label(mail_.message.id));
    }

    [[nodiscard]] std::string words_of(const Decided& one) const {
        const auto& d = one.decision;
        std::string words = "已登记为" + notices::unit_words(desk_.rulebook, d.unit) + "《" +
                            notices::obligation_words(desk_.rulebook, d.obligation, d.period) +
                            "》";
        if (!d.period.empty()) words += "，" + notices::period_words(d.period);
        return words;
    }

    base::Result<> note(std::string line, bool applied, std::string words,
                        base::JournalNumber act) {
        storage::Answer answer;
        answer.notice = mail_.notice.id;
        answer.message = mail_.message.id;
        answer.line = std::move(line);
        answer.applied = applied;
        answer.words = std::move(words);
        answer.act = act;
        return desk_.ledger.add_answer(answer);
    }

    Desk& desk_;
    const AnswerMail& mail_;
    std::string shown_;  ///< folded, a line each
};

}  // namespace

base::Result<std::optional<Answered>> take_staff_answer(Desk& desk, const AnswerMail& mail,
                                                        const std::string& words_why_not) {
    return StaffAnswer(desk, mail).run(words_why_not);
}

}  // namespace pipeline
