#include "daemon/pipeline/digest_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "config/due.h"
#include "config/working_days.h"
#include "daemon/pipeline/health.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

/// The journal number up to which the last digest told what was settled.
constexpr std::string_view kToldUntil = "digest_told_until";
/// A server that refuses a message now and then is no news for staff.
constexpr std::chrono::hours kRefusedLong{24};

/// Duties of before this day are history: [notices] remind_from, else the day of the first start.
base::Result<std::optional<base::Date>> history_before(Desk& desk) {
    if (desk.rulebook.settings.notices.remind_from)
        return desk.rulebook.settings.notices.remind_from;
    TRY_ASSIGN(const auto first, desk.ledger.value("first_start"));
    const auto at = first ? base::parse_instant(*first) : std::nullopt;
    return at ? std::optional(base::date_of(*at)) : std::nullopt;
}

base::Result<> add_reviews(Desk& desk, notices::DigestContent& content) {
    storage::MessageFilter filter;
    filter.outcome = storage::Outcome::Review;
    TRY_ASSIGN(const auto messages, desk.ledger.messages(filter));
    for (const auto& message : messages) {
        notices::DigestContent::ReviewItem item;
        item.message = message.id;
        item.subject = message.subject;
        item.from = message.from;
        item.reason = message.reason;
        TRY_ASSIGN(item.candidates, desk.ledger.candidates(message.id));
        content.review.push_back(std::move(item));
    }
    return {};
}

/// What was settled after the last digest, whenever it arrived: a mail may wait for a person, or
/// stand in the mailbox before filingd reads it.
base::Result<> add_filings(Desk& desk, notices::DigestContent& content) {
    TRY_ASSIGN(const auto told, desk.ledger.value(kToldUntil));
    const auto number = told ? base::parse_number(*told) : std::nullopt;
    const base::JournalNumber after{static_cast<std::int64_t>(number.value_or(0))};
    TRY_ASSIGN(content.told_until, desk.ledger.last_journal_number());
    TRY_ASSIGN(content.filed_since, desk.ledger.filings_settled(after, content.told_until));
    return {};
}

base::Result<> add_not_had(Desk& desk, notices::DigestContent& content) {
    TRY_ASSIGN(content.not_had, desk.ledger.lone_places(storage::Outcome::Failed));
    TRY_ASSIGN(const auto refused, desk.ledger.lone_places({}));
    const auto now = desk.clock.now();
    for (const auto& place : refused)
        if (place.since && now - *place.since >= kRefusedLong) content.not_had.push_back(place);
    std::erase_if(content.not_had, [](const auto& place) { return place.gone; });
    return {};
}

void add_unaddressed_units(Desk& desk, const std::vector<storage::ConfirmedAddress>& confirmed,
                           notices::DigestContent& content) {
    std::set<std::string> reachable;
    for (const auto& address : confirmed) reachable.insert(address.unit);
    std::string names;
    std::size_t count = 0;
    for (const auto& unit : desk.rulebook.units) {
        if (!unit.remind.empty() || reachable.contains(unit.id)) continue;
        if (++count <= 8) names += (names.empty() ? "" : "、") + unit.name;
    }
    if (count == 0) return;
    content.tasks.push_back(fmt::format("{} 个单位没有可用的邮箱地址，无法催报：{}{}", count, names,
                                        count > 8 ? " 等" : ""));
}

base::Result<> add_outbox_tasks(Desk& desk, notices::DigestContent& content) {
    using storage::NoticeState;
    for (const auto& [state, words] :
         {std::pair{NoticeState::Uncertain, "是否已送达不确定，请用 filingctl outbox 核对"},
          std::pair{NoticeState::Refused, "被对方服务器拒收"}}) {
        TRY_ASSIGN(const auto notices, desk.ledger.notices(state));
        for (const auto& notice : notices)
            content.tasks.push_back(
                fmt::format("通知 {}（{}）{}", base::label(notice.id), notice.subject, words));
    }
    return {};
}

/// Nothing where links are not looked at: what was found long ago is no news.
base::Result<> add_links(Desk& desk, notices::DigestContent& content) {
    using storage::LinkStatus;
    if (!desk.rulebook.settings.links.check) return {};
    for (const auto status : {LinkStatus::Dead, LinkStatus::Unverified}) {
        TRY_ASSIGN(const auto links, desk.ledger.links(status));
        for (const auto& link : links) {
            TRY_ASSIGN(const auto filing, desk.ledger.filing(link.filing));
            if (filing)
                content.links.push_back({filing->unit, filing->obligation, filing->period, link});
        }
    }
    return {};
}

void add_office_items(const Desk& desk, notices::DigestContent& content) {
    for (const auto& obligation : desk.rulebook.obligations) {
        if (obligation.nature != config::Nature::Office || !obligation.due.on) continue;
        const auto due = *obligation.due.on;
        if (due >= content.day &&
            due <= config::add_working_days(desk.rulebook.calendar, content.day, 5))
            content.tasks.push_back(fmt::format("本局事项“{}”应于 {} 前完成", obligation.title,
                                                base::format_date(due)));
    }
}

}  // namespace

base::Result<notices::DigestContent> digest_content(Desk& desk) {
    notices::DigestContent content;
    content.day = base::date_of(desk.duty_time());
    content.to = desk.rulebook.settings.notices.staff;
    TRY_ASSIGN(content.health, health_sentence(desk));
    TRY_ASSIGN(content.accounting, desk.ledger.accounting());
    TRY_ASSIGN(const auto snapshot, snapshot_at(desk.ledger, desk.rulebook, content.day));
    content.duties = duties::duties_at(desk.rulebook, snapshot, content.day);
    TRY_ASSIGN(content.history_before, history_before(desk));
    TRY(add_filings(desk, content));
    TRY(add_reviews(desk, content));
    TRY(add_not_had(desk, content));
    TRY_ASSIGN(const auto confirmed, desk.ledger.confirmed_addresses());
    add_unaddressed_units(desk, confirmed, content);
    TRY(add_outbox_tasks(desk, content));
    add_office_items(desk, content);
    TRY(add_links(desk, content));
    content.calendar_published =
        config::is_published(desk.rulebook.calendar, base::year_of(content.day));
    return content;
}

base::Result<> queue_digest_if_due(Desk& desk) {
    const auto now = desk.duty_time();
    const auto day = base::date_of(now);
    const auto& notices = desk.rulebook.settings.notices;
    if (notices.staff.empty() || desk.rulebook.settings.smtp.url.empty() ||
        !config::is_working_day(desk.rulebook.calendar, day))
        return {};
    if (now < base::start_of(day) + notices.digest_at) return {};
    // A rehearsal leaves the day's own digest to the day.
    const std::string key = "digest:" + base::format_date(day) + (desk.as_of ? ":rehearsal" : "");
    TRY_ASSIGN(const auto existing, desk.ledger.notice_by_key(key));
    if (existing) return {};

    TRY_ASSIGN(const auto content, digest_content(desk));
    const auto stamp = desk.clock.now();
    TRY_ASSIGN(auto rendered, notices::render_digest(desk.rulebook, content, stamp));
    for (const auto& words : rendered.warnings) service::warning("digest template: {}", words);
    storage::Notice notice;
    notice.key = key;
    notice.kind = storage::NoticeKind::Digest;
    notice.state = desk.hold ? storage::NoticeState::Held : storage::NoticeState::Queued;
    notice.to = content.to;
    notice.subject = std::move(rendered.subject);
    notice.message_id = std::move(rendered.message_id);
    notice.rendered = std::move(rendered.message);
    notice.created_at = stamp;
    return desk.ledger.transaction([&]() -> base::Result<> {
        TRY(desk.ledger.add_notice(notice));
        if (desk.as_of) return {};
        return desk.ledger.put_value(kToldUntil, std::to_string(content.told_until.value));
    });
}

}  // namespace pipeline
