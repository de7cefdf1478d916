#pragma once
/// The pipeline thread: its stores, the parser servers, and the work between mailbox and mailer.

#include <atomic>
#include <memory>
#include <stop_token>

#include "base/result.h"
#include "daemon/pipeline/parser_process.h"
#include "daemon/pipeline/pipeline.h"
#include "daemon/pipeline/stores.h"
#include "daemon/service/wake.h"

namespace service {

class PipelineWorker {
 public:
    struct Mode {
        bool hold = false;
        std::optional<base::Instant> as_of;
    };
    /// Opens the stores, starts the parser, and finishes what the last life left half done. To be
    /// called before any other thread writes.
    static base::Result<std::unique_ptr<PipelineWorker>> open(const config::Rulebook& rulebook,
                                                              const Mode& mode, Wake& wake,
                                                              Wake& mailer);
    /// Works until a stop is requested, or, once finish() was called, until nothing is left to do.
    void run(std::stop_token stop);
    void finish();
    /// By the caller's own thread, once run() has returned: until nothing is left to do now.
    base::Result<> drain(std::stop_token stop) { return pipeline_.drain(std::move(stop)); }

    pipeline::JournalKeeper& journal() { return *stores_.journal; }
    storage::Spool& spool() { return stores_.spool; }
    pipeline::Desk& desk() { return desk_; }
    /// What stops the work now; none once it goes on.
    [[nodiscard]] const std::optional<base::Error>& failure() const { return failure_; }

 private:
    PipelineWorker(const config::Rulebook& rulebook, const Mode& mode, pipeline::Stores stores,
                   std::unique_ptr<pipeline::ParserProcess> parser, Wake& wake, Wake& mailer);
    base::Result<bool> work(std::stop_token stop);
    void note(std::optional<base::Error> failure);

    pipeline::Stores stores_;
    pipeline::Desk desk_;
    std::unique_ptr<pipeline::ParserProcess> parser_;
    pipeline::Pipeline pipeline_;
    Wake& wake_;
    Wake& mailer_;
    std::atomic<bool> finishing_ = false;
    std::optional<base::Error> failure_;
};

}  // namespace service
