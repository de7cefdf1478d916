#pragma once
/// The year's assessment of how units kept their duties (plan item 九): a pure function of duties
/// and of how each filing came about. What is still open before its date counts for nobody yet.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/duties/duties.h"

namespace duties {

/// How a filing came about, beyond what its duty tells.
struct Course {
    base::Instant received_at{};  ///< of the first piece
    std::optional<base::Instant> completed_at;
    int corrections = 0;  ///< later mails that replaced a document
};
using Courses = std::map<base::FilingId, Course>;

/// Numbers of some duties. Dated ones: due = on_time + late + missing. Duties due so far are those
/// whose rolled date has passed and those filed before it.
struct Tally {
    int due = 0;
    int on_time = 0;
    int late = 0;
    int missing = 0;          ///< past the date: not filed, incomplete or in review
    int days_late = 0;        ///< calendar days after the rolled date, of the late ones together
    int most_days_late = 0;   ///< of one
    int complete = 0;         ///< filed completely, undated ones and events too
    int first_try = 0;        ///< of these, complete with the first mail
    int corrections = 0;      ///< of whatever was filed
    int exempt = 0;           ///< count nowhere else
    int undated_filed = 0;    ///< never late: there or not
    int undated_missing = 0;  ///< a person looks at these

    /// None where nothing was due.
    [[nodiscard]] std::optional<double> on_time_rate() const;
    [[nodiscard]] std::optional<double> first_try_rate() const;
    [[nodiscard]] std::optional<double> average_days_late() const;
    Tally& operator+=(const Tally& other);
};

struct Assessment {
    struct Item {
        std::string obligation;
        Tally tally;
    };
    struct Row {
        std::string unit;
        std::optional<int> rank;  ///< from 1; units as good as each other share it; none: no due
        Tally total;
        std::vector<Item> items;  ///< in rulebook order, of what the unit owed
    };
    int year = 0;
    /// The best first: by the rate of those on time, then fewer missing, fewer days late, the rate
    /// of first tries, the rulebook's order. Units with nothing due yet stand last.
    std::vector<Row> rows;
};

/// Of duties_at(…, day) those of `year` (year_of).
Assessment assess(const config::Rulebook& rulebook, const std::vector<Duty>& duties,
                  const Courses& courses, int year, base::Date day);

}  // namespace duties
