#include "daemon/links/snapshots.h"

#include <span>

namespace links {

base::Result<std::string> spool_page(storage::Spool& spool, std::string_view page) {
    TRY_ASSIGN(auto incoming, spool.begin_object());
    TRY(incoming.write(page));
    TRY(incoming.finish());
    std::string hash = incoming.sha256();
    TRY(spool.commit_objects(std::span(&incoming, 1)));
    return hash;
}

base::Result<> keep_snapshots(pipeline::Desk& desk) {
    TRY_ASSIGN(const auto pages, desk.ledger.snapshots_in_spool());
    for (const auto& page : pages) {
        TRY(desk.archive.keep(desk.spool, {}, std::span(&page.sha256, 1)));
        TRY(desk.ledger.mark_snapshot_kept(page.sha256));
        TRY(desk.spool.remove_object(page.sha256));
    }
    return {};
}

}  // namespace links
