#pragma once
/// Statistics as a person reads them: a table for a terminal, sheets for Excel, JSON for programs.
/// Pure functions but for gettext.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "daemon/duties/cross_checks.h"
#include "daemon/duties/statistics.h"
#include "daemon/notices/workbook.h"

namespace ctl {

struct StatisticsView {
    const config::Rulebook& rulebook;
    const duties::Statistics& statistics;
    const std::vector<duties::CrossCheck>& checks;
};

/// The words of cross-checks in the language of the terminal.
duties::CrossCheckWords cross_check_words_around();

/// The table, and below it what is missing, what looks wrong, and what to check.
std::string statistics_text(const StatisticsView& view);
/// One object a unit, one for the sum, one a cross-check.
std::vector<nlohmann::ordered_json> statistics_json(const StatisticsView& view);
/// The table; what is missing or looks wrong; what to check.
std::vector<notices::Sheet> statistics_sheets(const StatisticsView& view);

}  // namespace ctl
