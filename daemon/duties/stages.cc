#include "daemon/duties/stages.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "config/due.h"
#include "config/working_days.h"

namespace duties {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

constexpr std::string_view kBefore = "before:";
constexpr std::string_view kDue = "due";
constexpr std::string_view kAfter = "after:";
constexpr milliseconds kDay = days(1);
/// No calendar has so many days without work in a row.
constexpr int kLongestPause = 60;

std::optional<int> number_after(std::string_view stage, std::string_view beginning) {
    if (!stage.starts_with(beginning)) return {};
    const auto number = base::parse_number(stage.substr(beginning.size()));
    if (!number || *number > 10'000) return {};
    return static_cast<int>(*number);
}

/// The rank that reminding has reached; below every stage when nothing was sent.
int reached(std::span<const std::string> sent) {
    int most = std::numeric_limits<int>::min();
    for (const std::string& stage : sent)
        if (const auto each = rank(stage)) most = std::max(most, *each);
    return most;
}

bool comes_after(const Stage& stage, int reached_rank) {
    const auto own = rank(stage.name);
    return own && *own > reached_rank;
}

/// The end of the quiet hours at this time of day; none outside them. Over midnight: the next
/// day's.
std::optional<milliseconds> quiet_until(const config::NoticeSettings& notices, milliseconds time) {
    const milliseconds from = notices.quiet_from;
    const milliseconds to = notices.quiet_to;
    if (from == to) return {};
    if (from < to) return time >= from && time < to ? std::optional(to) : std::nullopt;
    if (time >= from) return to + kDay;
    return time < to ? std::optional(to) : std::nullopt;
}

/// The first moment of this day, from `earliest` on, at which reminders leave.
std::optional<base::Instant> leaving_on(const config::Rulebook& rulebook, base::Date day,
                                        base::Instant earliest) {
    if (!config::is_working_day(rulebook.calendar, day)) return {};
    const auto& notices = rulebook.settings.notices;
    const base::Instant midnight = base::start_of(day);
    milliseconds time = std::max<milliseconds>(earliest - midnight, notices.remind_at);
    if (const auto end = quiet_until(notices, time)) time = *end;
    if (time >= kDay) return {};
    return midnight + time;
}

}  // namespace

std::optional<int> rank(std::string_view stage) {
    if (stage == kDue) return 0;
    if (const auto before = number_after(stage, kBefore)) return -*before;
    return number_after(stage, kAfter);
}

std::vector<Stage> stages_of(const config::Reminding& remind, const config::Calendar& calendar,
                             const Duty& duty) {
    std::vector<Stage> stages;
    if (!duty.due || !duty.due_nominal) return stages;
    const base::Date nominal = *duty.due_nominal;
    for (const std::uint32_t count : remind.before)
        stages.push_back({std::string(kBefore) + std::to_string(count),
                          config::add_working_days(calendar, nominal, -static_cast<int>(count))});
    if (remind.on_due) {
        const bool works = config::is_working_day(calendar, nominal);
        stages.push_back(
            {std::string(kDue), works ? nominal : config::add_working_days(calendar, nominal, -1)});
    }
    base::Date day = *duty.due;
    for (std::uint32_t count = 1; count <= remind.at_most; ++count) {
        day = config::add_working_days(calendar, day, static_cast<int>(remind.every));
        stages.push_back({std::string(kAfter) + std::to_string(count), day});
    }
    return stages;
}

bool is_open(const Duty& duty) {
    switch (duty.state) {
        case DutyState::Incomplete:
        case DutyState::Overdue:
        case DutyState::DueSoon:
        case DutyState::Upcoming:
            return true;
        case DutyState::Exempt:
        case DutyState::Filed:
        case DutyState::FiledLate:
        case DutyState::InReview:
        case DutyState::Undated:
            break;
    }
    return false;
}

bool is_chased(const config::Rulebook& rulebook, const Duty& duty, std::optional<base::Date> from) {
    if (!is_open(duty) || !duty.due || !duty.due_nominal) return false;
    if (from && *duty.due < *from) return false;
    const auto* entry = config::find_obligation(rulebook, duty.obligation, duty.period);
    return entry && entry->reminders && config::makes_duty(*entry, duty.period);
}

std::optional<Stage> stage_due(const std::vector<Stage>& stages, std::span<const std::string> sent,
                               base::Date day) {
    const int most = reached(sent);
    std::optional<Stage> latest;
    for (const Stage& stage : stages)
        if (stage.day <= day && comes_after(stage, most)) latest = stage;
    return latest;
}

bool may_leave(const config::Rulebook& rulebook, base::Instant at) {
    return leaving_on(rulebook, base::date_of(at), at) == at;
}

std::optional<base::Instant> next_leaving(const config::Rulebook& rulebook, base::Instant from) {
    base::Date day = base::date_of(from);
    for (int i = 0; i <= kLongestPause; ++i, day += days(1))
        if (const auto at = leaving_on(rulebook, day, from)) return at;
    return {};
}

std::optional<base::Instant> next_reminder(const config::Rulebook& rulebook, const Duty& duty,
                                           std::span<const std::string> sent, base::Instant now,
                                           bool reminded_today) {
    const auto* entry = config::find_obligation(rulebook, duty.obligation, duty.period);
    if (!entry) return {};
    const auto stages = stages_of(entry->remind, rulebook.calendar, duty);
    const base::Date today = base::date_of(now);
    if (stage_due(stages, sent, today))
        return next_leaving(rulebook, reminded_today ? base::start_of(today + days(1)) : now);
    const int most = reached(sent);
    const auto next = std::ranges::find_if(
        stages, [&](const Stage& stage) { return stage.day > today && comes_after(stage, most); });
    if (next == stages.end()) return {};
    return next_leaving(rulebook, base::start_of(next->day));
}

}  // namespace duties
