#include "daemon/pipeline/human_acts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "config/due.h"
#include "daemon/pipeline/act_images.h"
#include "daemon/pipeline/act_words.h"
#include "daemon/pipeline/filer.h"
#include "daemon/pipeline/judgement_json.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/person_verdict.h"
#include "daemon/pipeline/refile.h"

namespace pipeline {
namespace {

using nlohmann::ordered_json;
using storage::Outcome;

base::Result<storage::Message> settled_message(Desk& desk, base::MessageId id) {
    TRY_ASSIGN(const auto message, desk.ledger.message(id));
    if (!message) return bad("there is no message " + base::label(id), "filingctl messages");
    if (message->state != storage::State::Settled)
        return bad(base::label(id) + " is still on its way", "try again when it is settled");
    return *message;
}

/// The note of a filing by hand stands for that filing alone: elsewhere it would leave it complete
/// without what made it so.
base::Result<> check_no_note(Desk& desk, base::MessageId id) {
    const auto blob = desk.ledger.judgement_blob(id);
    if (!blob) return {};
    const auto judgement = decode_judgement(*blob);
    if (!judgement || judgement->reason != kOnPaper) return {};
    return bad(base::label(id) + " is the note of a filing by hand",
               "undo that act (filingctl show " + base::label(id) +
                   " tells its number), then filingctl file it anew");
}

/// The documents the act is about: the one named, else every attachment, else the body.
base::Result<std::vector<storage::Document>> chosen(
    const Assignment& a, const std::vector<storage::Document>& documents) {
    std::vector<storage::Document> out;
    if (!a.document.empty()) {
        const auto number = base::parse_number(a.document);
        for (const auto& d : documents)
            if (d.part == a.document || (number && d.index + 1 == *number)) out.push_back(d);
        if (out.empty())
            return bad("there is no part \"" + a.document + "\" in " + base::label(a.message),
                       "filingctl show " + base::label(a.message));
        return out;
    }
    for (const std::string_view role : {"attachment", "body"}) {
        std::ranges::copy_if(documents, std::back_inserter(out),
                             [&](const auto& d) { return d.role == role; });
        if (!out.empty()) return out;
    }
    return bad(base::label(a.message) + " holds no document");
}

base::Result<std::string> period_of(Desk& desk, const Assignment& a,
                                    const storage::Message& message, const judge::Verdict& verdict,
                                    const std::vector<storage::Document>& documents) {
    if (!a.period.empty()) return a.period;
    TRY_ASSIGN(const auto candidates, desk.ledger.candidates(message.id));
    for (const auto& c : candidates)
        if (c.unit == a.unit && c.obligation == a.obligation && !c.period.empty()) return c.period;
    const auto* obligation = config::find_obligation(desk.rulebook, a.obligation);
    switch (config::period_form(*obligation)) {
        case config::PeriodForm::Decision:
            return event_period(verdict, documents);
        case config::PeriodForm::Year:
            return std::to_string(base::year_of(base::date_of(message.received_at)));
        case config::PeriodForm::Month:
            break;
    }
    return bad("for which month? The mail does not say", "--period 2024-06");
}

bool holds_links(const storage::Filing& filing) {
    const auto fields = nlohmann::json::parse(filing.fields_json, nullptr, false);
    return fields.is_object() && fields.contains("links") && !fields["links"].empty();
}

/// The mail is no longer of this filing, nor is what it brought. Returns its links.
base::Result<std::vector<std::string>> leave(Desk& desk, base::MessageId message,
                                             storage::Filing& filing) {
    std::erase(filing.messages, message);
    std::optional<base::Instant> first;
    for (const auto other : filing.messages) {
        TRY_ASSIGN(const auto row, desk.ledger.message(other));
        if (row) first = std::min(first.value_or(row->received_at), row->received_at);
    }
    filing.received_at = first.value_or(filing.received_at);
    return drop_links(message, filing);
}

/// Takes these documents out of every filing but `keep`; a filing left empty goes. Returns the
/// links that went with them.
base::Result<std::vector<std::string>> take_out(Desk& desk, base::MessageId message,
                                                base::FilingId keep,
                                                const std::vector<storage::Document>& documents) {
    std::vector<std::string> links;
    TRY_ASSIGN(auto filings, desk.ledger.filings_of(message));
    for (auto& filing : filings) {
        if (filing.id == keep) continue;
        const auto count =
            std::erase_if(filing.documents, [&](const storage::FilingDocument& entry) {
                return std::ranges::any_of(documents,
                                           [&](const auto& d) { return d.id == entry.document; });
            });
        if (count == 0) continue;
        TRY_ASSIGN(const auto known, known_documents(desk.ledger, filing));
        const bool still_has =
            std::ranges::any_of(known, [&](const auto& k) { return k.second.message == message; });
        if (!still_has) {
            TRY_ASSIGN(const auto left, leave(desk, message, filing));
            links.insert(links.end(), left.begin(), left.end());
        }
        if (filing.documents.empty() && (filing.messages.empty() || !holds_links(filing))) {
            TRY(desk.ledger.remove_filing(filing.id));
            continue;
        }
        renumber(known, filing);
        restate(desk.rulebook, known, base::date_of(desk.duty_time()), filing);
        TRY(desk.ledger.put_filing(filing));
    }
    return links;
}

/// Puts what the act is about into its filing and takes it out of others.
base::Result<base::FilingId> move(Desk& desk, const storage::Message& message,
                                  const std::vector<storage::Document>& all,
                                  const std::vector<storage::Document>& documents,
                                  judge::Verdict& verdict) {
    TRY_ASSIGN(const auto existing,
               desk.ledger.find_filing(verdict.unit, verdict.obligation, verdict.period));
    const auto keep = existing ? existing->id : base::FilingId{};
    TRY_ASSIGN(const auto links, take_out(desk, message.id, keep, documents));
    const auto* obligation =
        config::find_obligation(desk.rulebook, verdict.obligation, verdict.period);
    if (std::ranges::find(obligation->requires_pieces, config::Piece::Link) !=
        obligation->requires_pieces.end())
        verdict.links = links;
    TRY_ASSIGN(const auto known, known_documents(desk.ledger, existing));
    const auto filing = file_verdict(
        {desk.rulebook, existing, known, message, all, verdict, base::date_of(desk.duty_time())});
    if (!filing) return keep;
    return desk.ledger.put_filing(*filing);
}

/// Whether an attachment belongs to no filing, neither itself nor by its bytes.
base::Result<bool> leaves_open(Desk& desk, base::MessageId message,
                               const std::vector<storage::Document>& all,
                               const std::vector<storage::Document>& answered) {
    TRY_ASSIGN(const auto filings, desk.ledger.filings_of(message));
    const auto is_filed = [&](const storage::Document& document) {
        return std::ranges::any_of(filings, [&](const auto& filing) {
            return std::ranges::find(filing.documents, document.id,
                                     &storage::FilingDocument::document) != filing.documents.end();
        });
    };
    for (const auto& document : all) {
        if (document.role != "attachment" || is_filed(document) ||
            std::ranges::find(answered, document.id, &storage::Document::id) != answered.end())
            continue;
        if (document.sha256.empty()) return true;
        TRY_ASSIGN(const auto holders, desk.ledger.filings_with_document(document.sha256));
        if (holders.empty()) return true;
    }
    return false;
}

/// A mail in review of which something is still open stays there, with its other candidates.
base::Result<> settle(Desk& desk, const storage::Message& message, const Ruling& ruling,
                      bool open) {
    const auto& verdict = ruling.verdict;
    if (!open || message.outcome != Outcome::Review) {
        TRY(desk.ledger.replace_candidates(message.id, {}));
        const std::string done = ruling.act == "answer" ? "answered by " : "assigned by ";
        return desk.ledger.record_settled(message.id, Outcome::Filed, done + ruling.by);
    }
    TRY_ASSIGN(auto candidates, desk.ledger.candidates(message.id));
    std::erase_if(candidates, [&](const storage::Candidate& c) {
        return c.unit == verdict.unit && c.obligation == verdict.obligation &&
               (c.period.empty() || c.period == verdict.period);
    });
    return desk.ledger.replace_candidates(message.id, candidates);
}

std::string dumped(const ordered_json& act) { return base::json_line(act); }

/// Everything that assigning may change, as it stands.
base::Result<> watch(Desk& desk, ActScope& scope, base::MessageId message,
                     const std::optional<storage::Filing>& target) {
    TRY(scope.watch(subject(message)));
    TRY_ASSIGN(const auto filings, desk.ledger.filings_of(message));
    for (const auto& filing : filings) TRY(scope.watch(subject(filing.id)));
    if (target) TRY(scope.watch(subject(target->id)));
    return {};
}

}  // namespace

base::Result<Acted> assign(Desk& desk, const Assignment& assignment) {
    TRY(check_names(desk, assignment.unit, assignment.obligation));
    TRY(check_period(desk, assignment.obligation, assignment.period));
    TRY_ASSIGN(const auto message, settled_message(desk, assignment.message));
    TRY(check_no_note(desk, message.id));
    TRY_ASSIGN(const auto all, desk.ledger.documents(message.id));
    TRY_ASSIGN(const auto documents, chosen(assignment, all));
    TRY_ASSIGN(auto verdict,
               verdict_by_person(desk, {assignment.unit, assignment.obligation, assignment.period},
                                 assignment.message, documents, assignment.by));
    TRY_ASSIGN(verdict.period, period_of(desk, assignment, message, verdict, all));
    add_own_words(desk, {verdict.unit, verdict.obligation, verdict.period}, all, message.id,
                  verdict);
    return file_ruling(desk, {message.id, std::move(verdict), documents, assignment.document,
                              assignment.by, "assign", assignment.answered_in});
}

base::Result<Acted> file_ruling(Desk& desk, const Ruling& ruling) {
    TRY_ASSIGN(const auto message, settled_message(desk, ruling.message));
    TRY_ASSIGN(const auto all, desk.ledger.documents(message.id));
    auto verdict = ruling.verdict;
    Acted acted;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        ActScope scope(desk);
        TRY_ASSIGN(const auto target,
                   desk.ledger.find_filing(verdict.unit, verdict.obligation, verdict.period));
        TRY(watch(desk, scope, message.id, target));
        TRY_ASSIGN(acted.filing, move(desk, message, all, ruling.documents, verdict));
        if (!target) scope.made(subject(acted.filing));
        TRY_ASSIGN(const bool open, leaves_open(desk, message.id, all, ruling.documents));
        TRY(settle(desk, message, ruling, open));
        ordered_json line{{"act", ruling.act},
                          {"by", ruling.by},
                          {"message", base::label(message.id)},
                          {"sha256", message.sha256},
                          {"filing", base::label(acted.filing)},
                          {"unit", verdict.unit},
                          {"obligation", verdict.obligation},
                          {"period", verdict.period},
                          {"document", ruling.document},
                          {"was", message.outcome ? storage::name(*message.outcome) : ""}};
        if (!ruling.answered_in.empty()) line["answered_in"] = ruling.answered_in;
        TRY_ASSIGN(acted.journal, scope.record(ruling.act, dumped(line)));
        return {};
    }));
    return acted;
}

base::Result<Acted> dismiss(Desk& desk, base::MessageId id, const std::string& reason,
                            const std::string& by, const std::string& answered_in) {
    TRY_ASSIGN(const auto message, settled_message(desk, id));
    TRY_ASSIGN(const auto filings, desk.ledger.filings_of(id));
    const auto outcome = filings.empty() ? Outcome::NotAFiling : Outcome::Filed;
    Acted acted;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        ActScope scope(desk);
        TRY(scope.watch(subject(id)));
        TRY(desk.ledger.replace_candidates(id, {}));
        TRY(desk.ledger.record_settled(id, outcome, "dismissed: " + reason));
        ordered_json line{{"act", "dismiss"},
                          {"by", by},
                          {"message", base::label(id)},
                          {"sha256", message.sha256},
                          {"reason", reason},
                          {"was", message.outcome ? storage::name(*message.outcome) : ""}};
        if (!answered_in.empty()) line["answered_in"] = answered_in;
        TRY_ASSIGN(acted.journal, scope.record("dismiss", dumped(line)));
        return {};
    }));
    return acted;
}

}  // namespace pipeline
