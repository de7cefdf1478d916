#pragma once
/// A folder on its server against the ledger, for `reconcile`. Pure functions.

#include <cstdint>
#include <optional>
#include <span>

#include "daemon/imap/inspect.h"
#include "storage/records.h"

namespace ctl {

/// What the server lists and the ledger does not know, and the reverse.
struct Comparison {
    std::optional<std::size_t> on_server;  ///< none: an imported folder, no server stands behind it
    std::size_t unexplained = 0;
};

/// `live`: the UIDs of the folder's present life that still stand in the ledger. `listing`: of the
/// server, null when none was asked for this folder. A folder that the server no longer has leaves
/// every place that still stands unexplained.
Comparison compare(const storage::Accounting& line, std::span<const std::uint32_t> live,
                   const imap::FolderListing* listing);

}  // namespace ctl
