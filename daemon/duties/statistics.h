#pragma once
/// The numbers of the monthly reports added up: for a month, or for a year the sum over its months.
/// A number nobody stated is none and never counted as 0; a zero report states zeros. Only filings
/// in force count (complete or incomplete). Pure functions.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "config/rulebook.h"
#include "daemon/duties/duties.h"
#include "storage/records.h"

namespace duties {

/// A number added up over the reports that state it. Money is in fen.
struct Sum {
    std::int64_t value = 0;
    std::size_t stated = 0;  ///< by so many reports; 0: nobody, and the value says nothing
    void add(std::int64_t more) {
        value += more;
        ++stated;
    }
};
using Sums = std::array<Sum, config::kReportFigures.size()>;  ///< in the order of kReportFigures

/// What one report in force says.
struct ReportCells {
    std::array<std::optional<std::int64_t>, config::kReportFigures.size()> cells;
    bool zero_report = false;
    bool copies_differ = false;  ///< the stamped copy tells other numbers
    /// 元 and 万元 may have been confused: the reader's doubt, or an amount no county's cases come
    /// to (more than ten million yuan or less than ten a closed case).
    bool amount_doubt = false;
};
ReportCells report_cells(const storage::StatedFiling& filing);

struct UnitStatistics {
    std::string unit;
    Sums sums;
    std::vector<base::FilingId> filings;
    struct NotFiled {
        std::string period;
        DutyState state = DutyState::Overdue;  ///< why: overdue, in review, not due yet …
    };
    std::vector<NotFiled> not_filed;
    std::vector<std::string> exempt;  ///< months
    struct Unstated {
        std::string period;
        std::vector<std::string_view> figures;  ///< ids of kReportFigures
    };
    std::vector<Unstated> unstated;         ///< reports that leave numbers open
    std::vector<std::string> zero_reports;  ///< months
    std::vector<std::string> amount_doubts;
    std::vector<std::string> copies_differ;
};

struct Statistics {
    std::string period;
    std::vector<std::string> months;  ///< that are counted, ascending
    /// Units that owe a report or filed one, in rulebook order.
    std::vector<UnitStatistics> units;
    Sums sums;
    std::size_t owed = 0;   ///< reports, exempt ones not counted
    std::size_t filed = 0;  ///< of them
};

/// The obligation whose reports are added up: the first that is due every month; empty: none.
std::string report_obligation(const config::Rulebook& rulebook);

/// `period` is YYYY-MM or YYYY; `duties` those of the day it is asked (duties_at), `filings` may be
/// any. A year counts the months that are due or of which something was filed.
Statistics statistics_of(const config::Rulebook& rulebook, std::string_view period,
                         const std::vector<Duty>& duties,
                         const std::vector<storage::StatedFiling>& filings);

bool in_force(const storage::FilingRow& filing);

}  // namespace duties
