#pragma once
/// Filings as the ledger gives them, for tests of statistics and cross-checks.

#include <string>

#include "storage/records.h"

namespace samples {

inline storage::Filing filing(const std::string& obligation, const std::string& unit,
                              const std::string& period, const std::string& fields) {
    static std::int64_t last = 0;
    storage::Filing value;
    value.id = base::FilingId{++last};
    value.obligation = obligation;
    value.unit = unit;
    value.period = period;
    value.status = storage::FilingStatus::Complete;
    value.fields_json = fields;
    return value;
}

inline storage::Filing report(const std::string& unit, const std::string& month,
                              const std::string& fields) {
    return filing("monthly-report", unit, month, fields);
}

inline storage::Filing decision(const std::string& unit, const std::string& number,
                                const std::string& fields) {
    return filing("major-penalty-decision", unit, number, fields);
}

}  // namespace samples
