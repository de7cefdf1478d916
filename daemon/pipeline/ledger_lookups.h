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

/// Brings a snapshot of `day`, as of the journal's line `seen`, up to now, where since then mail
/// was settled for the first time and nothing else happened: what a settlement writes bears the
/// number of its line, and only people's acts and a new judgement remove a filing.
base::Result<> follow_settled(storage::Ledger& ledger, const config::Rulebook& rulebook,
                              base::Date day, base::JournalNumber seen, duties::Snapshot& snapshot);

/// The office's own items that a person filed by hand.
base::Result<duties::OfficeItemsDone> office_items_done(storage::Ledger& ledger,
                                                        const config::Rulebook& rulebook);

}  // namespace pipeline
