#include "daemon/pipeline/reminder_job.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "config/working_days.h"
#include "daemon/duties/stages.h"
#include "daemon/pipeline/journal_lines.h"
#include "daemon/pipeline/reminding.h"
#include "daemon/pipeline/still_due.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

using duties::Duty;

/// When the job last looked, and how far the journal was: nothing is computed until the day, the
/// hour or a line gives a reason. New rules are looked at anew (look_at_reminders_anew).
constexpr std::string_view kLooked = "reminders_looked";
constexpr const char* kRehearsal = ":rehearsal";
/// For what left no line: a mail that could not be written, rules that changed unseen.
constexpr std::chrono::hours kLookAgain{2};
constexpr std::size_t kJournalLines = 500;
/// So few lines are read again rather than that a note is written of them.
constexpr std::int64_t kFewLines = 50;
/// Open duties due within so many working days are named below the items.
constexpr int kAlsoDays = 10;

struct View {
    base::Instant now;
    base::Date day;
    bool read = true;                           ///< it is known what the units have sent
    const std::vector<Duty>* duties = nullptr;  ///< the desk's
    Reminding reminding;
};

/// All mail is here, and what could be settled is.
base::Result<bool> caught_up(Desk& desk) {
    // A rehearsal asks about a day, not about the mailboxes.
    if (desk.as_of) return true;
    const auto now = desk.clock.now();
    TRY_ASSIGN(const bool read, mailboxes_read(desk.ledger, desk.rulebook, now));
    if (!read) return false;
    TRY_ASSIGN(const auto work, desk.ledger.work(now, 1));
    return work.empty();
}

/// `read`: what caught_up() said.
base::Result<View> view_at(Desk& desk, base::Instant now, bool read) {
    View view;
    view.now = now;
    view.day = base::date_of(now);
    view.read = read;
    TRY_ASSIGN(const auto* standing, desk.standing.at(desk.ledger, desk.rulebook, view.day));
    view.duties = &standing->duties;
    TRY_ASSIGN(view.reminding, reminding_at(desk.ledger, desk.rulebook, now, desk.as_of));
    return view;
}

std::optional<duties::Stage> stage_due(const config::Rulebook& rulebook, const View& view,
                                       const Duty& duty) {
    const auto* entry = config::find_obligation(rulebook, duty.obligation, duty.period);
    if (!entry) return {};
    return duties::stage_due(duties::stages_of(entry->remind, rulebook.calendar, duty),
                             view.reminding.stages(duty_key(duty)), view.day);
}

/// Owed by mail, and worth a line: late, half answered, due before long, or without a date.
bool is_also_owed(const config::Rulebook& rulebook, const View& view, const Duty& duty) {
    const auto* entry = config::find_obligation(rulebook, duty.obligation, duty.period);
    if (!entry || !entry->reminders) return false;
    if (duty.state == duties::DutyState::Undated) return true;
    if (!duties::is_chased(rulebook, duty, view.reminding.from)) return false;
    return duty.state == duties::DutyState::Incomplete ||
           *duty.due <= config::add_working_days(rulebook.calendar, view.day, kAlsoDays);
}

/// How many reminders after the due date this one is of its item.
std::size_t after_due(const Reminding& reminding, const storage::NoticeItem& item) {
    const auto is_after = [](const std::string& stage) {
        return duties::rank(stage).value_or(0) > 0;
    };
    if (!is_after(item.stage)) return 0;
    const auto& sent = reminding.stages(duty_key(item));
    return static_cast<std::size_t>(std::ranges::count_if(sent, is_after)) + 1;
}

std::vector<std::string> copies_to(const config::Rulebook& rulebook, const View& view,
                                   const config::Unit& unit, const PlannedReminder& planned) {
    const std::size_t least = std::max<std::size_t>(rulebook.settings.notices.escalate_after, 1);
    const bool in_vain = std::ranges::any_of(
        planned.items, [&](const auto& item) { return after_due(view.reminding, item) >= least; });
    std::vector<std::string> copies;
    if (!in_vain) return copies;
    const auto& to = planned.content.to;
    for (const auto& address : unit.escalate)
        if (!view.reminding.dead.contains(address) && std::ranges::find(to, address) == to.end() &&
            std::ranges::find(copies, address) == copies.end())
            copies.push_back(address);
    return copies;
}

storage::NoticeItem item_of(const Duty& duty, const duties::Stage& stage) {
    storage::NoticeItem item;
    item.unit = duty.unit;
    item.obligation = duty.obligation;
    item.period = duty.period;
    item.stage = stage.name;
    return item;
}

/// A reminder of an earlier day may have left today, late.
base::Result<bool> left_today(Desk& desk, const View& view, const std::string& unit) {
    if (view.reminding.reminded_today.contains(unit)) return true;
    TRY_ASSIGN(const auto left, desk.ledger.value(left_value(unit)));
    return left == base::format_date(view.day);
}

std::string_view not_now(const config::Rulebook& rulebook, const View& view) {
    if (!config::is_working_day(rulebook.calendar, view.day)) return "not_a_working_day";
    if (view.now < base::start_of(view.day) + rulebook.settings.notices.remind_at)
        return "before_remind_at";
    return "quiet_hours";
}

/// Fills `why` and `send_at` of a mail whose items are there.
base::Result<> decide(Desk& desk, const View& view, PlannedReminder& planned) {
    const auto& settings = desk.rulebook.settings;
    const std::string& unit = planned.content.unit;
    TRY_ASSIGN(const bool left, left_today(desk, view, unit));
    const auto tomorrow = base::start_of(view.day + std::chrono::days(1));
    if (!settings.notices.reminders) {
        planned.why = "reminders_off";
    } else if (settings.smtp.url.empty()) {
        planned.why = "no_smtp";
    } else if (view.reminding.paused.contains(unit)) {
        planned.why = "paused";
    } else if (planned.content.to.empty()) {
        planned.why = "no_address";
    } else if (view.reminding.on_their_way.contains(unit)) {
        planned.why = "on_its_way";
        planned.send_at = duties::next_leaving(desk.rulebook, tomorrow);
    } else if (left) {
        planned.why = "reminded_today";
        planned.send_at = duties::next_leaving(desk.rulebook, tomorrow);
    } else if (!duties::may_leave(desk.rulebook, view.now)) {
        planned.why = not_now(desk.rulebook, view);
        planned.send_at = duties::next_leaving(desk.rulebook, view.now);
    } else if (!view.read) {
        planned.why = "not_synced";
    } else {
        planned.why = "due";
        planned.send_at = view.now;
    }
    return {};
}

/// The duties of one unit, sorted into what is due today, what is owed too, and what is history.
struct OfUnit {
    PlannedReminder due;
    PlannedReminder history;
};

void sort_in(const config::Rulebook& rulebook, const View& view, const Duty& duty, OfUnit& unit) {
    const bool chased = duties::is_chased(rulebook, duty, view.reminding.from);
    const bool history = !chased && duties::is_chased(rulebook, duty, {});
    const auto stage = chased || history ? stage_due(rulebook, view, duty) : std::nullopt;
    if (stage) {
        auto& planned = chased ? unit.due : unit.history;
        planned.content.due.push_back(duty);
        planned.items.push_back(item_of(duty, *stage));
    } else if (is_also_owed(rulebook, view, duty)) {
        unit.due.content.also_owed.push_back(duty);
    }
}

base::Result<std::vector<PlannedReminder>> plan_of(Desk& desk, const View& view) {
    std::map<std::string_view, OfUnit> units;
    for (const Duty& duty : *view.duties) sort_in(desk.rulebook, view, duty, units[duty.unit]);
    std::vector<PlannedReminder> plan;
    for (const auto& unit : desk.rulebook.units) {
        const auto found = units.find(unit.id);
        if (found == units.end()) continue;
        auto& [due, history] = found->second;
        due.content.unit = history.content.unit = unit.id;
        due.content.day = history.content.day = view.day;
        if (!due.items.empty()) {
            if (const auto to = view.reminding.addresses.find(unit.id);
                to != view.reminding.addresses.end())
                due.content.to = to->second;
            due.content.cc = copies_to(desk.rulebook, view, unit, due);
            TRY(decide(desk, view, due));
            plan.push_back(std::move(due));
        }
        if (!history.items.empty()) {
            history.why = "before_remind_from";
            plan.push_back(std::move(history));
        }
    }
    return plan;
}

/// Reminders on their way about something that is not owed any more, and those of an earlier day
/// that were never tried: today's mail takes their place.
base::Result<bool> withdraw_waiting(Desk& desk, const View& view) {
    bool some = false;
    for (const auto& [id, waiting] : view.reminding.waiting) {
        TRY_ASSIGN(auto reason,
                   reason_to_withdraw(desk.ledger, desk.rulebook, view.reminding, *view.duties,
                                      waiting.items, waiting.created_at));
        const base::NoticeId notice{id};
        if (reason.empty() && waiting.state == storage::NoticeState::Queued &&
            base::date_of(waiting.created_at) != view.day &&
            duties::may_leave(desk.rulebook, view.now)) {
            TRY_ASSIGN(const auto whole, desk.ledger.notice(notice));
            if (whole && whole->attempts == 0) reason = "its day is over";
        }
        if (reason.empty()) continue;
        TRY(withdraw(desk.ledger, notice, reason, desk.clock.now()));
        some = true;
    }
    return some;
}

/// A mail that cannot be written keeps nobody else's back.
base::Result<> queue(Desk& desk, const PlannedReminder& planned) {
    const auto& unit = planned.content.unit;
    const std::string key = "reminder:" + unit + ":" + base::format_date(planned.content.day) +
                            (desk.as_of ? kRehearsal : "");
    TRY_ASSIGN(const auto existing, desk.ledger.notice_by_key(key));
    if (existing) return {};
    const auto stamp = desk.clock.now();
    auto rendered = notices::render_reminder(desk.rulebook, planned.content, stamp);
    if (!rendered) {
        service::error("no reminder for {}: {}", unit, base::describe(rendered.error()));
        return {};
    }
    for (const auto& words : rendered->warnings) service::warning("reminder: {}", words);
    storage::Notice notice;
    notice.key = key;
    notice.kind = storage::NoticeKind::Reminder;
    const bool held = desk.hold || desk.as_of;
    notice.state = held ? storage::NoticeState::Held : storage::NoticeState::Queued;
    notice.to = planned.content.to;
    notice.to.insert(notice.to.end(), planned.content.cc.begin(), planned.content.cc.end());
    notice.unit = unit;
    notice.subject = std::move(rendered->subject);
    notice.message_id = std::move(rendered->message_id);
    notice.rendered = std::move(rendered->message);
    notice.created_at = stamp;
    // A rehearsal spends no stage.
    if (!desk.as_of) notice.items = planned.items;
    return desk.ledger.transaction([&]() -> base::Result<> {
        // Daemon and filingctl may both be at it.
        TRY_ASSIGN(const auto meanwhile, desk.ledger.notice_by_key(key));
        if (!meanwhile) TRY(desk.ledger.add_notice(notice));
        return {};
    });
}

/// What was seen when: "2024-07-10 11 1234 2024-07-10T09:00:00+08:00".
struct Looked {
    std::string moment;  ///< the day, whether reminders may leave, whether all mail is read
    base::JournalNumber journal;
    base::Instant at{};  ///< of the last reason
    bool read = true;    ///< all mail is
};

std::string encoded(const Looked& looked) {
    return fmt::format("{} {} {}", looked.moment, looked.journal.value,
                       base::format_instant(looked.at));
}

std::optional<Looked> decoded(const std::optional<std::string>& value) {
    if (!value) return {};
    const auto parts = base::split(*value, ' ');
    if (parts.size() != 4) return {};
    const auto number = base::parse_number(parts[2]);
    const auto at = base::parse_instant(parts[3]);
    if (!number || !at) return {};
    return Looked{std::string(parts[0]) + " " + std::string(parts[1]),
                  base::JournalNumber{static_cast<std::int64_t>(*number)}, *at};
}

/// Notices on their way, and mail that is no filing, change nothing of what is due.
bool matters(const storage::JournalEntry& line) {
    return touched_by(line) != Touched::Nothing || frees_reminders(line);
}

/// Whether there may be something to do that there was not before.
base::Result<bool> has_reason(Desk& desk, const std::optional<Looked>& before, const Looked& now) {
    if (!before || before->moment != now.moment) return true;
    if (now.at - before->at >= kLookAgain || now.at < before->at) return true;
    if (before->journal == now.journal) return false;
    TRY_ASSIGN(const auto lines, desk.ledger.journal_after(before->journal, kJournalLines));
    return lines.size() == kJournalLines || std::ranges::any_of(lines, matters);
}

/// At night nothing is queued, and there may be nothing to cancel.
base::Result<bool> has_nothing_to_do(Desk& desk) {
    if (duties::may_leave(desk.rulebook, desk.duty_time())) return false;
    for (const auto state : {storage::NoticeState::Queued, storage::NoticeState::Held}) {
        TRY_ASSIGN(const auto waiting, desk.ledger.notices(state));
        if (std::ranges::any_of(waiting, [](const auto& notice) {
                return notice.kind == storage::NoticeKind::Reminder;
            }))
            return false;
    }
    return true;
}

base::Result<Looked> look(Desk& desk) {
    const auto now = desk.duty_time();
    Looked looked;
    looked.moment = base::format_date(base::date_of(now)) +
                    (duties::may_leave(desk.rulebook, now) ? " 1" : " 0");
    TRY_ASSIGN(looked.read, caught_up(desk));
    looked.moment += looked.read ? "1" : "0";
    looked.at = desk.clock.now();
    TRY_ASSIGN(looked.journal, desk.ledger.last_journal_number());
    return looked;
}

}  // namespace

base::Result<std::vector<PlannedReminder>> reminder_plan(Desk& desk) {
    TRY_ASSIGN(const bool read, caught_up(desk));
    TRY_ASSIGN(const auto view, view_at(desk, desk.duty_time(), read));
    return plan_of(desk, view);
}

base::Result<> queue_reminders_if_due(Desk& desk) {
    const auto& settings = desk.rulebook.settings;
    if (!settings.notices.reminders || settings.smtp.url.empty()) return {};
    const std::string key = std::string(kLooked) + (desk.as_of ? kRehearsal : "");
    // Read before the ledger is looked at: what comes in meanwhile is seen the next time.
    TRY_ASSIGN(auto looked, look(desk));
    TRY_ASSIGN(const auto value, desk.ledger.value(key));
    const auto before = decoded(value);
    const auto seen = [&] { return desk.ledger.put_value(key, encoded(looked)); };
    TRY_ASSIGN(const bool reason, has_reason(desk, before, looked));
    if (!reason) {
        if (looked.journal.value - before->journal.value < kFewLines) return {};
        looked.at = before->at;
        return desk.ledger.transaction(seen);
    }
    TRY_ASSIGN(const bool idle, has_nothing_to_do(desk));
    if (idle) return desk.ledger.transaction(seen);
    TRY_ASSIGN(auto view, view_at(desk, desk.duty_time(), looked.read));
    // A rehearsal's day says nothing about what is queued for today.
    if (!desk.as_of) {
        TRY_ASSIGN(const bool withdrawn, withdraw_waiting(desk, view));
        if (withdrawn) {
            TRY_ASSIGN(view.reminding, reminding_at(desk.ledger, desk.rulebook, view.now));
        }
    }
    TRY_ASSIGN(const auto plan, plan_of(desk, view));
    for (const auto& planned : plan)
        if (planned.why == "due") TRY(queue(desk, planned));
    return desk.ledger.transaction(seen);
}

base::Result<> look_at_reminders_anew(Desk& desk) {
    return desk.ledger.transaction([&]() -> base::Result<> {
        TRY(desk.ledger.put_value(kLooked, ""));
        return desk.ledger.put_value(std::string(kLooked) + kRehearsal, "");
    });
}

}  // namespace pipeline
