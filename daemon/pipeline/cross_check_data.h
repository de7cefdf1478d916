#pragma once
/// What statistics and cross-checks ask of the ledger. Belongs to the caller's thread. Of a large
/// ledger only the rows are read through; whole filings are loaded for the period asked alone.

#include <string_view>
#include <vector>

#include "daemon/duties/cross_checks.h"
#include "storage/ledger.h"

namespace pipeline {

/// The monthly reports of a period (YYYY-MM or YYYY), whatever their status.
base::Result<std::vector<storage::StatedFiling>> reports_of(storage::Ledger& ledger,
                                                            const config::Rulebook& rulebook,
                                                            std::string_view period);

/// The reports of the period against the decisions filed, and the gaps in the period's year's
/// series; in the office's words unless others are given. `day`: today.
/// For the digest: the month whose reports were due last.
base::Result<std::vector<duties::CrossCheck>> cross_checks_of(
    storage::Ledger& ledger, const config::Rulebook& rulebook, std::string_view period,
    base::Date day, const duties::CrossCheckWords& words = {});

}  // namespace pipeline
