#include "daemon/pipeline/reprocess.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/pipeline/filer.h"
#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/judge_step.h"
#include "daemon/pipeline/judgement_json.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/pages_step.h"
#include "daemon/pipeline/parse_step.h"
#include "daemon/pipeline/refile.h"
#include "daemon/pipeline/search_step.h"
#include "daemon/pipeline/settle_step.h"
#include "parsers/encode.h"

namespace pipeline {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using storage::Outcome;

std::string dumped(const json& value) { return base::json_line(value); }

/// Whether a message is in review because a step failed, not by what it says.
bool is_failed(std::string_view reason) {
    constexpr std::array<std::string_view, 4> kFailed{"poison", "parser_died", "failed_step",
                                                      "damaged_parse_result"};
    return std::ranges::any_of(kFailed,
                               [&](std::string_view word) { return reason.starts_with(word); });
}

/// What a judgement decides, without the evidence: documents by their bytes, so that a new
/// numbering is no change.
json decided_by(const judge::Judgement& judgement,
                const std::vector<storage::Document>& documents) {
    json verdicts = json::array();
    for (const auto& v : judgement.verdicts) {
        json pieces = json::array();
        for (const auto& piece : v.pieces)
            for (const auto& d : documents)
                if (d.index == piece.document)
                    pieces.push_back({d.sha256.empty() ? d.part : d.sha256, piece.piece});
        json candidates = json::array();
        for (const auto& c : v.candidates)
            candidates.push_back({c.unit, c.obligation, c.period, c.score});
        verdicts.push_back({v.unit, v.obligation, v.period, v.accepted, v.reason, pieces, v.links,
                            v.fields_json, v.is_correction, v.is_withdrawal,
                            v.decision_date ? base::format_date(*v.decision_date) : "",
                            candidates});
    }
    return {static_cast<int>(judgement.kind), judgement.reason, verdicts};
}

/// What people see of a message, to be held against what they see afterwards.
struct Sight {
    std::string outcome;
    std::string reason;
    std::map<std::string, std::string> filings;  ///< F3: unit / obligation / period, status
    std::map<std::string, std::string> fields;   ///< "F3 fine": value
    std::string documents;
    std::string problems;
};

std::string in_one_line(const storage::Filing& f) {
    std::string line = f.unit + " / " + f.obligation + " / " + f.period + ", " +
                       std::string(storage::name(f.status));
    if (!f.missing.empty()) line += " (" + base::join(f.missing, " ") + ")";
    return line;
}

base::Result<Sight> look(storage::Ledger& ledger, base::MessageId id) {
    Sight sight;
    TRY_ASSIGN(const auto message, ledger.message(id));
    if (message && message->outcome) sight.outcome = storage::name(*message->outcome);
    if (message) sight.reason = message->reason;
    TRY_ASSIGN(const auto filings, ledger.filings_of(id));
    for (const auto& f : filings) {
        sight.filings[base::label(f.id)] = in_one_line(f);
        const auto fields = json::parse(f.fields_json, nullptr, false);
        if (!fields.is_object()) continue;
        for (const auto& [key, value] : fields.items())
            sight.fields[base::label(f.id) + " " + key] = dumped(value);
    }
    std::vector<std::string> names;
    TRY_ASSIGN(const auto documents, ledger.documents(id));
    for (const auto& d : documents)
        names.push_back(d.part + (d.sha256.empty() ? "" : " " + d.sha256.substr(0, 8)));
    sight.documents = base::join(names, ", ");
    names.clear();
    TRY_ASSIGN(const auto problems, ledger.problems(id));
    for (const auto& p : problems) names.push_back(p.code + (p.part.empty() ? "" : " " + p.part));
    sight.problems = base::join(names, ", ");
    return sight;
}

void compare(const std::string& what, const std::string& before, const std::string& after,
             std::vector<Difference>& differences) {
    if (before != after) differences.push_back({what, before, after});
}

void compare(const std::string& what, const std::map<std::string, std::string>& before,
             const std::map<std::string, std::string>& after,
             std::vector<Difference>& differences) {
    std::map<std::string, std::pair<std::string, std::string>> both;
    for (const auto& [key, text] : before) both[key].first = text;
    for (const auto& [key, text] : after) both[key].second = text;
    for (const auto& [key, texts] : both)
        compare(what + " " + key, texts.first, texts.second, differences);
}

std::vector<Difference> differences_of(const Sight& before, const Sight& after) {
    std::vector<Difference> out;
    compare("outcome", before.outcome, after.outcome, out);
    compare("reason", before.reason, after.reason, out);
    compare("filing", before.filings, after.filings, out);
    compare("field", before.fields, after.fields, out);
    compare("documents", before.documents, after.documents, out);
    compare("problems", before.problems, after.problems, out);
    return out;
}

/// A withdrawal of what is not there is a question (settle_step.cc).
bool asks_in_vain(const judge::Verdict& verdict, bool has_filings) {
    return verdict.accepted && verdict.is_withdrawal && !has_filings;
}

std::vector<storage::Candidate> candidates_of(const judge::Judgement& judgement, bool has_filings) {
    std::vector<storage::Candidate> candidates;
    for (const auto& verdict : judgement.verdicts)
        if (!verdict.accepted || asks_in_vain(verdict, has_filings))
            for (const auto& c : verdict.candidates)
                candidates.push_back({c.unit, c.obligation, c.period, c.score});
    return candidates;
}

/// As settlement decides it (settle_step.cc), from where the mail stands now.
Outcome outcome_by(const judge::Judgement& judgement, bool has_filings) {
    using Kind = judge::Judgement::Kind;
    if (judgement.kind == Kind::NotAFiling) return Outcome::NotAFiling;
    const bool open = judgement.kind == Kind::Review ||
                      !std::ranges::all_of(judgement.verdicts, [&](const judge::Verdict& verdict) {
                          return verdict.accepted && !asks_in_vain(verdict, has_filings);
                      });
    if (open) return Outcome::Review;
    if (judgement.verdicts.empty()) return Outcome::NotAFiling;
    return has_filings ? Outcome::Filed : Outcome::Duplicate;
}

/// Why it is where outcome_by puts it, as settlement says it.
std::string reason_by(const judge::Judgement& judgement, bool has_filings) {
    if (!judgement.reason.empty()) return judgement.reason;
    for (const auto& verdict : judgement.verdicts) {
        if (!verdict.accepted) return verdict.reason;
        if (asks_in_vain(verdict, has_filings)) return "withdrawal";
    }
    return {};
}

/// One message's change, in the running transaction.
class Change {
 public:
    Change(Desk& desk, const storage::Message& message, Reading& reading,
           const judge::Judgement& judgement)
        : desk_(desk), message_(message), reading_(reading), judgement_(judgement) {}

    base::Result<> run(Reprocessed& report) {
        TRY_ASSIGN(const auto before, look(desk_.ledger, message_.id));
        TRY_ASSIGN(report.decided, desk_.ledger.decided_by_person(message_.id));
        report.decided = report.decided || was_taken_as_answer();
        TRY_ASSIGN(filings_, desk_.ledger.filings_of(message_.id));
        TRY_ASSIGN(settled_, as_settled(desk_, message_, reading_.documents, judgement_));
        TRY_ASSIGN(const bool same, decides_the_same());
        TRY(note_lost_bytes());
        TRY(take_reading());
        if (!report.decided && !same) TRY(settle_anew());
        TRY_ASSIGN(const auto after, look(desk_.ledger, message_.id));
        report.differences = differences_of(before, after);
        if (!report.decided && !same) TRY(write_journal(message_, after.outcome, after.reason));
        return {};
    }

 private:
    /// What it answered was applied when it came (answer_step.h), or it was thanks for a notice;
    /// judged alone it would be a letter.
    bool was_taken_as_answer() {
        constexpr std::array<std::string_view, 3> kAnswers{"answer", "answer_unclear",
                                                           "staff_note"};
        if (std::ranges::find(kAnswers, message_.reason) != kAnswers.end()) return true;
        if (message_.reason != "answer_to_notice") return false;
        const auto blob = desk_.ledger.judgement_blob(message_.id);
        const auto judged = blob ? decode_judgement(*blob) : base::Result<judge::Judgement>();
        // The judge's own word for it may change with the rules.
        return blob && judged && judged->reason != message_.reason;
    }

    base::Result<bool> decides_the_same() {
        const auto blob = desk_.ledger.judgement_blob(message_.id);
        if (!blob || message_.outcome == Outcome::Failed || blob->empty()) return false;
        const auto stored = decode_judgement(*blob);
        if (!stored) return false;
        TRY_ASSIGN(const auto documents, desk_.ledger.documents(message_.id));
        // Set aside after it was judged, it was never settled by that judgement.
        const bool set_aside = message_.outcome == Outcome::Review && is_failed(message_.reason);
        return !set_aside && stands_as_judged(documents) &&
               decided_by(*stored, documents) == decided_by(judgement_, reading_.documents);
    }

    /// Whether the mail stands where its judgement puts it. While a person's decision counted, it
    /// was judged anew without being settled; that decision may be undone by now.
    [[nodiscard]] bool stands_as_judged(const std::vector<storage::Document>& documents) const {
        if (!message_.outcome || message_.reason != reason_by(settled_, !filings_.empty()))
            return false;
        const auto expected = outcome_by(settled_, !filings_.empty());
        if (message_.outcome != expected) return false;
        const auto accepted = accepted_verdicts(settled_, documents);
        return std::ranges::all_of(filings_, [&](const storage::Filing& filing) {
            return std::ranges::any_of(
                accepted, [&](const judge::Verdict& verdict) { return names(verdict, filing); });
        });
    }

    /// The bytes that stand in filings from this mail: another mail that brought them too, and was
    /// a duplicate for it, may have to step in.
    base::Result<> note_lost_bytes() {
        for (const auto& filing : filings_) {
            for (const auto& entry : filing.documents) {
                TRY_ASSIGN(const auto document, desk_.ledger.document(entry.document));
                if (document && document->message == message_.id)
                    bytes_.push_back(document->sha256);
            }
        }
        return {};
    }

    base::Result<> take_reading() {
        TRY(desk_.ledger.replace_parsed(reading_.headers, reading_.documents, reading_.problems,
                                        parsers::encode(reading_.parsed)));
        TRY(desk_.ledger.replace_judgement(message_.id, encode_judgement(judgement_)));
        return index_message(desk_, message_.id, reading_.parsed);
    }

    base::Result<> settle_anew() {
        TRY_ASSIGN(const auto documents, desk_.ledger.documents(message_.id));
        auto verdicts = accepted_verdicts(settled_, documents);
        for (const auto& filing : filings_) TRY(change_filing(filing, documents, verdicts));
        for (const auto& verdict : verdicts) TRY(file_newly(message_, documents, verdict));
        TRY_ASSIGN(const auto filings, desk_.ledger.filings_of(message_.id));
        const bool filed = !filings.empty();
        TRY(desk_.ledger.replace_candidates(message_.id, candidates_of(settled_, filed)));
        TRY(desk_.ledger.record_settled(message_.id, outcome_by(settled_, filed),
                                        reason_by(settled_, filed)));
        return let_others_step_in();
    }

    /// Of a filing that the mail was of: with what it says now, or without it.
    base::Result<> change_filing(const storage::Filing& filing,
                                 const std::vector<storage::Document>& documents,
                                 std::vector<judge::Verdict>& verdicts) {
        Contribution now{message_, documents, {}};
        const auto moved = std::stable_partition(
            verdicts.begin(), verdicts.end(),
            [&](const judge::Verdict& verdict) { return !names(verdict, filing); });
        now.verdicts.assign(moved, verdicts.end());
        verdicts.erase(moved, verdicts.end());
        TRY_ASSIGN(const auto anew, refiled(desk_, filing, now));
        if (!anew) return desk_.ledger.remove_filing(filing.id);
        TRY(desk_.ledger.put_filing(*anew));
        return {};
    }

    base::Result<> file_newly(const storage::Message& message,
                              const std::vector<storage::Document>& documents,
                              const judge::Verdict& verdict) {
        TRY_ASSIGN(const auto existing,
                   desk_.ledger.find_filing(verdict.unit, verdict.obligation, verdict.period));
        TRY_ASSIGN(const auto known, known_documents(desk_.ledger, existing));
        const auto filing = file_verdict({desk_.rulebook, existing, known, message, documents,
                                          verdict, base::date_of(desk_.duty_time())});
        if (!filing) return {};
        TRY(desk_.ledger.put_filing(*filing));
        return {};
    }

    base::Result<> let_others_step_in() {
        for (const auto& sha256 : bytes_) {
            TRY_ASSIGN(const auto holders,
                       desk_.ledger.messages_with_document(sha256, message_.id));
            for (const auto id : holders) TRY(step_in(id));
        }
        return {};
    }

    base::Result<> step_in(base::MessageId id) {
        TRY_ASSIGN(const auto message, desk_.ledger.message(id));
        TRY_ASSIGN(const bool decided, desk_.ledger.decided_by_person(id));
        if (!message || message->outcome != Outcome::Duplicate || decided) return {};
        TRY_ASSIGN(const auto blob, desk_.ledger.judgement_blob(id));
        TRY_ASSIGN(auto judgement, decode_judgement(blob));
        TRY_ASSIGN(const auto documents, desk_.ledger.documents(id));
        TRY_ASSIGN(judgement, as_settled(desk_, *message, documents, std::move(judgement)));
        for (const auto& verdict : accepted_verdicts(judgement, documents))
            TRY(file_newly(*message, documents, verdict));
        TRY_ASSIGN(const auto filings, desk_.ledger.filings_of(id));
        const auto outcome = outcome_by(judgement, !filings.empty());
        if (outcome == Outcome::Duplicate) return {};
        const auto why = reason_by(judgement, !filings.empty());
        TRY(desk_.ledger.replace_candidates(id, candidates_of(judgement, !filings.empty())));
        TRY(desk_.ledger.record_settled(id, outcome, why));
        return write_journal(*message, std::string(storage::name(outcome)), why);
    }

    base::Result<> write_journal(const storage::Message& message, const std::string& outcome,
                                 const std::string& why) {
        ordered_json line{{"message", base::label(message.id)},
                          {"sha256", message.sha256},
                          {"received_at", base::format_instant(message.received_at)},
                          {"outcome", outcome},
                          {"reason", why},
                          {"reprocessed", true},
                          {"filings", ordered_json::array()}};
        TRY_ASSIGN(const auto filings, desk_.ledger.filings_of(message.id));
        for (const auto& f : filings)
            line["filings"].push_back({{"filing", base::label(f.id)},
                                       {"unit", f.unit},
                                       {"obligation", f.obligation},
                                       {"period", f.period},
                                       {"status", storage::name(f.status)},
                                       {"missing", f.missing}});
        TRY(desk_.ledger.add_journal("settled", base::json_line(line), desk_.clock.now()));
        return {};
    }

    Desk& desk_;
    const storage::Message& message_;
    Reading& reading_;
    const judge::Judgement& judgement_;
    judge::Judgement settled_;              ///< it in the mail's turn, see as_settled
    std::vector<storage::Filing> filings_;  ///< that the mail is of, as they stood
    std::vector<std::string> bytes_;
};

/// The documents' bytes in the archive before the ledger speaks of them.
base::Result<> archive(Desk& desk, const storage::Message& message, const Reading& reading) {
    std::vector<std::string> objects;
    std::vector<std::string> unknown;
    for (const auto& d : reading.documents) {
        if (d.sha256.empty()) continue;
        objects.push_back(d.sha256);
        TRY_ASSIGN(const bool known, desk.ledger.knows_object(d.sha256));
        if (!known) unknown.push_back(d.sha256);
    }
    if (!unknown.empty()) TRY(desk.ledger.expect_objects(unknown));
    return desk.archive.keep(desk.spool, std::span(&message.sha256, 1), objects);
}

base::Result<std::string> reason_to_skip(Desk& desk, const storage::Message& message) {
    if (message.state != storage::State::Settled) return std::string("unsettled");
    const auto blob = desk.ledger.judgement_blob(message.id);
    if (!blob) return std::string();
    const auto judgement = decode_judgement(*blob);
    return std::string(judgement && judgement->reason == kOnPaper ? kOnPaper : "");
}

/// A dry run's transaction ends in an error of its own, which undoes everything.
base::Failure only_looking() {
    return base::fail(base::Kind::Internal, base::Scope::Message, "a dry run changes nothing");
}

}  // namespace

base::Result<Reprocessed> reprocess(Desk& desk, const Parsers& parsers, base::MessageId id,
                                    bool dry_run, std::stop_token stop) {
    Reprocessed report;
    report.message = id;
    TRY_ASSIGN(const auto message, desk.ledger.message(id));
    if (!message)
        return base::fail(base::Kind::BadInput, base::Scope::Message,
                          "there is no message " + base::label(id), "filingctl messages");
    TRY_ASSIGN(report.skipped, reason_to_skip(desk, *message));
    if (!report.skipped.empty()) return report;
    TRY_ASSIGN(auto reading, read_message(desk, parsers.mails, *message, !dry_run, stop));
    if (!reading) {
        report.skipped = stop.stop_requested() ? "stopped" : "bytes_gone";
        return report;
    }
    TRY(read_pages_of(desk, parsers.pages, *reading, !dry_run, stop));
    if (stop.stop_requested()) {
        report.skipped = "stopped";
        return report;
    }
    TRY_ASSIGN(const auto judgement, judge_reading(desk, *message, reading->parsed));
    if (!dry_run) TRY(archive(desk, *message, *reading));
    bool looked = false;
    const auto changed = desk.ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto now, desk.ledger.message(id));
        TRY(Change(desk, *now, *reading, judgement).run(report));
        looked = true;
        return dry_run ? base::Result<>(only_looking()) : base::Result<>();
    });
    if (!changed && !(dry_run && looked)) return base::fail(changed.error());
    if (dry_run) return report;
    const std::vector<storage::Message> alone{*message};
    TRY(forget_spooled(desk, alone));
    return report;
}

base::Result<std::vector<base::MessageId>> failed_messages(storage::Ledger& ledger) {
    std::vector<base::MessageId> ids;
    for (const auto outcome : {Outcome::Failed, Outcome::Review}) {
        storage::MessageFilter filter;
        filter.outcome = outcome;
        TRY_ASSIGN(const auto messages, ledger.messages(filter));
        for (const auto& m : messages) {
            const bool failed = outcome == Outcome::Failed || is_failed(m.reason);
            if (failed) ids.push_back(m.id);
        }
    }
    return ids;
}

}  // namespace pipeline
