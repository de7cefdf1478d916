#include "daemon/pipeline/human_acts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
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

bool is_year(std::string_view text) { return text.size() == 4 && base::parse_number(text); }

/// A period that a person gave has the form the obligation names its periods in.
base::Result<> check_period(const Desk& desk, const Assignment& a) {
    if (a.period.empty()) return {};
    const auto* obligation = config::find_obligation(desk.rulebook, a.obligation);
    const auto form = config::period_form(*obligation);
    if (form == config::PeriodForm::Month && !base::parse_month(a.period))
        return bad("\"" + a.period + "\" is no month", "--period 2024-06");
    if (form == config::PeriodForm::Year && !is_year(a.period))
        return bad("\"" + a.period + "\" is no year", "--period 2024");
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
base::Result<> settle(Desk& desk, const storage::Message& message, const judge::Verdict& verdict,
                      bool open, const std::string& by) {
    if (!open || message.outcome != Outcome::Review) {
        TRY(desk.ledger.replace_candidates(message.id, {}));
        return desk.ledger.record_settled(message.id, Outcome::Filed, "assigned by " + by);
    }
    TRY_ASSIGN(auto candidates, desk.ledger.candidates(message.id));
    std::erase_if(candidates, [&](const storage::Candidate& c) {
        return c.unit == verdict.unit && c.obligation == verdict.obligation &&
               (c.period.empty() || c.period == verdict.period);
    });
    return desk.ledger.replace_candidates(message.id, candidates);
}

base::Result<> record(Desk& desk, std::string_view kind, ordered_json act) {
    const auto text = base::json_line(act);
    TRY(desk.ledger.record_act(kind, text, desk.clock.now()));
    return {};
}

}  // namespace

base::Result<base::FilingId> assign(Desk& desk, const Assignment& assignment) {
    TRY(check_words(desk, assignment));
    TRY(check_period(desk, assignment));
    TRY_ASSIGN(const auto message, settled_message(desk, assignment.message));
    TRY_ASSIGN(const auto all, desk.ledger.documents(message.id));
    TRY_ASSIGN(const auto documents, chosen(assignment, all));
    TRY_ASSIGN(auto verdict, verdict_of(desk, assignment, documents));
    TRY_ASSIGN(verdict.period, period_of(desk, assignment, message, verdict, all));
    base::FilingId id;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(id, move(desk, message, all, documents, verdict));
        TRY_ASSIGN(const bool open, leaves_open(desk, message.id, all, documents));
        TRY(settle(desk, message, verdict, open, assignment.by));
        return record(desk, "assign",
                      {{"act", "assign"},
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
        return record(desk, "dismiss",
                      {{"act", "dismiss"},
                       {"by", by},
                       {"message", base::label(id)},
                       {"sha256", message.sha256},
                       {"reason", reason},
                       {"was", message.outcome ? storage::name(*message.outcome) : ""}});
    });
}

}  // namespace pipeline
