#include "daemon/pipeline/reminding.h"

#include <algorithm>

#include "daemon/duties/stages.h"
#include "daemon/pipeline/health.h"

namespace pipeline {
namespace {

using storage::NoticeState;

/// Longer than any mailbox is left without a look while all is well.
constexpr std::chrono::seconds kFresh = std::chrono::hours(1);

/// units.toml's `remind`, else the unit's addresses, else those a person confirmed; without those
/// that came back. A unit that ended has nobody left to remind.
base::Result<> add_addresses(storage::Ledger& ledger, const config::Rulebook& rulebook,
                             base::Date today, Reminding& reminding) {
    TRY_ASSIGN(const auto dead, ledger.dead_addresses());
    for (const auto& entry : dead) reminding.dead.insert(entry.address);
    TRY_ASSIGN(const auto confirmed, ledger.confirmed_addresses());
    std::map<std::string, std::vector<std::string>> of_unit;
    for (const auto& entry : confirmed) of_unit[entry.unit].push_back(entry.address);
    for (const auto& unit : rulebook.units) {
        if (!config::exists(unit, today)) continue;
        auto addresses = !unit.remind.empty()      ? unit.remind
                         : !unit.addresses.empty() ? unit.addresses
                                                   : of_unit[unit.id];
        std::erase_if(addresses, [&](const auto& each) { return reminding.dead.contains(each); });
        if (!addresses.empty()) reminding.addresses.emplace(unit.id, std::move(addresses));
    }
    return {};
}

bool went_out(NoticeState state) {
    return state == NoticeState::Sent || state == NoticeState::Uncertain ||
           state == NoticeState::Sending;
}

void add_item(const storage::RemindedItem& item, base::Date today, Reminding& reminding) {
    auto& sent = reminding.sent[duty_key(item)];
    sent.stages.push_back(item.stage);
    if (went_out(item.state)) ++sent.mails;
    if (base::date_of(item.created_at) == today) reminding.reminded_today.insert(item.unit);
    if (item.state == NoticeState::Queued || item.state == NoticeState::Sending)
        reminding.on_their_way.insert(item.unit);
    if (item.state == NoticeState::Queued || item.state == NoticeState::Held) {
        auto& waiting = reminding.waiting[item.notice.value];
        waiting.state = item.state;
        waiting.created_at = item.created_at;
        waiting.items.push_back(item);
    }
}

}  // namespace

base::Result<base::Date> chased_from(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                     base::Instant now) {
    if (rulebook.settings.notices.remind_from) return *rulebook.settings.notices.remind_from;
    TRY_ASSIGN(const auto first, ledger.value("first_start"));
    const auto at = first ? base::parse_instant(*first) : std::nullopt;
    // Never started: today would be the first day.
    return base::date_of(at.value_or(now));
}

const std::vector<std::string>& Reminding::stages(const DutyKey& key) const {
    static const std::vector<std::string> kNone;
    const auto found = sent.find(key);
    return found == sent.end() ? kNone : found->second.stages;
}

std::string left_value(std::string_view unit) { return "reminder_left:" + std::string(unit); }

base::Result<Reminding> allowed_at(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                   base::Instant now) {
    Reminding reminding;
    const base::Date today = base::date_of(now);
    TRY_ASSIGN(reminding.from, chased_from(ledger, rulebook, now));
    TRY_ASSIGN(const auto pauses, ledger.pauses());
    for (const auto& pause : pauses)
        if (!pause.until || today <= *pause.until) reminding.paused.insert(pause.unit);
    TRY(add_addresses(ledger, rulebook, today, reminding));
    return reminding;
}

base::Result<Reminding> reminding_at(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                     base::Instant now, std::optional<base::Instant> made_until) {
    TRY_ASSIGN(auto reminding, allowed_at(ledger, rulebook, now));
    TRY_ASSIGN(const auto items, ledger.reminded_items());
    const base::Date today = base::date_of(now);
    for (const auto& item : items)
        if (!made_until || item.created_at <= *made_until) add_item(item, today, reminding);
    return reminding;
}

base::Result<bool> mailboxes_read(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                  base::Instant now) {
    for (const auto& mailbox : rulebook.settings.mailboxes) {
        TRY_ASSIGN(const auto since, ledger.value(std::string(kReadingSince) + mailbox.name));
        const auto begun = since ? base::parse_instant(*since) : std::nullopt;
        if (!begun) continue;
        TRY_ASSIGN(const auto sync, ledger.value(std::string(kLastSync) + mailbox.name));
        const auto seen = sync ? base::parse_instant(*sync) : std::nullopt;
        if (!seen || *seen < *begun || now - *seen > std::max(kFresh, 2 * mailbox.poll))
            return false;
    }
    return true;
}

bool is_wanted(const config::Rulebook& rulebook, const Reminding& reminding,
               const duties::Duty& duty) {
    return rulebook.settings.notices.reminders && !reminding.paused.contains(duty.unit) &&
           duties::is_chased(rulebook, duty, reminding.from);
}

std::optional<base::Instant> next_reminder_at(const config::Rulebook& rulebook,
                                              const Reminding& reminding, const duties::Duty& duty,
                                              base::Instant now) {
    if (!is_wanted(rulebook, reminding, duty) || rulebook.settings.smtp.url.empty() ||
        !reminding.addresses.contains(duty.unit))
        return {};
    return duties::next_reminder(rulebook, duty, reminding.stages(duty_key(duty)), now,
                                 reminding.reminded_today.contains(duty.unit));
}

}  // namespace pipeline
