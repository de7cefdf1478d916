#include "daemon/pipeline/still_due.h"

#include <algorithm>

#include "daemon/duties/stages.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

using storage::NoticeState;

constexpr std::chrono::minutes kAskAgain{30};

/// A reminder that was tried keeps its stages, and waits: it must not leave at night, nor while
/// nobody knows what came in.
base::Result<> postpone(storage::Ledger& ledger, const config::Rulebook& rulebook,
                        const storage::Notice& notice, base::Instant now) {
    const auto again =
        duties::next_leaving(rulebook, now + kAskAgain).value_or(now + std::chrono::hours(24));
    return ledger.transaction([&]() -> base::Result<> {
        TRY(ledger.set_notice_state(notice.id, NoticeState::Sending, "", {}, now));
        return ledger.set_notice_state(notice.id, NoticeState::Queued, notice.answer, again, now);
    });
}

/// A part came in, or was taken back: the text is not true any more.
base::Result<bool> changed_since(storage::Ledger& ledger, const duties::Duty& duty,
                                 base::Instant made) {
    if (!duty.filing) return false;
    TRY_ASSIGN(const auto history, ledger.history(base::label(duty.filing)));
    return std::ranges::any_of(history, [&](const auto& entry) { return entry.at > made; });
}

template <class T>
bool is_about(const T& row, const storage::NoticeItem& item) {
    return row.unit == item.unit && row.obligation == item.obligation && row.period == item.period;
}

bool all_dead(const storage::Notice& notice, const Reminding& reminding) {
    return std::ranges::all_of(
        notice.to, [&](const std::string& each) { return reminding.dead.contains(each); });
}

}  // namespace

base::Result<std::string_view> reason_to_withdraw(storage::Ledger& ledger,
                                                  const config::Rulebook& rulebook,
                                                  const Reminding& reminding,
                                                  const std::vector<duties::Duty>& duties,
                                                  const std::vector<storage::NoticeItem>& items,
                                                  base::Instant made) {
    if (items.empty()) return "a rehearsal is never sent";
    for (const auto& item : items) {
        if (reminding.paused.contains(item.unit)) return "the unit is paused";
        const auto duty = std::ranges::find_if(
            duties, [&](const duties::Duty& each) { return is_about(each, item); });
        if (duty == duties.end() || !is_wanted(rulebook, reminding, *duty))
            return "something in it is not owed any more";
        TRY_ASSIGN(const bool changed, changed_since(ledger, *duty, made));
        if (changed) return "what is missing has changed";
    }
    return "";
}

base::Result<> withdraw(storage::Ledger& ledger, base::NoticeId id, std::string_view reason,
                        base::Instant now) {
    return ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto notice, ledger.notice(id));
        const bool waits =
            notice && (notice->state == NoticeState::Queued || notice->state == NoticeState::Held);
        if (!waits) return {};
        TRY(ledger.set_notice_state(id, NoticeState::Cancelled, reason, {}, now));
        if (notice->attempts == 0) TRY(ledger.free_key(id));
        service::info("notice {} cancelled: {}", base::label(id), reason);
        return {};
    });
}

base::Result<bool> still_due(storage::Ledger& ledger, const config::Rulebook& rulebook,
                             StandingDuties& standing, const storage::Notice& notice,
                             base::Instant now) {
    if (notice.kind != storage::NoticeKind::Reminder) return true;
    const base::Date today = base::date_of(now);
    TRY_ASSIGN(const auto reminding, allowed_at(ledger, rulebook, now));
    TRY_ASSIGN(const auto* owed, standing.at(ledger, rulebook, today));
    TRY_ASSIGN(auto reason, reason_to_withdraw(ledger, rulebook, reminding, owed->duties,
                                               notice.items, notice.created_at));
    if (reason.empty() && all_dead(notice, reminding)) reason = "its addresses came back";
    const bool tried = notice.attempts > 0;
    TRY_ASSIGN(const bool fetched, mailboxes_read(ledger, rulebook, now));
    // What it asks for may be among what is being settled.
    TRY_ASSIGN(const auto work, ledger.work(now, 1));
    const bool read = fetched && work.empty();
    const bool leaves = read && duties::may_leave(rulebook, now);
    // The job makes a new one, from what is due then.
    if (reason.empty() && !tried && !read) reason = "not all mail is read";
    if (reason.empty() && !tried && (!leaves || base::date_of(notice.created_at) != today))
        reason = "its day is over";
    if (!reason.empty()) {
        TRY(withdraw(ledger, notice.id, reason, now));
        return false;
    }
    if (!leaves) {
        TRY(postpone(ledger, rulebook, notice, now));
        return false;
    }
    TRY(ledger.transaction(
        [&] { return ledger.put_value(left_value(notice.unit), base::format_date(today)); }));
    return true;
}

}  // namespace pipeline
