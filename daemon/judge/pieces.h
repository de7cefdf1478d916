#pragma once
/// Which pieces a filing has and lacks, and whether it came in time (interfaces.md, Rules that
/// decide). Pure functions.

#include <optional>
#include <string>
#include <vector>

#include "base/dates.h"
#include "config/rulebook.h"
#include "parsers/parsed.h"

namespace judge {

/// Every piece this document can serve as, best first (a sealed PDF: stamped-pdf, document).
std::vector<config::Piece> pieces_of(const parsers::Document& document);

/// What `requires` asks and `have` has not, in the order of `requires`.
std::vector<config::Piece> missing_pieces(const std::vector<config::Piece>& required,
                                          const std::vector<config::Piece>& have);

/// true/false; none while incomplete before the due date, and without a due date.
std::optional<bool> on_time(std::optional<base::Instant> completed_at,
                            std::optional<base::Date> due, base::Date today);

}  // namespace judge
