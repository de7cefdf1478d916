#pragma once
/// Which state of a notice may follow which (docs/LEDGER.md). Anything else is a Conflict.

#include <array>
#include <cstddef>

#include "storage/records.h"

namespace storage {

struct Transition {
    NoticeState from;
    NoticeState to;
};

inline constexpr std::array kTransitions{
    Transition{NoticeState::Held, NoticeState::Queued},
    Transition{NoticeState::Held, NoticeState::Cancelled},
    Transition{NoticeState::Queued, NoticeState::Sending},
    Transition{NoticeState::Queued, NoticeState::Cancelled},
    Transition{NoticeState::Sending, NoticeState::Sent},
    Transition{NoticeState::Sending, NoticeState::Uncertain},
    Transition{NoticeState::Sending, NoticeState::Refused},
    Transition{NoticeState::Sending, NoticeState::Queued},       // 4xx
    Transition{NoticeState::Sent, NoticeState::Refused},         // a bounce came back
    Transition{NoticeState::Uncertain, NoticeState::Sent},       // a person found it
    Transition{NoticeState::Uncertain, NoticeState::Refused},    // a bounce came back
    Transition{NoticeState::Uncertain, NoticeState::Queued},     // outbox resend
    Transition{NoticeState::Uncertain, NoticeState::Cancelled},  // outbox drop
    Transition{NoticeState::Refused, NoticeState::Queued},
    Transition{NoticeState::Refused, NoticeState::Cancelled},
};

constexpr bool may_follow(NoticeState from, NoticeState to) {
    for (const Transition& entry : kTransitions)
        if (entry.from == from && entry.to == to) return true;
    return false;
}

static_assert(!may_follow(NoticeState::Held, NoticeState::Sending), "held is never sent");
static_assert(!may_follow(NoticeState::Sent, NoticeState::Queued), "sent is never sent again");
static_assert(!may_follow(NoticeState::Cancelled, NoticeState::Queued), "cancelled is the end");

}  // namespace storage
