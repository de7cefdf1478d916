#pragma once
/// Duties: what is owed, as a pure function of (rulebook, ledger snapshot, day) (interfaces.md,
/// Duty states).

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

/// All duties at the end of `day`, ordered by obligation (rulebook order), period, unit (rulebook
/// order).
std::vector<Duty> duties_at(const config::Rulebook& rulebook, const Snapshot& snapshot,
                            base::Date day);

}  // namespace duties
