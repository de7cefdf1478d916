#include "daemon/pipeline/views.h"

#include <algorithm>

#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/records_json.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

constexpr std::size_t kBatch = 256;
constexpr std::chrono::minutes kTryAgain{10};

/// Events stand under the year their mail arrived in; months and years under their own.
std::string year_of(const storage::Filing& filing) {
    const bool dated = filing.period.size() >= 4 &&
                       std::ranges::all_of(filing.period.substr(0, 4),
                                           [](char c) { return c >= '0' && c <= '9'; });
    return dated ? filing.period.substr(0, 4)
                 : std::to_string(base::year_of(base::date_of(filing.received_at)));
}

/// Makes the view of a filing; returns its folder. What was superseded or withdrawn as a whole
/// stands under the old versions.
base::Result<std::string> show(Desk& desk, const storage::Filing& filing) {
    const bool past = filing.status == storage::FilingStatus::Superseded ||
                      filing.status == storage::FilingStatus::Withdrawn;
    std::vector<storage::ViewedDocument> documents;
    for (const auto& entry : filing.documents) {
        TRY_ASSIGN(const auto document, desk.ledger.document(entry.document));
        if (!document || document->sha256.empty()) continue;
        storage::ViewedDocument viewed;
        viewed.name = document->name.empty() ? "邮件正文.txt" : document->name;
        viewed.sha256 = document->sha256;
        viewed.superseded = past || entry.superseded;
        documents.push_back(std::move(viewed));
    }
    TRY_ASSIGN(const auto json, filing_json(desk.ledger, filing));
    const auto* unit = config::find_unit(desk.rulebook, filing.unit);
    const auto* obligation =
        config::find_obligation(desk.rulebook, filing.obligation, filing.period);
    std::string folder = storage::Archive::view_folder(
        year_of(filing), obligation ? obligation->title : filing.obligation, filing.period,
        unit ? unit->name : filing.unit);
    TRY(desk.archive.show_filing(folder, documents, json));
    return folder;
}

/// Makes one view anew, or clears it when its filing is gone.
base::Result<> renew(Desk& desk, storage::View& view) {
    TRY_ASSIGN(const auto filing, desk.ledger.filing(view.filing));
    std::string folder;
    if (filing) {
        TRY_ASSIGN(folder, show(desk, *filing));
    }
    if (!view.folder.empty() && view.folder != folder) TRY(desk.archive.remove_view(view.folder));
    view.folder = std::move(folder);
    return {};
}

/// A full disk is everybody's trouble and stops the work; what else keeps a view from being made is
/// its own: a folder somebody made there, a name, a right.
base::Result<> stand_aside(Desk& desk, const storage::View& view, const base::Error& error) {
    if (error.kind == base::Kind::NoSpace) return base::fail(error);
    service::warning("{} is not shown below archive/by-filing: {}", base::label(view.filing),
                     base::describe(error));
    return desk.ledger.set_view_aside(view.filing, base::describe(error),
                                      desk.clock.now() + kTryAgain);
}

}  // namespace

base::Result<> refresh_views(Desk& desk) {
    for (;;) {
        const auto now = desk.clock.now();
        TRY_ASSIGN(const auto stale, desk.ledger.views_not_shown(now, kBatch));
        if (stale.empty()) return {};
        std::vector<storage::View> made;
        for (auto view : stale) {
            const auto renewed = renew(desk, view);
            if (renewed)
                made.push_back(std::move(view));
            else
                TRY(stand_aside(desk, view, renewed.error()));
        }
        TRY(desk.archive.sync());
        TRY(desk.ledger.mark_shown(made));
    }
}

}  // namespace pipeline
