#pragma once
/// The tables of a digest before they are words: duties grouped by what is owed, so that a county's
/// worth of units stays readable; who was late; which decisions come near their last day; and the
/// month's account of a monthly report. Pure functions; rows point into the content they are of,
/// which must outlive them.

#include <optional>
#include <string>
#include <vector>

#include "config/rulebook.h"
#include "daemon/notices/digest_content.h"

namespace notices {

/// Duties of one obligation and period, in one state, that lack the same; never empty.
struct DutyRow {
    std::vector<const duties::Duty*> duties;
    [[nodiscard]] const duties::Duty& first() const { return *duties.front(); }
};

/// Whether a duty fell due before the digest began to count: listed in the workbook alone.
bool is_history(const config::Rulebook& rulebook, const DigestContent& content,
                const duties::Duty& duty);

/// Duties in this state, without history: overdue and incomplete ones with the last due first,
/// others with the next due first.
std::vector<DutyRow> rows_in_state(const config::Rulebook& rulebook, const DigestContent& content,
                                   duties::DutyState state);

/// What was filed late of what fell due in the 31 days up to the digest's, the last due first.
std::vector<DutyRow> late_rows(const config::Rulebook& rulebook, const DigestContent& content);

/// Units that owe this obligation for this period at all.
std::size_t owing(const DigestContent& content, const duties::Duty& duty);

/// How many days after its due date the filing of this duty was complete; 0: not late.
int days_late(const DigestContent& content, const duties::Duty& duty);

/// A decision that must be filed within days of being made and is not, at most five days before the
/// last one or after it. Of a duty, or of a mail in review.
struct NearItem {
    const duties::Duty* duty = nullptr;
    const DigestContent::ReviewItem* review = nullptr;
    base::Date due;
};
std::vector<NearItem> near_items(const config::Rulebook& rulebook, const DigestContent& content);

/// The account of one period of a monthly obligation: every duty stands in one list, exempt ones
/// in none.
struct MonthReport {
    std::string obligation;
    std::string period;
    base::Date due;
    std::vector<const duties::Duty*> on_time;
    std::vector<const duties::Duty*> late;
    std::vector<const duties::Duty*> incomplete;
    std::vector<const duties::Duty*> in_review;
    std::vector<const duties::Duty*> missing;
    [[nodiscard]] std::size_t owed() const {
        return on_time.size() + late.size() + incomplete.size() + in_review.size() + missing.size();
    }
};
/// Of every monthly obligation, the periods for which this digest is the first one on or after the
/// first working day behind the rolled due date.
std::vector<MonthReport> month_reports(const config::Rulebook& rulebook,
                                       const DigestContent& content);

}  // namespace notices
