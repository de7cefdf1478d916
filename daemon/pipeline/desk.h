#pragma once
/// What the pipeline thread works with: the rulebook, the stores, the clock. Everything here
/// belongs to that one thread (filingctl makes its own). Plain aggregate; outlives the steps that
/// refer to it.

#include <optional>

#include "base/clock.h"
#include "base/env.h"
#include "config/rulebook.h"
#include "daemon/pipeline/journal_keeper.h"
#include "daemon/pipeline/standing_duties.h"
#include "storage/archive.h"
#include "storage/ledger.h"
#include "storage/spool.h"

namespace pipeline {

struct Desk {
    const config::Rulebook& rulebook;
    base::Env& env;
    const base::Clock& clock;
    storage::Ledger& ledger;
    storage::Spool& spool;
    storage::Archive& archive;
    JournalKeeper& journal;
    bool hold = false;                   ///< render and keep every notice, send nothing
    std::optional<base::Instant> as_of;  ///< rehearsal clock of --as-of
    StandingDuties standing = {};        ///< of the day last asked for

    /// The clock of duties, reminders and digests.
    [[nodiscard]] base::Instant duty_time() const { return as_of.value_or(clock.now()); }
};

}  // namespace pipeline
