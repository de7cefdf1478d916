#include "storage/outbox.h"

namespace storage {

namespace {

constexpr std::chrono::hours kHeld{72};

}  // namespace

base::Result<std::optional<Notice>> Outbox::next_to_send(base::Instant now) {
    return ledger_->next_queued(now);
}

base::Result<> Outbox::begin_sending(base::NoticeId id, base::Instant now) {
    return ledger_->set_notice_state(id, NoticeState::Sending, "", std::nullopt, now);
}

base::Result<> Outbox::finish(base::NoticeId id, NoticeState state, std::string_view answer,
                              std::optional<base::Instant> send_after, base::Instant now) {
    return ledger_->set_notice_state(id, state, answer, send_after, now);
}

base::Result<std::size_t> Outbox::move_all(NoticeState from, NoticeState to,
                                           std::string_view answer, base::Instant created_until,
                                           base::Instant now) {
    // Asked first without a write lock: the mailer asks each time it looks for something to send.
    TRY_ASSIGN(const auto some, ledger_->notices_until(from, created_until));
    std::size_t moved = 0;
    if (some.empty()) return moved;
    TRY(ledger_->transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto notices, ledger_->notices_until(from, created_until));
        for (const base::NoticeId notice : notices)
            TRY(ledger_->set_notice_state(notice, to, answer, std::nullopt, now));
        moved = notices.size();
        return {};
    }));
    return moved;
}

base::Result<std::size_t> Outbox::recover(base::Instant now) {
    return move_all(NoticeState::Sending, NoticeState::Uncertain, "interrupted while sending",
                    base::Instant::max(), now);
}

base::Result<std::size_t> Outbox::expire_held(base::Instant now) {
    return move_all(NoticeState::Held, NoticeState::Cancelled, "held for more than 3 days",
                    now - kHeld, now);
}

}  // namespace storage
