#pragma once
/// The thread of one mailbox: its ledger connection, its store, the dialogue, and what status shows
/// of it.

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/imap/mailbox.h"
#include "daemon/imap/pause.h"
#include "daemon/pipeline/mailbox_store.h"
#include "daemon/pipeline/sent_evidence.h"

namespace service {

/// What staff should know of a mailbox; empty while all is well.
std::string sentence_of(const imap::MailboxStatus& status);

class MailboxWorker {
 public:
    /// `arrived` is called from this thread after each batch is safe.
    static base::Result<std::unique_ptr<MailboxWorker>> open(
        const config::Rulebook& rulebook, const config::MailboxSettings& settings,
        storage::Spool& spool, std::function<void()> arrived);
    /// Watches until a stop is requested.
    void run(std::stop_token stop) { mailbox_.run(stop); }
    /// Takes everything new and logs out.
    base::Result<> once(std::stop_token stop) { return mailbox_.once(stop); }

 private:
    MailboxWorker(const config::Rulebook& rulebook, const config::MailboxSettings& settings,
                  std::unique_ptr<storage::Ledger> ledger, storage::Spool& spool,
                  std::function<void()> arrived);
    void publish(const imap::MailboxStatus& status);
    void put(const std::string& key, const std::string& value);

    std::unique_ptr<storage::Ledger> ledger_;
    pipeline::MailboxStore store_;
    pipeline::SentEvidence evidence_;
    imap::Pause pause_;
    imap::Mailbox mailbox_;
    imap::Phase phase_ = imap::Phase::Stopped;
    std::string sentence_;
    std::optional<base::Instant> last_sync_;
};

}  // namespace service
