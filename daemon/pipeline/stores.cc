#include "daemon/pipeline/stores.h"

namespace pipeline {

std::string ledger_path(const std::string& state_directory) {
    return state_directory + "/ledger/ledger.db";
}

base::Result<> make_state_directory(base::Env& env, const std::string& directory) {
    TRY(env.make_directories(directory, 0700));
    return env.make_directories(directory + "/ledger", 0700);
}

base::Result<Stores> open_stores(base::Env& env, const std::string& state_directory) {
    TRY_ASSIGN(auto ledger, storage::Ledger::open(ledger_path(state_directory)));
    TRY_ASSIGN(auto spool, storage::Spool::open(env, state_directory));
    TRY_ASSIGN(auto archive, storage::Archive::open(env, state_directory));
    TRY_ASSIGN(auto journal, storage::Journal::open(env, archive.root()));
    return Stores{std::move(ledger), std::move(spool), std::move(archive),
                  std::make_unique<JournalKeeper>(std::move(journal))};
}

base::Result<SideStores> open_side_stores(const std::string& state_directory) {
    TRY_ASSIGN(auto ledger, storage::Ledger::open(ledger_path(state_directory)));
    TRY_ASSIGN(auto archive, storage::Archive::open(base::system_env(), state_directory));
    return SideStores{std::move(ledger), std::move(archive)};
}

}  // namespace pipeline
