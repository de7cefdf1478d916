#include "daemon/pipeline/ledger_lookups.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "daemon/judge/pieces.h"

namespace pipeline {
namespace {

using config::Piece;

/// A review stands for a duty when its mail is more likely than not about it: a weak guess must not
/// keep anybody from being reminded.
constexpr double kLikely = 0.5;

/// The pieces of a filing that had arrived by the end of the day.
base::Result<std::vector<Piece>> pieces_by(storage::Ledger& ledger, const storage::Filing& filing,
                                           base::Instant end) {
    TRY_ASSIGN(const auto known, known_documents(ledger, filing));
    std::vector<Piece> have;
    for (const auto& d : filing.documents) {
        const auto document = known.find(d.document);
        const auto piece = config::parse_piece(d.piece);
        if (!piece || document == known.end() || document->second.received_at > end) continue;
        have.push_back(*piece);
        have.push_back(Piece::Document);
    }
    const auto fields = nlohmann::json::parse(filing.fields_json, nullptr, false);
    if (fields.is_object() && fields.contains("links"))
        for (const auto& link : fields["links"]) {
            const auto at = base::parse_instant(link.value("received_at", std::string()));
            if (at.value_or(filing.received_at) <= end) have.push_back(Piece::Link);
        }
    return have;
}

/// A filing completed later was still incomplete on that day.
base::Result<> step_back(storage::Ledger& ledger, const config::Rulebook& rulebook,
                         base::Instant end, storage::FilingRow& filing) {
    const auto* obligation = config::find_obligation(rulebook, filing.obligation, filing.period);
    if (!obligation) return {};
    TRY_ASSIGN(const auto whole, ledger.filing(filing.id));
    if (!whole) return {};
    TRY_ASSIGN(const auto have, pieces_by(ledger, *whole, end));
    filing.completed_at.reset();
    filing.status = storage::FilingStatus::Incomplete;
    filing.missing.clear();
    for (const auto piece : judge::missing_pieces(obligation->requires_pieces, have))
        filing.missing.emplace_back(config::name(piece));
    filing.on_time.reset();
    return {};
}

/// Most filings of a large ledger are minor decisions, and answer no duty.
bool may_answer(const config::Rulebook& rulebook, const storage::FilingRow& filing) {
    if (filing.status == storage::FilingStatus::Superseded ||
        filing.status == storage::FilingStatus::Withdrawn)
        return false;
    if (filing.major) return true;
    const auto* obligation = config::find_obligation(rulebook, filing.obligation, filing.period);
    return !obligation || obligation->due.form != config::DueRule::Form::AfterDecision;
}

/// What a line written meanwhile touched again bears that line's number.
constexpr base::JournalNumber kLatest{std::numeric_limits<std::int64_t>::max()};

base::Instant last_instant(base::Date day) {
    return base::end_of(day) + std::chrono::milliseconds(999);
}

/// What mail in review that had arrived by then is likely about.
base::Result<std::vector<storage::Candidate>> likely_candidates(storage::Ledger& ledger,
                                                                base::Instant end) {
    std::vector<storage::Candidate> likely;
    storage::MessageFilter reviews;
    reviews.outcome = storage::Outcome::Review;
    TRY_ASSIGN(const auto messages, ledger.messages(reviews));
    for (const auto& message : messages) {
        if (message.received_at > end) continue;
        TRY_ASSIGN(const auto candidates, ledger.candidates(message.id));
        std::ranges::copy_if(candidates, std::back_inserter(likely),
                             [](const auto& candidate) { return candidate.score >= kLikely; });
    }
    return likely;
}

}  // namespace

base::Result<KnownDocuments> known_documents(storage::Ledger& ledger,
                                             const std::optional<storage::Filing>& filing) {
    KnownDocuments known;
    if (!filing) return known;
    for (const auto& entry : filing->documents) {
        TRY_ASSIGN(const auto document, ledger.document(entry.document));
        if (!document) continue;
        TRY_ASSIGN(const auto message, ledger.message(document->message));
        KnownDocument row;
        row.sha256 = document->sha256;
        row.message = document->message;
        row.text_source = document->text_source;
        if (message) row.received_at = message->received_at;
        known.emplace(entry.document, std::move(row));
    }
    return known;
}

base::Result<duties::Snapshot> snapshot_at(storage::Ledger& ledger,
                                           const config::Rulebook& rulebook, base::Date day) {
    const auto end = last_instant(day);
    duties::Snapshot snapshot;
    TRY(ledger.each_filing([&](storage::FilingRow&& filing) {
        if (filing.received_at <= end && may_answer(rulebook, filing))
            snapshot.filings.push_back(std::move(filing));
    }));
    for (auto& filing : snapshot.filings)
        if (filing.completed_at && *filing.completed_at > end)
            TRY(step_back(ledger, rulebook, end, filing));
    TRY_ASSIGN(snapshot.in_review, likely_candidates(ledger, end));
    TRY_ASSIGN(snapshot.exemptions, ledger.exemptions());
    return snapshot;
}

base::Result<> follow_settled(storage::Ledger& ledger, const config::Rulebook& rulebook,
                              base::Date day, base::JournalNumber seen,
                              duties::Snapshot& snapshot) {
    const auto end = last_instant(day);
    TRY_ASSIGN(auto settled, ledger.filings_settled(seen, kLatest));
    for (auto& filing : settled) {
        auto& known = snapshot.filings;
        auto at = std::ranges::lower_bound(known, filing.id, {}, &storage::FilingRow::id);
        if (at != known.end() && at->id == filing.id) at = known.erase(at);
        if (filing.received_at > end || !may_answer(rulebook, filing)) continue;
        if (filing.completed_at && *filing.completed_at > end)
            TRY(step_back(ledger, rulebook, end, filing));
        known.insert(at, std::move(filing));
    }
    TRY_ASSIGN(snapshot.in_review, likely_candidates(ledger, end));
    return {};
}

base::Result<duties::OfficeItemsDone> office_items_done(storage::Ledger& ledger,
                                                        const config::Rulebook& rulebook) {
    duties::OfficeItemsDone done;
    storage::FilingFilter filter;
    filter.status = storage::FilingStatus::Complete;
    for (const auto& obligation : rulebook.obligations) {
        if (obligation.nature != config::Nature::Office) continue;
        filter.obligation = obligation.id;
        TRY_ASSIGN(const auto filings, ledger.filings(filter));
        for (const auto& filing : filings) {
            const auto fields = nlohmann::json::parse(filing.fields_json, nullptr, false);
            if (fields.is_object() && fields.contains("by_hand"))
                done.emplace(filing.obligation, filing.period);
        }
    }
    return done;
}

}  // namespace pipeline
