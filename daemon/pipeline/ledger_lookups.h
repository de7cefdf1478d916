#pragma once
/// Small questions to the ledger that several steps and commands ask. Belongs to the caller's
/// thread.

#include <optional>

#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/duties/duties.h"
#include "daemon/duties/office_tasks.h"
#include "daemon/pipeline/filer.h"
#include "storage/ledger.h"

namespace pipeline {

/// The documents of a filing with their hashes and arrivals; empty for none.
base::Result<KnownDocuments> known_documents(storage::Ledger& ledger,
                                             const std::optional<storage::Filing>& filing);

/// The ledger as it stood at the end of `day`: filings and reviews that had arrived by then.
base::Result<duties::Snapshot> snapshot_at(storage::Ledger& ledger,
                                           const config::Rulebook& rulebook, base::Date day);

/// Brings a snapshot of `day` from the journal's line `seen` to its line `last`, where nothing but
/// mail was settled between them: what a settlement writes bears the number of its line.
base::Result<> follow_settled(storage::Ledger& ledger, const config::Rulebook& rulebook,
                              base::Date day, base::JournalNumber seen, base::JournalNumber last,
                              duties::Snapshot& snapshot);

/// The office's own items that a person filed by hand.
base::Result<duties::OfficeItemsDone> office_items_done(storage::Ledger& ledger,
                                                        const config::Rulebook& rulebook);

}  // namespace pipeline
