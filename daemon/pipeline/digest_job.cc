#include "daemon/pipeline/digest_job.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "config/due.h"
#include "config/working_days.h"
#include "daemon/duties/office_tasks.h"
#include "daemon/notices/templates.h"
#include "daemon/pipeline/digest_checks.h"
#include "daemon/pipeline/health.h"
#include "daemon/pipeline/judgement_json.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/reminding.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

/// The journal number up to which the last digest told what was settled.
constexpr std::string_view kToldUntil = "digest_told_until";
/// The day of the last digest.
constexpr std::string_view kLastDay = "digest_last_day";
/// A server that refuses a message now and then is no news for staff.
constexpr std::chrono::hours kRefusedLong{24};

/// A decision that may have to be filed within days of being made, and cannot wait in review for
/// longer than that.
void add_due(Desk& desk, const judge::Judgement& judgement,
             notices::DigestContent::ReviewItem& item) {
    for (const auto& verdict : judgement.verdicts) {
        if (!verdict.decision_date) continue;
        std::vector<std::string> ids{verdict.obligation};
        for (const auto& candidate : verdict.candidates) ids.push_back(candidate.obligation);
        for (const auto& id : ids) {
            const auto* entry = config::find_obligation(desk.rulebook, id);
            if (!entry || entry->due.form != config::DueRule::Form::AfterDecision) continue;
            const auto dates = config::due_dates(*entry, desk.rulebook.calendar, verdict.period,
                                                 verdict.decision_date);
            if (!dates || (item.due && *item.due <= dates->rolled)) continue;
            item.due = dates->rolled;
            item.due_obligation = id;
        }
    }
}

/// Oldest first, and numbered in that order.
base::Result<> add_reviews(Desk& desk, notices::DigestContent& content) {
    storage::MessageFilter filter;
    filter.outcome = storage::Outcome::Review;
    TRY_ASSIGN(const auto messages, desk.ledger.messages(filter));
    const auto end = base::end_of(content.day);
    for (const auto& message : messages) {
        if (message.received_at > end) continue;
        notices::DigestContent::ReviewItem item;
        item.number = static_cast<std::uint32_t>(content.review.size()) + 1;
        item.message = message.id;
        item.received_at = message.received_at;
        item.subject = message.subject;
        item.from = message.from;
        item.reason = message.reason;
        TRY_ASSIGN(auto candidates, desk.ledger.candidates(message.id));
        item.candidates = notices::proposals_of(std::move(candidates));
        const auto blob = desk.ledger.judgement_blob(message.id);
        const auto judgement = blob ? decode_judgement(*blob) : base::Result<judge::Judgement>();
        if (blob && judgement) add_due(desk, *judgement, item);
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

base::Result<> add_unsent(Desk& desk, notices::DigestContent& content) {
    using storage::NoticeState;
    for (const auto state : {NoticeState::Uncertain, NoticeState::Refused, NoticeState::Held}) {
        TRY_ASSIGN(auto notices, desk.ledger.notices(state));
        for (auto& notice : notices) {
            notice.rendered.clear();
            content.unsent.push_back(std::move(notice));
        }
    }
    return {};
}

base::Result<> add_duties(Desk& desk, notices::DigestContent& content) {
    TRY_ASSIGN(const auto* standing, desk.standing.at(desk.ledger, desk.rulebook, content.day));
    content.duties = standing->duties;
    for (const auto& filing : standing->snapshot.filings)
        if (filing.completed_at) content.completed[filing.id] = base::date_of(*filing.completed_at);
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

base::Result<> add_office_items(Desk& desk, notices::DigestContent& content) {
    TRY_ASSIGN(const auto done, office_items_done(desk.ledger, desk.rulebook));
    for (const auto& task : duties::office_tasks(desk.rulebook, done, content.day))
        content.tasks.push_back(duties::words_of(task));
    return {};
}

/// The numbers by which staff answer, and what `同意` agrees to.
std::vector<storage::DigestQuestion> questions_of(const notices::DigestContent& content) {
    std::vector<storage::DigestQuestion> questions;
    for (const auto& item : content.review)
        questions.push_back({item.number, item.message, item.candidates});
    return questions;
}

/// What the next digest need not tell again.
base::Result<> mark_told(Desk& desk, const notices::DigestContent& content, base::NoticeId digest) {
    if (!content.answers.empty())
        TRY(desk.ledger.mark_answers_told(content.answers.back().id, digest));
    TRY(mark_checks_told(desk, content.cross_checks));
    TRY(desk.ledger.put_value(kLastDay, base::format_date(content.day)));
    return desk.ledger.put_value(kToldUntil, std::to_string(content.told_until.value));
}

}  // namespace

base::Result<notices::DigestContent> digest_content(Desk& desk) {
    notices::DigestContent content;
    content.day = base::date_of(desk.duty_time());
    TRY_ASSIGN(const auto last, desk.ledger.value(kLastDay));
    if (last) content.last_day = base::parse_date(*last);
    content.to = desk.rulebook.settings.notices.staff;
    TRY_ASSIGN(content.accounting, desk.ledger.accounting());
    TRY_ASSIGN(content.health, health_sentence(desk, content.accounting));
    TRY(add_duties(desk, content));
    TRY_ASSIGN(content.history_before, chased_from(desk.ledger, desk.rulebook, desk.duty_time()));
    TRY(add_filings(desk, content));
    TRY(add_reviews(desk, content));
    TRY_ASSIGN(content.answers, desk.ledger.untold_answers());
    TRY(add_not_had(desk, content));
    TRY_ASSIGN(content.confirmed, desk.ledger.confirmed_addresses());
    TRY_ASSIGN(content.dead, desk.ledger.dead_addresses());
    TRY(add_unsent(desk, content));
    TRY(add_office_items(desk, content));
    for (const auto& mistake : notices::check_templates(desk.rulebook))
        content.tasks.push_back("通知模板有误，暂用自带的模板：" + mistake);
    TRY(add_links(desk, content));
    TRY_ASSIGN(content.cross_checks, checks_to_tell(desk, content.day));
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
    const auto questions = questions_of(content);
    return desk.ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto id, desk.ledger.add_notice(notice));
        TRY(desk.ledger.put_digest_questions(id, questions));
        return desk.as_of ? base::Result<>() : mark_told(desk, content, id);
    });
}

}  // namespace pipeline
