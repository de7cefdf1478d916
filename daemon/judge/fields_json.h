#pragma once
/// The `fields` object of a filing (interfaces.md) and what decides whether a decision is major
/// (domain.md §2.6). What was not read is null. Pure functions.

#include <optional>
#include <string>
#include <vector>

#include "base/dates.h"
#include "daemon/judge/material.h"
#include "daemon/judge/report_numbers.h"

namespace judge {

enum class Major { Yes, No, Uncertain };

struct Importance {
    Major major = Major::Uncertain;
    std::vector<std::string> reasons;
};

Importance importance_of(const config::Rulebook& rulebook, const DecisionFields& decision);

std::optional<base::Date> decision_date(const DecisionFields& decision);

/// `period` as decided; `obligation` is the entry that governs it.
std::string decision_json(const config::Rulebook& rulebook, const config::Obligation& obligation,
                          std::string_view period, const DecisionFields& decision);
/// `differing`: figures the stamped copy tells otherwise.
std::string monthly_json(std::string_view period, const ReportNumbers& numbers,
                         const std::vector<std::string>& differing);
std::string links_json(const std::vector<std::string>& links);

}  // namespace judge
