#pragma once
/// The stages of reminding a unit of a duty (docs/REMINDERS.md): which there are, which is due, and
/// when the next reminder leaves. State, not schedule: everything follows from the duty, the stages
/// sent so far and the day, so that downtime loses nothing. Pure functions.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "config/rulebook.h"
#include "daemon/duties/duties.h"

namespace duties {

/// "before:5", "before:1", "due", "after:1" …, with the working day from which it may be sent.
struct Stage {
    std::string name;
    base::Date day;
};

/// Ascending, by day and by order; none for a duty without a date.
std::vector<Stage> stages_of(const config::Reminding& remind, const config::Calendar& calendar,
                             const Duty& duty);

/// Where a stage stands among those of its duty, also one that the rules no longer have: before the
/// due date negative, on it 0, after it positive. None for a word that is no stage.
std::optional<int> rank(std::string_view stage);

/// What a unit can be chased for: open, dated, and asked for by mail. `from`: what was due before
/// this day is history.
bool is_chased(const config::Rulebook& rulebook, const Duty& duty, std::optional<base::Date> from);
/// Nothing, or not all of it, was filed, and nobody is looking at it: upcoming, due_soon, overdue,
/// incomplete.
bool is_open(const Duty& duty);

/// The latest stage whose day has come by `day` and that no stage of `sent` reaches or passes.
std::optional<Stage> stage_due(const std::vector<Stage>& stages, std::span<const std::string> sent,
                               base::Date day);

/// Whether a reminder may leave at this moment: on a working day, from `remind_at` on, outside the
/// quiet hours.
bool may_leave(const config::Rulebook& rulebook, base::Instant at);
/// The first such moment that is not before `from`; none where quiet hours leave none.
std::optional<base::Instant> next_leaving(const config::Rulebook& rulebook, base::Instant from);

/// When the next reminder of this duty leaves if nothing is filed: none when no stage is left.
/// `reminded_today`: the unit got its mail of the day already.
std::optional<base::Instant> next_reminder(const config::Rulebook& rulebook, const Duty& duty,
                                           std::span<const std::string> sent, base::Instant now,
                                           bool reminded_today);

}  // namespace duties
