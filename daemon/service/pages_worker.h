#pragma once
/// The thread that has pages read (daemon/pipeline/pages_step): with a ledger connection, an
/// archive and a page reader of its own, so that no mail without scans waits for one with them. The
/// page reader lives as long as there is work: its model takes more memory than all of filingd.

#include <memory>
#include <optional>
#include <stop_token>

#include "base/result.h"
#include "daemon/pipeline/parser_process.h"
#include "daemon/pipeline/stores.h"
#include "daemon/service/wake.h"

namespace service {

class PagesWorker {
 public:
    /// `done` is signalled when a message can be judged.
    static base::Result<std::unique_ptr<PagesWorker>> open(const config::Rulebook& rulebook,
                                                           storage::Spool& spool,
                                                           pipeline::JournalKeeper& journal,
                                                           Wake& done);
    /// Until a stop is requested.
    void run(std::stop_token stop);
    /// Until no page waits, or stopped.
    base::Result<> drain(std::stop_token stop);

 private:
    PagesWorker(pipeline::SideStores stores, const config::Rulebook& rulebook,
                storage::Spool& spool, pipeline::JournalKeeper& journal, Wake& done);
    void note(std::optional<base::Error> failure);

    pipeline::SideStores stores_;
    pipeline::Desk desk_;
    Wake& done_;
    Wake wake_;
    std::optional<base::Error> failure_;
};

}  // namespace service
