#pragma once
/// The mailer thread: its ledger connection, the SMTP handle, and the outbox that it empties.

#include <memory>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "daemon/pipeline/outbox_runner.h"
#include "daemon/service/wake.h"

namespace service {

class MailerWorker {
 public:
    /// Opening marks what was being sent when filingd ended as uncertain.
    static base::Result<std::unique_ptr<MailerWorker>> open(const config::Rulebook& rulebook,
                                                            pipeline::JournalKeeper& journal,
                                                            Wake& wake);
    /// Sends what is due until a stop is requested.
    void run(std::stop_token stop);
    /// Sends what is due now.
    base::Result<> drain(std::stop_token stop);

 private:
    MailerWorker(const config::Rulebook& rulebook, pipeline::JournalKeeper& journal, Wake& wake,
                 std::unique_ptr<storage::Ledger> ledger);
    void publish();

    std::unique_ptr<storage::Ledger> ledger_;
    smtp::Mailer mailer_;
    pipeline::OutboxRunner outbox_;
    Wake& wake_;
    std::string trouble_;
};

}  // namespace service
