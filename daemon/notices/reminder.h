#pragma once
/// The reminder: one mail to a unit with all it still owes, what is missing of each, how to send
/// it, and the office's forms attached. Takes values, gives values; reads templates and forms.

#include <string>
#include <vector>

#include "base/dates.h"
#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/duties/duties.h"
#include "daemon/notices/notices.h"

namespace notices {

struct ReminderContent {
    base::Date day;  ///< from which days are counted
    std::string unit;
    std::vector<std::string> to;
    std::vector<std::string> cc;  ///< whom the unit's silence is told to
    std::vector<duties::Duty> due;
    std::vector<duties::Duty> also_owed;  ///< named below, in a line each
};

/// Overdue ones come first, then by date. A form that cannot be read is left out, with a warning.
base::Result<Rendered> render_reminder(const config::Rulebook& rulebook,
                                       const ReminderContent& content, base::Instant now);

}  // namespace notices
