#pragma once
/// The reminders of each working day: state, not schedule. What is due and unsent now is computed
/// from the ledger (docs/REMINDERS.md). The pipeline's thread, or filingctl's.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/notices/reminder.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

/// One unit's mail, or why there is none.
struct PlannedReminder {
    notices::ReminderContent content;
    std::vector<storage::NoticeItem> items;
    std::optional<base::Instant> send_at;  ///< none: it is not sent
    /// due: it is sent now. Later: before_remind_at, quiet_hours, not_a_working_day,
    /// reminded_today, on_its_way, not_synced (the mailboxes were not read to their end lately).
    /// Not at all: paused, no_address, reminders_off, no_smtp, before_remind_from (its items are
    /// history).
    std::string why;
};

/// What would be sent now, unit by unit in the rulebook's order; units that owe nothing with a
/// stage due are left out.
base::Result<std::vector<PlannedReminder>> reminder_plan(Desk& desk);

/// Cancels what is queued or held and not owed any more, and queues what is due. Does nothing while
/// nothing has changed since it last looked; it may be asked every second.
base::Result<> queue_reminders_if_due(Desk& desk);
/// At start: rules and addresses may be others than when it last looked.
base::Result<> look_at_reminders_anew(Desk& desk);

}  // namespace pipeline
