#pragma once
/// Duties: what is owed, as a pure function of (rulebook, ledger snapshot, day) (docs/DUTIES.md;
/// interfaces.md, Duty states). Whose a duty is, units' lives decide (lives.h); what a unit filed
/// completely stays shown when it owes nothing any more. The order of the snapshot's rows changes
/// nothing. One duty a (unit, obligation, period).

#include <optional>
#include <string>
#include <vector>

#include "base/dates.h"
#include "config/rulebook.h"
#include "storage/records.h"

namespace duties {

enum class DutyState {
    Exempt,
    Filed,
    FiledLate,
    Incomplete,
    InReview,
    Overdue,
    DueSoon,
    Upcoming,
    Undated
};
std::string_view name(DutyState state);

struct Duty {
    std::string unit;
    std::string obligation;
    std::string period;
    std::optional<base::Date> due_nominal;
    std::optional<base::Date> due;
    DutyState state = DutyState::Upcoming;
    base::FilingId filing;
    std::vector<std::string> missing;
};

/// What duties look at. `filings` as they stood at the end of the day asked for; `in_review` are
/// candidates of messages that were in review then.
struct Snapshot {
    std::vector<storage::FilingRow> filings;
    std::vector<storage::Candidate> in_review;
    std::vector<storage::Exemption> exemptions;
};

/// The year a duty belongs to: that of its period, of an event's that of its due date; 0 when
/// neither is known.
int year_of(const Duty& duty);

/// All duties at the end of `day`, ordered by obligation (rulebook order), period, unit (rulebook
/// order; units that the rulebook does not have, which only events show, last and by id).
std::vector<Duty> duties_at(const config::Rulebook& rulebook, const Snapshot& snapshot,
                            base::Date day);

}  // namespace duties
