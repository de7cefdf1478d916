#include "daemon/service/pages_worker.h"

#include "daemon/pipeline/health.h"
#include "daemon/pipeline/pages_step.h"
#include "daemon/service/log.h"

namespace service {
namespace {

constexpr std::chrono::seconds kLook{1};
constexpr std::chrono::seconds kAfterFailure{60};

}  // namespace

base::Result<std::unique_ptr<PagesWorker>> PagesWorker::open(const config::Rulebook& rulebook,
                                                             storage::Spool& spool,
                                                             pipeline::JournalKeeper& journal,
                                                             Wake& done) {
    TRY_ASSIGN(auto stores, pipeline::open_side_stores(rulebook.settings.state_directory));
    return std::unique_ptr<PagesWorker>(
        new PagesWorker(std::move(stores), rulebook, spool, journal, done));
}

PagesWorker::PagesWorker(pipeline::SideStores stores, const config::Rulebook& rulebook,
                         storage::Spool& spool, pipeline::JournalKeeper& journal, Wake& done)
    : stores_(std::move(stores)), desk_(stores_.desk(rulebook, spool, journal)), done_(done) {}

void PagesWorker::run(std::stop_token stop) {
    const std::stop_callback awake(stop, [this] { wake_.signal(); });
    while (!stop.stop_requested()) {
        const auto drained = drain(stop);
        note(drained ? std::nullopt : std::optional(drained.error()));
        if (!stop.stop_requested()) wake_.wait(drained ? kLook : kAfterFailure);
    }
}

base::Result<> PagesWorker::drain(std::stop_token stop) {
    TRY_ASSIGN(const auto waiting, desk_.ledger.pages_work(desk_.clock.now(), 1));
    if (waiting.empty()) return {};
    TRY_ASSIGN(const auto page_reader, pipeline::make_page_reader(desk_.rulebook.settings.parser));
    pipeline::Pages pages(desk_, *page_reader);
    while (!stop.stop_requested()) {
        TRY_ASSIGN(const bool worked, pages.work_once(stop));
        if (!worked) break;
        done_.signal();
    }
    return {};
}

/// Leaves what keeps pages from being read where status and digest find it.
void PagesWorker::note(std::optional<base::Error> failure) {
    if (!failure && !failure_) return;
    if (failure) error("pages: {}", base::describe(*failure));
    failure_ = std::move(failure);
    const std::string words =
        failure_ ? "扫描件暂时无法识别，稍后自动重试：" + base::describe(*failure_) : std::string();
    const auto noted = desk_.ledger.transaction(
        [&] { return desk_.ledger.put_value(pipeline::kPagesState, words); });
    if (!noted) warning("status not recorded: {}", base::describe(noted.error()));
}

}  // namespace service
