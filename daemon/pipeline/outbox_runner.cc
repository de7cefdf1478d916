#include "daemon/pipeline/outbox_runner.h"

#include <algorithm>

#include "daemon/service/log.h"

namespace pipeline {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using storage::NoticeState;

constexpr minutes kFirstRetry{5};
constexpr minutes kLongestRetry{67};
constexpr days kLifetime{5};
constexpr std::uint64_t kReceiptsPerAddressAndHour = 10;

minutes retry_after(std::uint32_t attempts) {
    const auto doubled = kFirstRetry * (1 << std::min<std::uint32_t>(attempts, 6));
    return std::min<minutes>(doubled, kLongestRetry);
}

smtp::Delivery nothing_handed_over(const base::Error& error) {
    smtp::Delivery delivery;
    delivery.fate = error.kind == base::Kind::Auth ? smtp::Fate::Login : smtp::Fate::Later;
    delivery.answer = base::describe(error);
    return delivery;
}

}  // namespace

OutboxRunner::OutboxRunner(const config::Rulebook& rulebook, storage::Ledger& ledger,
                           JournalKeeper& journal, const base::Clock& clock, Send send)
    : rulebook_(rulebook),
      ledger_(ledger),
      journal_(journal),
      clock_(clock),
      send_(std::move(send)),
      outbox_(ledger) {}

base::Result<> OutboxRunner::recover() {
    TRY_ASSIGN(const auto uncertain, outbox_.recover(clock_.now()));
    if (uncertain > 0)
        service::warning("{} notices may or may not have gone out: filingctl outbox", uncertain);
    return {};
}

base::Result<bool> OutboxRunner::send_next(std::stop_token stop) {
    const auto now = clock_.now();
    TRY(outbox_.expire_held(now));
    if (paused_until_ && now < *paused_until_) return false;
    TRY_ASSIGN(const auto notice, outbox_.next_to_send(now));
    if (!notice) return false;
    TRY_ASSIGN(const bool may, may_send(*notice, now));
    if (!may) return false;
    TRY(deliver(*notice, stop));
    return true;
}

/// Pace and caps. A receipt over its cap is cancelled; everything else waits.
base::Result<bool> OutboxRunner::may_send(const storage::Notice& notice, base::Instant now) {
    const auto& smtp = rulebook_.settings.smtp;
    TRY_ASSIGN(const auto quarter, ledger_.count_sent_since(now - minutes(15), ""));
    TRY_ASSIGN(const auto day, ledger_.count_sent_since(now - hours(24), ""));
    if (quarter >= smtp.per_15_minutes || day >= smtp.per_day) return false;
    if (notice.kind != storage::NoticeKind::Receipt) return true;
    TRY_ASSIGN(const auto to_address, ledger_.count_sent_since(now - hours(1), notice.to.front()));
    if (to_address < kReceiptsPerAddressAndHour) return true;
    TRY(ledger_.transaction([&] {
        return ledger_.set_notice_state(notice.id, NoticeState::Cancelled,
                                        "more receipts in an hour than one address may get", {},
                                        now);
    }));
    return false;
}

base::Result<> OutboxRunner::deliver(const storage::Notice& notice, std::stop_token stop) {
    TRY(outbox_.begin_sending(notice.id, clock_.now()));
    TRY(journal_.catch_up(ledger_));
    auto delivery = send_(notice.to, notice.rendered, stop);
    if (!delivery) return conclude(notice, nothing_handed_over(delivery.error()));
    return conclude(notice, *delivery);
}

base::Result<> OutboxRunner::conclude(const storage::Notice& notice,
                                      const smtp::Delivery& delivery) {
    const auto now = clock_.now();
    NoticeState state = NoticeState::Sent;
    std::optional<base::Instant> again;
    switch (delivery.fate) {
        case smtp::Fate::Sent:
            trouble_.clear();
            login_was_refused_ = false;
            paused_until_.reset();
            break;
        case smtp::Fate::Refused:
            state = NoticeState::Refused;
            break;
        case smtp::Fate::Uncertain:
            state = NoticeState::Uncertain;
            break;
        case smtp::Fate::Login:
            note_refused_login(now);
            state = NoticeState::Queued;
            again = paused_until_;
            break;
        case smtp::Fate::Later:
            trouble_ = "发件服务器暂时不接收邮件，稍后自动重试";
            state =
                now - notice.created_at > kLifetime ? NoticeState::Refused : NoticeState::Queued;
            if (state == NoticeState::Queued) again = now + retry_after(notice.attempts);
            break;
    }
    service::info("notice {} {}: {}", base::label(notice.id), storage::name(state),
                  delivery.answer);
    TRY(outbox_.finish(notice.id, state, delivery.answer, again, now));
    return journal_.catch_up(ledger_);
}

void OutboxRunner::note_refused_login(base::Instant now) {
    paused_until_ = now + (login_was_refused_ ? std::chrono::minutes(hours(6)) : minutes(10));
    login_was_refused_ = true;
    trouble_ = "发件登录被拒绝：请核对 [smtp] 密码文件中的授权码；期间通知不会丢失";
}

}  // namespace pipeline
