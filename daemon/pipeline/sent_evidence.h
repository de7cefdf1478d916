#pragma once
/// Uncertain notices resolved by evidence: their Message-IDs are looked for in the folder of sent
/// mail of the account that sent them, two minutes after they became uncertain and then every hour,
/// at most five times over all runs; what is found was sent, what is not stays for a person
/// (docs/MANNERS.md). Belongs to the mailbox's thread, with its ledger connection.

#include "base/clock.h"
#include "config/rulebook.h"
#include "daemon/imap/sent_lookup.h"
#include "storage/ledger.h"

namespace pipeline {

class SentEvidence final : public imap::Errand {
 public:
    /// `applies`: whether this mailbox is of the account that sends.
    SentEvidence(storage::Ledger& ledger, const base::Clock& clock, bool applies)
        : ledger_(ledger), clock_(clock), applies_(applies) {}

    std::optional<std::chrono::milliseconds> due_in() override;
    base::Result<> run(imap::Session& session) override;

    /// The lookup's outcome for what is due: `ids` stand in the folder. Public for tests.
    base::Result<> conclude(const std::vector<std::string>& ids);
    /// Counts a try of each notice that is due, before it is made: a connection that breaks at it
    /// counts too.
    base::Result<> count_tries();

 private:
    struct Try {
        std::uint64_t made = 0;
        base::Instant next{};
    };
    base::Result<Try> try_of(const storage::Notice& notice);
    base::Result<std::vector<storage::Notice>> open_notices();
    base::Result<std::optional<base::Instant>> earliest();

    storage::Ledger& ledger_;
    const base::Clock& clock_;
    bool applies_;
};

/// Whether mail of `smtp` is sent by this mailbox's account.
bool sends_for(const config::MailboxSettings& mailbox, const config::SmtpSettings& smtp);

}  // namespace pipeline
