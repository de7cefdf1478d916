#include "daemon/service/link_worker.h"

#include "base/clock.h"
#include "daemon/pipeline/stores.h"
#include "daemon/service/log.h"

namespace service {
namespace {

constexpr std::chrono::minutes kLook{1};
constexpr std::chrono::minutes kAfterFailure{10};
constexpr std::chrono::seconds kOnce{60};
constexpr std::size_t kMost = 20;  ///< links a round; the rest comes a minute later

}  // namespace

base::Result<std::unique_ptr<LinkWorker>> LinkWorker::open(const config::Rulebook& rulebook,
                                                           storage::Spool& spool,
                                                           pipeline::JournalKeeper& journal) {
    const std::string& directory = rulebook.settings.state_directory;
    TRY_ASSIGN(auto ledger, storage::Ledger::open(pipeline::ledger_path(directory)));
    TRY_ASSIGN(auto archive, storage::Archive::open(base::system_env(), directory));
    return std::unique_ptr<LinkWorker>(
        new LinkWorker(rulebook, spool, journal, std::move(ledger), std::move(archive)));
}

LinkWorker::LinkWorker(const config::Rulebook& rulebook, storage::Spool& spool,
                       pipeline::JournalKeeper& journal, std::unique_ptr<storage::Ledger> ledger,
                       storage::Archive archive)
    : ledger_(std::move(ledger)),
      archive_(std::move(archive)),
      desk_{rulebook,
            base::system_env(),
            base::system_clock(),
            *ledger_,
            spool,
            archive_,
            journal,
            false,
            {}},
      fetcher_(links::public_policy()) {}

void LinkWorker::run(std::stop_token stop) {
    const std::stop_callback awake(stop, [this] { wake_.signal(); });
    while (!stop.stop_requested()) {
        const auto visited = round(kMost, base::Monotonic::max(), stop);
        if (!visited) warning("links: {}", base::describe(visited.error()));
        if (!stop.stop_requested()) wake_.wait(visited ? kLook : kAfterFailure);
    }
}

base::Result<> LinkWorker::drain(std::stop_token stop) {
    const auto until = desk_.clock.monotonic() + kOnce;
    while (!stop.stop_requested()) {
        TRY_ASSIGN(const std::size_t visited, round(kMost, until, stop));
        if (visited == 0) break;
    }
    return {};
}

base::Result<std::size_t> LinkWorker::round(std::size_t most, base::Monotonic until,
                                            const std::stop_token& stop) {
    links::Round round(
        desk_,
        [this](const links::PageUrl& url, std::chrono::milliseconds within, std::stop_token asked) {
            return fetcher_.get(url, within, std::move(asked));
        },
        [this](const links::Page& page) { return read(page); });
    auto visited = round.run(most, until, stop);
    parser_.reset();
    return visited;
}

base::Result<std::optional<links::PageFacts>> LinkWorker::read(const links::Page& page) {
    const auto& settings = desk_.rulebook.settings.parser;
    if (!parser_) {
        config::ParserSettings alone = settings;
        alone.children = 1;
        TRY_ASSIGN(parser_, pipeline::start_parser(alone));
    }
    return links::read_page(*parser_, page, pipeline::limits_from(settings));
}

}  // namespace service
