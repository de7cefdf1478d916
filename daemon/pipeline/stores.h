#pragma once
/// Everything below the state directory, opened together: what filingd's pipeline thread and each
/// filingctl command begin with. Owns the stores; one thread.

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/env.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

struct Stores {
    std::unique_ptr<storage::Ledger> ledger;
    storage::Spool spool;
    storage::Archive archive;
    std::unique_ptr<JournalKeeper> journal;

    [[nodiscard]] Desk desk(const config::Rulebook& rulebook, base::Env& env,
                            const base::Clock& clock) {
        return Desk{rulebook, env, clock, *ledger, spool, archive, *journal, false, {}, {}};
    }
};

/// What a thread beside the pipeline has of its own; spool and journal it shares.
struct SideStores {
    std::unique_ptr<storage::Ledger> ledger;
    storage::Archive archive;

    [[nodiscard]] Desk desk(const config::Rulebook& rulebook, storage::Spool& spool,
                            JournalKeeper& journal) {
        return Desk{rulebook,
                    base::system_env(),
                    base::system_clock(),
                    *ledger,
                    spool,
                    archive,
                    journal,
                    false,
                    {},
                    {}};
    }
};

/// Makes the state directory (0700) where there is none.
base::Result<> make_state_directory(base::Env& env, const std::string& directory);
base::Result<Stores> open_stores(base::Env& env, const std::string& state_directory);
base::Result<SideStores> open_side_stores(const std::string& state_directory);
std::string ledger_path(const std::string& state_directory);

}  // namespace pipeline
