#include "daemon/service/mailer_worker.h"

#include "daemon/pipeline/health.h"
#include "daemon/pipeline/stores.h"
#include "daemon/service/log.h"

namespace service {
namespace {

constexpr std::chrono::seconds kLook{1};

}  // namespace

base::Result<std::unique_ptr<MailerWorker>> MailerWorker::open(const config::Rulebook& rulebook,
                                                               pipeline::JournalKeeper& journal,
                                                               Wake& wake) {
    TRY_ASSIGN(auto ledger,
               storage::Ledger::open(pipeline::ledger_path(rulebook.settings.state_directory)));
    std::unique_ptr<MailerWorker> worker(
        new MailerWorker(rulebook, journal, wake, std::move(ledger)));
    TRY(worker->outbox_.recover());
    return worker;
}

MailerWorker::MailerWorker(const config::Rulebook& rulebook, pipeline::JournalKeeper& journal,
                           Wake& wake, std::unique_ptr<storage::Ledger> ledger)
    : ledger_(std::move(ledger)),
      mailer_(rulebook.settings.smtp),
      outbox_(rulebook, *ledger_, journal, base::system_clock(),
              [this](const std::vector<std::string>& to, const std::string& message,
                     std::stop_token stop) { return mailer_.send(to, message, stop); }),
      wake_(wake) {}

void MailerWorker::run(std::stop_token stop) {
    const std::stop_callback awake(stop, [this] { wake_.signal(); });
    while (!stop.stop_requested()) {
        const auto sent = drain(stop);
        if (!sent) warning("outbox: {}", base::describe(sent.error()));
        if (!stop.stop_requested()) wake_.wait(kLook);
    }
}

base::Result<> MailerWorker::drain(std::stop_token stop) {
    while (!stop.stop_requested()) {
        TRY_ASSIGN(const bool sent, outbox_.send_next(stop));
        publish();
        if (!sent) break;
    }
    return {};
}

void MailerWorker::publish() {
    if (outbox_.trouble() == trouble_) return;
    trouble_ = outbox_.trouble();
    const auto done =
        ledger_->transaction([&] { return ledger_->put_value(pipeline::kMailerState, trouble_); });
    if (!done) warning("status not recorded: {}", base::describe(done.error()));
}

}  // namespace service
