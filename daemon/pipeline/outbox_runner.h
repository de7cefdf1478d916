#pragma once
/// Sends what the outbox holds: one notice at a time, in the order digest and alarms, reminders,
/// receipts (design.md, Notices). A notice is committed as `sending`, and its journal line is on
/// disk, before a byte goes out; whatever is `sending` when filingd starts is `uncertain` and never
/// sent again by itself.
///   4xx or no server: queued again after 5, 10, 20, 40, 67 … minutes, for 5 days, then refused
///   5xx: refused    login refused: all sending pauses 10 minutes, then 6 hours    no answer after
///   the final dot: uncertain
///   163 says too fast: all sending pauses 15 minutes; the day's quota is used up, or the account
///   may not send: to the next day    taken for spam: refused
/// No mail goes to a dead address (bounces.h); a notice that would go to nobody else is cancelled.
/// Receipts over the caps of an address are cancelled, over the cap of all they wait:
/// docs/MANNERS.md. Pacing and caps use the real clock. Belongs to the mailer thread, with a ledger
/// connection of its own.

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "config/rulebook.h"
#include "daemon/pipeline/journal_keeper.h"
#include "daemon/pipeline/standing_duties.h"
#include "daemon/smtp/mailer.h"
#include "storage/outbox.h"

namespace pipeline {

class OutboxRunner {
 public:
    /// `send`: how a message goes out; the Mailer's send in the daemon, a script of answers in
    /// tests.
    using Send = std::function<base::Result<smtp::Delivery>(const std::vector<std::string>&,
                                                            const std::string&, std::stop_token)>;
    OutboxRunner(const config::Rulebook& rulebook, storage::Ledger& ledger, JournalKeeper& journal,
                 const base::Clock& clock, Send send);

    /// At start: what was being sent when filingd ended becomes uncertain.
    base::Result<> recover();
    /// Handles one notice that is due; false when there is none, or pacing or a refused login
    /// forbids it now.
    base::Result<bool> send_next(std::stop_token stop);
    /// Why nothing is sent at the moment, in plain Chinese for staff; empty when all is well.
    [[nodiscard]] std::string trouble() const;

 private:
    base::Result<bool> may_send_now(const storage::Notice& notice, base::Instant now);
    base::Result<> cancel(const storage::Notice& notice, std::string_view reason);
    base::Result<bool> cancel_over_cap(const storage::Notice& notice, base::Instant now);
    base::Result<bool> cancel_without_recipient(storage::Notice& notice);
    base::Result<> not_handed_over(const storage::Notice& notice, const base::Error& error);
    base::Result<> deliver(const storage::Notice& notice, std::stop_token stop);
    base::Result<> conclude(const storage::Notice& notice, const smtp::Delivery& delivery);
    void note_refused_login(base::Instant now);
    void note_limit(smtp::Limit limit, base::Instant now);

    const config::Rulebook& rulebook_;
    storage::Ledger& ledger_;
    JournalKeeper& journal_;
    const base::Clock& clock_;
    Send send_;
    storage::Outbox outbox_;
    StandingDuties standing_;
    std::optional<base::Instant> paused_until_;
    bool login_was_refused_ = false;
    std::string trouble_;  ///< of the last send
    std::string capped_;   ///< an address that writes too much
    std::optional<base::Instant> capped_until_;
    std::string unreachable_;  ///< no address of staff takes mail
};

}  // namespace pipeline
