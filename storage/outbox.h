#pragma once
/// The outbox as the mailer thread sees it: which notice goes next, and its states around the
/// sending. `sending` is committed before anything goes out. A view over one Ledger, on its thread.

#include <optional>
#include <string_view>

#include "storage/ledger.h"

namespace storage {

class Outbox {
 public:
    explicit Outbox(Ledger& ledger) : ledger_(&ledger) {}
    /// The queued notice to send now: digest and alarm, then reminder, then receipt; send_after
    /// respected.
    base::Result<std::optional<Notice>> next_to_send(base::Instant now);
    /// Commits `sending` and one attempt more. Conflict when it is not queued any more.
    base::Result<> begin_sending(base::NoticeId id, base::Instant now);
    /// What became of it: sent, uncertain, refused, or queued again with send_after.
    base::Result<> finish(base::NoticeId id, NoticeState state, std::string_view answer,
                          std::optional<base::Instant> send_after, base::Instant now);
    /// At start: what an earlier life left in `sending` becomes uncertain. Returns how many.
    base::Result<std::size_t> recover(base::Instant now);
    /// Cancels what was held for more than 3 days. Returns how many.
    base::Result<std::size_t> expire_held(base::Instant now);

 private:
    base::Result<std::size_t> move_all(NoticeState from, NoticeState to, std::string_view answer,
                                       base::Instant created_until, base::Instant now);
    Ledger* ledger_;
};

}  // namespace storage
