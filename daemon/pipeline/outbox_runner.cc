#include "daemon/pipeline/outbox_runner.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "daemon/pipeline/still_due.h"
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
constexpr minutes kAfterJournalFailure{1};
constexpr minutes kAfterTooFast{15};  // NetEase counts in windows of 15 minutes (MI:SFQ)
/// A department may file 20 decisions a day; a robot answers whatever it gets. Over the first two a
/// receipt is cancelled, over the third it waits.
constexpr std::uint64_t kReceiptsPerAddressAndHour = 10;
constexpr std::uint64_t kReceiptsPerAddressAndDay = 40;
constexpr std::uint64_t kNoticesPerHour = 100;
constexpr hours kCapIsTold{24};

/// A quota of the day is new when the day is; a little later, for clocks differ.
base::Instant next_day(base::Instant now) {
    return base::start_of(base::date_of(now) + days(1)) + minutes(10);
}

minutes retry_after(std::uint32_t attempts) {
    const auto doubled = kFirstRetry * (1 << std::min<std::uint32_t>(attempts, 6));
    return std::min<minutes>(doubled, kLongestRetry);
}

/// "a@b.test (550 no such user)" for each recipient the server did not take; empty when it took
/// all.
std::string refused_recipients(const smtp::Delivery& delivery) {
    std::string words;
    for (const auto& recipient : delivery.recipients) {
        if (recipient.accepted()) continue;
        words += (words.empty() ? "" : ", ") + recipient.address + " (" +
                 std::to_string(recipient.code) + " " + recipient.text + ")";
    }
    return words;
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
    if (capped_until_ && now >= *capped_until_) {
        capped_.clear();
        capped_until_.reset();
    }
    TRY_ASSIGN(auto notice, outbox_.next_to_send(now));
    if (!notice) return false;
    TRY_ASSIGN(const bool in_pace, may_send_now(*notice, now));
    if (!in_pace) return false;
    TRY_ASSIGN(const bool due, still_due(ledger_, rulebook_, standing_, *notice, now));
    if (!due) return true;
    TRY_ASSIGN(const bool capped, cancel_over_cap(*notice, now));
    if (capped) return true;
    TRY_ASSIGN(const bool to_nobody, cancel_without_recipient(*notice));
    if (!to_nobody) TRY(deliver(*notice, stop));
    return true;
}

std::string OutboxRunner::trouble() const {
    std::vector<std::string> all;
    for (const std::string* each : {&trouble_, &unreachable_, &capped_})
        if (!each->empty()) all.push_back(*each);
    return base::join(all, "；");
}

base::Result<bool> OutboxRunner::may_send_now(const storage::Notice& notice, base::Instant now) {
    if (notice.kind == storage::NoticeKind::Receipt) {
        TRY_ASSIGN(const auto hour, ledger_.count_sent_since(now - hours(1), ""));
        if (hour >= kNoticesPerHour) {
            capped_ = fmt::format("一小时内已发出 {} 封通知，其余回执稍后发送", hour);
            capped_until_ = now + hours(1);
            return false;
        }
    }
    const auto& smtp = rulebook_.settings.smtp;
    TRY_ASSIGN(const auto quarter, ledger_.count_sent_since(now - minutes(15), ""));
    TRY_ASSIGN(const auto day, ledger_.count_sent_since(now - hours(24), ""));
    return quarter < smtp.per_15_minutes && day < smtp.per_day;
}

base::Result<> OutboxRunner::cancel(const storage::Notice& notice, std::string_view reason) {
    service::warning("{} to {} is not sent: {}", base::label(notice.id),
                     base::join(notice.to, ", "), reason);
    TRY(ledger_.transaction([&] {
        return ledger_.set_notice_state(notice.id, NoticeState::Cancelled, reason, {},
                                        clock_.now());
    }));
    return journal_.catch_up(ledger_);
}

/// An address gets only so many receipts an hour and a day: true when this one is one too many, and
/// ended.
base::Result<bool> OutboxRunner::cancel_over_cap(const storage::Notice& notice, base::Instant now) {
    if (notice.kind != storage::NoticeKind::Receipt) return false;
    const std::string& to = notice.to.front();
    TRY_ASSIGN(const auto hour, ledger_.count_sent_since(now - hours(1), to));
    TRY_ASSIGN(const auto day, ledger_.count_sent_since(now - hours(24), to));
    if (hour < kReceiptsPerAddressAndHour && day < kReceiptsPerAddressAndDay) return false;
    const bool in_hour = hour >= kReceiptsPerAddressAndHour;
    TRY(cancel(notice, in_hour ? "more receipts in an hour than one address may get"
                               : "more receipts in a day than one address may get"));
    capped_ = fmt::format("{} 来信过密，{} 已回执 {} 封，多出的不再回执（来信照常办理）", to,
                          in_hour ? "一小时内" : "一天内", in_hour ? hour : day);
    capped_until_ = now + kCapIsTold;
    return true;
}

/// Takes the dead addresses out of `notice`; true when none is left, and the notice is ended.
base::Result<bool> OutboxRunner::cancel_without_recipient(storage::Notice& notice) {
    std::vector<std::string> living;
    for (const std::string& address : notice.to) {
        TRY_ASSIGN(const bool dead, ledger_.is_dead_address(address));
        if (!dead) living.push_back(address);
    }
    const bool for_staff =
        notice.kind == storage::NoticeKind::Digest || notice.kind == storage::NoticeKind::Alarm;
    if (!living.empty()) {
        if (for_staff) unreachable_.clear();
        notice.to = std::move(living);
        return false;
    }
    TRY(cancel(notice, "mail to this address came back: filingctl address list"));
    if (for_staff)
        unreachable_ = "工作人员的邮箱都收不到邮件（有退信），汇总和告警发不出去：" +
                       base::join(notice.to, "、") +
                       "，请核对 [notices] staff，用 filingctl address revive 恢复";
    return true;
}

base::Result<> OutboxRunner::deliver(const storage::Notice& notice, std::stop_token stop) {
    TRY(outbox_.begin_sending(notice.id, clock_.now()));
    if (auto written = journal_.catch_up(ledger_); !written) {
        // Nothing went out: the notice waits until the journal can be written.
        const auto now = clock_.now();
        trouble_ = "流水无法写入，通知暂停发送：" + base::describe(written.error());
        TRY(outbox_.finish(notice.id, NoticeState::Queued, "", now + kAfterJournalFailure, now));
        return written;
    }
    auto delivery = send_(notice.to, notice.rendered, stop);
    if (!delivery) return not_handed_over(notice, delivery.error());
    return conclude(notice, *delivery);
}

/// Our side failed before a byte of the notice went out. What a person must mend makes it wait as
/// long as it takes; a notice that can never be sent (its address) is refused.
base::Result<> OutboxRunner::not_handed_over(const storage::Notice& notice,
                                             const base::Error& error) {
    const auto now = clock_.now();
    service::warning("notice {} not sent: {}", base::label(notice.id), base::describe(error));
    if (error.kind == base::Kind::BadInput && error.scope == base::Scope::Message)
        return outbox_.finish(notice.id, NoticeState::Refused, base::describe(error), {}, now);
    if (error.kind == base::Kind::Auth)
        note_refused_login(now);
    else
        trouble_ = "通知发不出去：" + (error.hint.empty() ? error.text : error.hint);
    const auto again =
        error.kind == base::Kind::Auth ? *paused_until_ : now + retry_after(notice.attempts);
    return outbox_.finish(notice.id, NoticeState::Queued, base::describe(error), again, now);
}

base::Result<> OutboxRunner::conclude(const storage::Notice& notice,
                                      const smtp::Delivery& delivery) {
    const auto now = clock_.now();
    NoticeState state = NoticeState::Sent;
    std::optional<base::Instant> again;
    std::string answer = delivery.answer;
    const std::string refused = refused_recipients(delivery);
    switch (delivery.fate) {
        case smtp::Fate::Sent:
            trouble_.clear();
            if (!refused.empty()) {
                trouble_ = "部分收件人被对方服务器拒收，请核对地址：" + refused;
                answer += "; refused: " + refused;
            }
            login_was_refused_ = false;
            paused_until_.reset();
            break;
        case smtp::Fate::Refused:
            state = NoticeState::Refused;
            if (delivery.limit == smtp::Limit::Content)
                trouble_ = fmt::format("通知 {} 被发件服务器当作垃圾邮件拒收，请人工告知对方：{}",
                                       base::label(notice.id), delivery.answer);
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
            note_limit(delivery.limit, now);
            if (state == NoticeState::Queued) again = now + retry_after(notice.attempts);
            if (again && paused_until_) again = std::max(*again, *paused_until_);
            break;
    }
    service::info("notice {} {}: {}", base::label(notice.id), storage::name(state), answer);
    TRY(outbox_.finish(notice.id, state, answer, again, now));
    return journal_.catch_up(ledger_);
}

/// What the server says of the sender holds for every notice: none is tried before.
void OutboxRunner::note_limit(smtp::Limit limit, base::Instant now) {
    switch (limit) {
        case smtp::Limit::Pace:
            paused_until_ = now + kAfterTooFast;
            trouble_ = "发件服务器认为发信过快，暂停 15 分钟后继续";
            break;
        case smtp::Limit::Day:
            paused_until_ = next_day(now);
            trouble_ = "邮箱当天的发信额度已用完，其余通知明天自动发送";
            break;
        case smtp::Limit::Account:
            paused_until_ = next_day(now);
            trouble_ =
                "发件服务器不允许本账号或本机发信，明天自动再试；请登录网页邮箱查看提示，"
                "或联系邮箱客服";
            break;
        case smtp::Limit::None:
        case smtp::Limit::Content:
            break;
    }
}

void OutboxRunner::note_refused_login(base::Instant now) {
    paused_until_ = now + (login_was_refused_ ? std::chrono::minutes(hours(6)) : minutes(10));
    login_was_refused_ = true;
    trouble_ = "发件登录被拒绝：请核对 [smtp] 密码文件中的授权码；期间通知不会丢失";
}

}  // namespace pipeline
