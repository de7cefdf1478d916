#include "daemon/pipeline/human_acts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "config/due.h"
#include "daemon/judge/pieces.h"
#include "daemon/pipeline/filer.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "parsers/encode.h"

namespace pipeline {
namespace {

using nlohmann::ordered_json;
using storage::Outcome;

base::Failure bad(std::string text, std::string hint = {}) {
    return base::fail(base::Kind::BadInput, base::Scope::Process, std::move(text), std::move(hint));
}

base::Result<storage::Message> settled_message(Desk& desk, base::MessageId id) {
    TRY_ASSIGN(const auto message, desk.ledger.message(id));
    if (!message) return bad("there is no message " + base::label(id), "filingctl messages");
    if (message->state != storage::State::Settled)
        return bad(base::label(id) + " is still on its way", "try again when it is settled");
    return *message;
}

base::Result<> check_words(const Desk& desk, const Assignment& a) {
    if (!config::find_unit(desk.rulebook, a.unit))
        return bad("there is no unit \"" + a.unit + "\"", "the ids stand in units.toml");
    if (!config::find_obligation(desk.rulebook, a.obligation))
        return bad("there is no obligation \"" + a.obligation + "\"",
                   "the ids stand in obligations/*.toml");
    return {};
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

/// The piece a document serves as: the first of its kinds that the obligation asks for.
std::string piece_for(const config::Obligation& obligation, const parsers::Document& document) {
    const auto kinds = judge::pieces_of(document);
    for (const auto kind : kinds)
        if (std::ranges::find(obligation.requires_pieces, kind) != obligation.requires_pieces.end())
            return std::string(config::name(kind));
    return kinds.empty() ? "document" : std::string(config::name(kinds.front()));
}

base::Result<judge::Verdict> verdict_of(Desk& desk, const Assignment& a,
                                        const std::vector<storage::Document>& documents) {
    TRY_ASSIGN(const auto blob, desk.ledger.parsed_blob(a.message));
    const auto parsed = parsers::decode(blob);
    const auto* obligation = config::find_obligation(desk.rulebook, a.obligation, a.period);
    judge::Verdict verdict;
    verdict.unit = a.unit;
    verdict.obligation = a.obligation;
    verdict.score = 1;
    verdict.accepted = true;
    for (const auto& d : documents) {
        judge::PieceOf piece;
        piece.document = d.index;
        const bool known = parsed && d.index < parsed->documents.size();
        piece.piece =
            known && obligation ? piece_for(*obligation, parsed->documents[d.index]) : "document";
        verdict.pieces.push_back(std::move(piece));
    }
    for (const auto* about : {"obligation", "unit", "period"}) {
        judge::Evidence evidence;
        evidence.about = about;
        evidence.kind = "person";
        evidence.points_to = about == std::string_view("unit") ? a.unit : a.obligation;
        evidence.from = a.by;
        evidence.weight = 1;
        verdict.evidence.push_back(std::move(evidence));
    }
    return verdict;
}

/// Takes these documents out of every filing but `keep`; a filing left empty goes.
base::Result<> take_out(Desk& desk, base::MessageId message, base::FilingId keep,
                        const std::vector<storage::Document>& documents) {
    TRY_ASSIGN(auto filings, desk.ledger.filings_of(message));
    for (auto& filing : filings) {
        if (filing.id == keep) continue;
        const auto count =
            std::erase_if(filing.documents, [&](const storage::FilingDocument& entry) {
                return std::ranges::any_of(documents,
                                           [&](const auto& d) { return d.id == entry.document; });
            });
        if (count == 0) continue;
        if (filing.documents.empty()) {
            TRY(desk.ledger.remove_filing(filing.id));
            continue;
        }
        TRY_ASSIGN(const auto known, known_documents(desk.ledger, filing));
        const bool still_has =
            std::ranges::any_of(known, [&](const auto& k) { return k.second.message == message; });
        if (!still_has) std::erase(filing.messages, message);
        restate(desk.rulebook, known, base::date_of(desk.duty_time()), filing);
        TRY(desk.ledger.put_filing(filing));
    }
    return {};
}

base::Result<> journal_act(Desk& desk, ordered_json act) {
    const auto text = act.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    TRY(desk.ledger.add_journal("act", text, desk.clock.now()));
    return {};
}

}  // namespace

base::Result<base::FilingId> assign(Desk& desk, const Assignment& assignment) {
    TRY(check_words(desk, assignment));
    TRY_ASSIGN(const auto message, settled_message(desk, assignment.message));
    TRY_ASSIGN(const auto all, desk.ledger.documents(message.id));
    TRY_ASSIGN(const auto documents, chosen(assignment, all));
    TRY_ASSIGN(auto verdict, verdict_of(desk, assignment, documents));
    TRY_ASSIGN(verdict.period, period_of(desk, assignment, message, verdict, all));
    base::FilingId id;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto existing,
                   desk.ledger.find_filing(verdict.unit, verdict.obligation, verdict.period));
        TRY_ASSIGN(const auto known, known_documents(desk.ledger, existing));
        const auto filing = file_verdict({desk.rulebook, existing, known, message, all, verdict,
                                          base::date_of(desk.duty_time())});
        if (!filing && existing) id = existing->id;
        if (filing) {
            TRY_ASSIGN(id, desk.ledger.put_filing(*filing));
        }
        TRY(take_out(desk, message.id, id, documents));
        TRY(desk.ledger.replace_candidates(message.id, {}));
        TRY(desk.ledger.record_settled(message.id, Outcome::Filed, "assigned by " + assignment.by));
        return journal_act(desk, {{"act", "assign"},
                                  {"by", assignment.by},
                                  {"message", base::label(message.id)},
                                  {"sha256", message.sha256},
                                  {"filing", base::label(id)},
                                  {"unit", verdict.unit},
                                  {"obligation", verdict.obligation},
                                  {"period", verdict.period},
                                  {"document", assignment.document},
                                  {"was", message.outcome ? storage::name(*message.outcome) : ""}});
    }));
    return id;
}

base::Result<> dismiss(Desk& desk, base::MessageId id, const std::string& reason,
                       const std::string& by) {
    TRY_ASSIGN(const auto message, settled_message(desk, id));
    TRY_ASSIGN(const auto filings, desk.ledger.filings_of(id));
    const auto outcome = filings.empty() ? Outcome::NotAFiling : Outcome::Filed;
    return desk.ledger.transaction([&]() -> base::Result<> {
        TRY(desk.ledger.replace_candidates(id, {}));
        TRY(desk.ledger.record_settled(id, outcome, "dismissed: " + reason));
        return journal_act(desk, {{"act", "dismiss"},
                                  {"by", by},
                                  {"message", base::label(id)},
                                  {"sha256", message.sha256},
                                  {"reason", reason},
                                  {"was", message.outcome ? storage::name(*message.outcome) : ""}});
    });
}

}  // namespace pipeline
