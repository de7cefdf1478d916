#include "storage/outbox.h"

#include <algorithm>

namespace storage {

namespace {

constexpr std::chrono::hours kHeld{72};

int rank(NoticeKind kind) {
    return kind == NoticeKind::Receipt ? 2 : kind == NoticeKind::Reminder ? 1 : 0;
}

}  // namespace

base::Result<std::optional<Notice>> Outbox::next_to_send(base::Instant now) {
    TRY_ASSIGN(auto queued, ledger_->notices(NoticeState::Queued));
    std::erase_if(queued, [&](const Notice& notice) {
        return notice.send_after && *notice.send_after > now;
    });
    // Queued ones come by id; the first of the least rank is the oldest.
    const auto first = std::ranges::min_element(
        queued, {}, [](const Notice& notice) { return rank(notice.kind); });
    std::optional<Notice> next;
    if (first != queued.end()) next = std::move(*first);
    return next;
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
    std::size_t moved = 0;
    TRY(ledger_->transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto notices, ledger_->notices(from));
        for (const Notice& notice : notices) {
            if (notice.created_at > created_until) continue;
            TRY(ledger_->set_notice_state(notice.id, to, answer, std::nullopt, now));
            ++moved;
        }
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
