#include "daemon/pipeline/views.h"

#include <algorithm>

#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/records_json.h"

namespace pipeline {
namespace {

constexpr std::size_t kBatch = 256;

/// Events stand under the year their mail arrived in; months and years under their own.
std::string year_of(const storage::Filing& filing) {
    const bool dated = filing.period.size() >= 4 &&
                       std::ranges::all_of(filing.period.substr(0, 4),
                                           [](char c) { return c >= '0' && c <= '9'; });
    return dated ? filing.period.substr(0, 4)
                 : std::to_string(base::year_of(base::date_of(filing.received_at)));
}

base::Result<> show(Desk& desk, const storage::Filing& filing) {
    std::vector<storage::ViewedDocument> documents;
    for (const auto& entry : filing.documents) {
        TRY_ASSIGN(const auto document, desk.ledger.document(entry.document));
        if (!document || document->sha256.empty()) continue;
        storage::ViewedDocument viewed;
        viewed.name = document->name.empty() ? "邮件正文.txt" : document->name;
        viewed.sha256 = document->sha256;
        viewed.superseded = entry.superseded;
        documents.push_back(std::move(viewed));
    }
    TRY_ASSIGN(const auto json, filing_json(desk.ledger, filing));
    const auto* unit = config::find_unit(desk.rulebook, filing.unit);
    const auto* obligation =
        config::find_obligation(desk.rulebook, filing.obligation, filing.period);
    return desk.archive.show_filing(
        year_of(filing), obligation ? obligation->title : filing.obligation, filing.period,
        unit ? unit->name : filing.unit, documents, json);
}

}  // namespace

base::Result<> refresh_views(Desk& desk) {
    for (;;) {
        TRY_ASSIGN(const auto stale, desk.ledger.filings_not_shown(kBatch));
        if (stale.empty()) return {};
        for (const auto id : stale) {
            TRY_ASSIGN(const auto filing, desk.ledger.filing(id));
            if (filing) TRY(show(desk, *filing));
        }
        TRY(desk.archive.sync());
        TRY(desk.ledger.mark_shown(stale));
    }
}

}  // namespace pipeline
