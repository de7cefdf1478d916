#include "daemon/service/link_worker.h"

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
    TRY_ASSIGN(auto stores, pipeline::open_side_stores(rulebook.settings.state_directory));
    return std::unique_ptr<LinkWorker>(new LinkWorker(std::move(stores), rulebook, spool, journal));
}

LinkWorker::LinkWorker(pipeline::SideStores stores, const config::Rulebook& rulebook,
                       storage::Spool& spool, pipeline::JournalKeeper& journal)
    : stores_(std::move(stores)),
      desk_(stores_.desk(rulebook, spool, journal)),
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
