#pragma once
/// The thread that looks at publication links ([links] check). It has a ledger connection and an
/// archive of its own, and a parser of its own that lives as long as a round: so a slow site or a
/// page that a child dies of keeps no mail waiting, and no process waits a month for the next page.

#include <functional>
#include <memory>
#include <stop_token>

#include "base/result.h"
#include "daemon/links/fetcher.h"
#include "daemon/links/round.h"
#include "daemon/pipeline/parser_process.h"
#include "daemon/pipeline/stores.h"
#include "daemon/service/wake.h"

namespace service {

class LinkWorker {
 public:
    static base::Result<std::unique_ptr<LinkWorker>> open(const config::Rulebook& rulebook,
                                                          storage::Spool& spool,
                                                          pipeline::JournalKeeper& journal);
    /// Looks at what is due until a stop is requested.
    void run(std::stop_token stop);
    /// Looks at what is due now, for a minute at most and the page that is then being opened.
    base::Result<> drain(std::stop_token stop);

 private:
    LinkWorker(pipeline::SideStores stores, const config::Rulebook& rulebook, storage::Spool& spool,
               pipeline::JournalKeeper& journal);
    base::Result<std::size_t> round(std::size_t most, base::Monotonic until,
                                    const std::stop_token& stop);
    base::Result<std::optional<links::PageFacts>> read(const links::Page& page);

    pipeline::SideStores stores_;
    pipeline::Desk desk_;
    links::Fetcher fetcher_;
    std::unique_ptr<pipeline::ParserProcess> parser_;  ///< while a round needs it
    Wake wake_;
};

}  // namespace service
