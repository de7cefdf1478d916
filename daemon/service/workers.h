#pragma once
/// Everything that works by one rulebook: the pipeline, a thread a mailbox, the mailer, the links.
/// Owns the rulebook and the threads. Made, started and stopped by the main thread; one at a time a
/// state directory, whose lock the caller holds. New rules are a new Workers, made after the old
/// one is gone.

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/service/link_worker.h"
#include "daemon/service/mailbox_worker.h"
#include "daemon/service/mailer_worker.h"
#include "daemon/service/pages_worker.h"
#include "daemon/service/pipeline_worker.h"
#include "daemon/service/wake.h"
#include "storage/ledger.h"

namespace service {

class Workers {
 public:
    /// Opens the stores and starts the parser; no thread runs yet.
    static base::Result<std::unique_ptr<Workers>> open(config::Rulebook rulebook,
                                                       PipelineWorker::Mode mode);
    ~Workers() { stop(); }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Each in a thread of its own, until stop().
    void start();
    /// Within five seconds; everything is as after the end of the process.
    void stop();
    void request_stop() { stop_.request_stop(); }

    /// Instead of start(): everything new, everything to settled, everything due, then the end. The
    /// failure that counts, if any.
    std::optional<base::Error> once();

    [[nodiscard]] const config::Rulebook& rulebook() const { return rulebook_; }
    PipelineWorker& pipeline() { return *pipeline_; }
    [[nodiscard]] std::size_t mailboxes() const { return mailboxes_.size(); }
    /// How filingd is, by a ledger connection of the main thread's own.
    base::Result<std::string> sentence();
    /// Leaves a small fact in the ledger, for status and digest.
    base::Result<> note(std::string_view key, const std::string& value);

 private:
    explicit Workers(config::Rulebook rulebook) : rulebook_(std::move(rulebook)) {}
    base::Result<> open_all(PipelineWorker::Mode mode);
    base::Result<> forget_troubles();
    base::Result<> read_pages();
    base::Result<> look_at_links();
    base::Result<storage::Ledger*> main_ledger();

    config::Rulebook rulebook_;
    std::stop_source stop_;
    Wake pipeline_wake_;
    Wake mailer_wake_;
    std::unique_ptr<PipelineWorker> pipeline_;
    std::vector<std::unique_ptr<MailboxWorker>> mailboxes_;
    std::unique_ptr<PagesWorker> pages_;
    std::unique_ptr<MailerWorker> mailer_;
    std::unique_ptr<LinkWorker> links_;
    std::unique_ptr<storage::Ledger> main_ledger_;
    std::vector<std::jthread> threads_;
};

}  // namespace service
