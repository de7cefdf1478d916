#pragma once
/// The office's own items with a date (nature office) as tasks for its staff: they make no duty of
/// any unit, nobody is reminded, the digest shows them. Pure function. Items without a date are
/// nobody's task of a certain day and are not shown.

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/dates.h"
#include "config/rulebook.h"

namespace duties {

struct OfficeTask {
    std::string obligation;
    std::string title;
    std::string period;
    base::Date due_nominal;
    base::Date due;  ///< rolled
    bool overdue = false;
};

/// (obligation, period) of items that a person recorded as done: `filingctl file`. A unit's mail
/// about the item is no such record.
using OfficeItemsDone = std::set<std::pair<std::string, std::string>>;

/// Tasks not done, due within 10 working days after `day` or, overdue, within the 10 before it; by
/// due date, then in rulebook order.
std::vector<OfficeTask> office_tasks(const config::Rulebook& rulebook, const OfficeItemsDone& done,
                                     base::Date day);

/// A line of the digest, in the words of the office.
std::string words_of(const OfficeTask& task);

}  // namespace duties
