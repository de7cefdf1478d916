#pragma once
/// Pages kept as evidence. Order: the page durable in the spool, then the ledger's row that names
/// it, then the archive's name, then the spool's name goes. So a crash leaves no file in the
/// archive that the ledger does not know, and no row whose bytes are gone.

#include <string>
#include <string_view>

#include "base/result.h"
#include "daemon/pipeline/desk.h"

namespace links {

/// Makes the page durable in the spool; its hash.
base::Result<std::string> spool_page(storage::Spool& spool, std::string_view page);

/// Moves the pages that the ledger names from spool to archive. Also what a start does first.
base::Result<> keep_snapshots(pipeline::Desk& desk);

}  // namespace links
