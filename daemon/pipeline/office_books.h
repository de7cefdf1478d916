#pragma once
/// The office's yearly books, read from the ledger: the register of what came in (收文登记簿), and
/// how each filing came about, for the assessment. Belong to the caller's thread.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/duties/assessment.h"
#include "storage/ledger.h"

namespace pipeline {

/// One mail's part in one filing; a mail that brought several filings has several lines.
struct RegisterLine {
    std::string number;  ///< the receipt's, else the message's label
    base::MessageId message;
    base::Instant received_at{};
    std::string from;
    std::string subject;
    base::FilingId filing;
    std::string unit;
    std::string obligation;
    std::string period;
    std::size_t documents = 0;  ///< that this mail brought to it
    storage::FilingStatus status = storage::FilingStatus::Incomplete;
    std::string decision_number;  ///< 文号, of a decision
    std::optional<base::Date> due;
    std::optional<bool> on_time;
};

/// Of every message that was filed and arrived in `year` (county time), in order of arrival.
base::Result<std::vector<RegisterLine>> register_of(storage::Ledger& ledger, int year);

/// Of the filings that answer these duties, as the snapshot has them.
base::Result<duties::Courses> courses_of(storage::Ledger& ledger, const duties::Snapshot& snapshot,
                                         const std::vector<duties::Duty>& duties, int year);

}  // namespace pipeline
