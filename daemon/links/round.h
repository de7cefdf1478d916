#pragma once
/// One round of visits to publication links that are due: fetch, have read, compare, record. What
/// was found is one transaction a link; a link that ended filingd is left alone until the next day.
/// One thread, with its own ledger connection. An error is the house's own trouble (ledger, disk,
/// parser) and ends the round; whatever a site does is a result.

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/result.h"
#include "daemon/links/check.h"
#include "daemon/links/page.h"
#include "daemon/pipeline/desk.h"

namespace links {

class Round {
 public:
    using Reader = std::function<base::Result<std::optional<PageFacts>>(const Page&)>;

    Round(pipeline::Desk& desk, Get get, Reader reader)
        : desk_(desk), get_(std::move(get)), reader_(std::move(reader)) {}

    /// Visits what is due, at most `most` links and until `until`; how many were visited.
    base::Result<std::size_t> run(std::size_t most, base::Monotonic until,
                                  const std::stop_token& stop);

 private:
    base::Result<> visit(const storage::Link& link, const std::stop_token& stop);
    base::Result<> reach(const std::string& url, const std::stop_token& stop);
    base::Result<> record(storage::Link link, const storage::Filing& filing,
                          storage::LinkVisit visit);
    base::Result<> record_unopened(storage::Link link, const storage::Filing& filing);
    base::Result<> write_journal(const storage::Link& link, const storage::Filing& filing,
                                 const storage::LinkVisit* visit);

    pipeline::Desk& desk_;
    Get get_;
    Reader reader_;
    // The page last fetched: units of one county often publish on one page.
    std::string url_;
    Page page_;
    std::optional<PageFacts> facts_;
};

}  // namespace links
