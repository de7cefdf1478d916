#include "daemon/service/pipeline_worker.h"

#include "daemon/pipeline/health.h"
#include "daemon/service/log.h"

namespace service {
namespace {

constexpr std::chrono::seconds kLook{1};  ///< for what filingctl left in the ledger
constexpr std::chrono::seconds kAfterFailure{10};

}  // namespace

base::Result<std::unique_ptr<PipelineWorker>> PipelineWorker::open(const config::Rulebook& rulebook,
                                                                   const Mode& mode, Wake& wake,
                                                                   Wake& mailer) {
    TRY_ASSIGN(auto stores,
               pipeline::open_stores(base::system_env(), rulebook.settings.state_directory));
    TRY_ASSIGN(auto parser, pipeline::start_parser(rulebook.settings.parser));
    std::unique_ptr<PipelineWorker> worker(
        new PipelineWorker(rulebook, mode, std::move(stores), std::move(parser), wake, mailer));
    TRY(worker->pipeline_.start());
    return worker;
}

PipelineWorker::PipelineWorker(const config::Rulebook& rulebook, const Mode& mode,
                               pipeline::Stores stores,
                               std::unique_ptr<pipeline::ParserProcess> parser, Wake& wake,
                               Wake& mailer)
    : stores_(std::move(stores)),
      desk_(stores_.desk(rulebook, base::system_env(), base::system_clock())),
      parser_(std::move(parser)),
      pipeline_(desk_, *parser_),
      wake_(wake),
      mailer_(mailer) {
    desk_.hold = mode.hold;
    desk_.as_of = mode.as_of;
}

void PipelineWorker::finish() {
    finishing_ = true;
    wake_.signal();
}

void PipelineWorker::run(std::stop_token stop) {
    const std::stop_callback awake(stop, [this] { wake_.signal(); });
    while (!stop.stop_requested()) {
        const bool was_finishing = finishing_;
        const auto worked = work(stop);
        note(worked ? std::nullopt : std::optional(worked.error()));
        if (!worked) {
            if (was_finishing) return;
            wake_.wait(kAfterFailure);
        } else if (!*worked) {
            if (was_finishing) return;
            wake_.wait(kLook);
        }
    }
}

/// Leaves what stops the work where status and digest find it.
void PipelineWorker::note(std::optional<base::Error> failure) {
    if (!failure && !failure_) return;
    if (failure) error("pipeline: {}", base::describe(*failure));
    failure_ = std::move(failure);
    const std::string words =
        failure_ ? "处理暂停，稍后自动重试：" + base::describe(*failure_) : std::string();
    const auto noted = desk_.ledger.transaction(
        [&] { return desk_.ledger.put_value(pipeline::kPipelineState, words); });
    if (!noted) warning("status not recorded: {}", base::describe(noted.error()));
}

/// A batch, or, when there is none, what must be done from time to time.
base::Result<bool> PipelineWorker::work(std::stop_token stop) {
    TRY_ASSIGN(const bool worked, pipeline_.work_once(stop));
    if (!worked) TRY(pipeline_.tick());
    mailer_.signal();
    return worked;
}

}  // namespace service
