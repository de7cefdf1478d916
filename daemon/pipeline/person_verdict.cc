#include "daemon/pipeline/person_verdict.h"

#include <algorithm>

#include "daemon/judge/pieces.h"
#include "parsers/encode.h"

namespace pipeline {
namespace {

/// The piece a document serves as: the first of its kinds that the obligation asks for.
std::string piece_for(const config::Obligation& obligation, const parsers::Document& document) {
    const auto kinds = judge::pieces_of(document);
    for (const auto kind : kinds)
        if (std::ranges::find(obligation.requires_pieces, kind) != obligation.requires_pieces.end())
            return std::string(config::name(kind));
    return kinds.empty() ? "document" : std::string(config::name(kinds.front()));
}

}  // namespace

base::Result<judge::Verdict> verdict_by_person(Desk& desk, const DutyName& duty,
                                               base::MessageId message,
                                               std::span<const storage::Document> documents,
                                               const std::string& by) {
    TRY_ASSIGN(const auto blob, desk.ledger.parsed_blob(message));
    const auto parsed = parsers::decode(blob);
    const auto* obligation = config::find_obligation(desk.rulebook, duty.obligation, duty.period);
    judge::Verdict verdict;
    verdict.unit = duty.unit;
    verdict.obligation = duty.obligation;
    verdict.period = duty.period;
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
        evidence.points_to = about == std::string_view("unit") ? duty.unit : duty.obligation;
        evidence.from = by;
        evidence.weight = 1;
        verdict.evidence.push_back(std::move(evidence));
    }
    return verdict;
}

}  // namespace pipeline
