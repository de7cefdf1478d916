#pragma once
/// Places that no message explains, as filingctl shows them: failed, out of scope, or refused by
/// the server so far.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "storage/ledger.h"

namespace ctl {

/// Where, outcome, reason, since when, how often tried, and the cure.
nlohmann::ordered_json place_json(const storage::LonePlace& place);
/// The same with the keys of a message: no id, no hash.
nlohmann::ordered_json message_json(const storage::LonePlace& place);
nlohmann::ordered_json out_of_scope_json(const storage::OutOfScope& places);

/// A line for a person, and the cure below it.
std::string place_line(const storage::LonePlace& place);
std::string out_of_scope_line(const storage::OutOfScope& places);

/// Live places that failed, then those that the server has refused so far.
base::Result<std::vector<storage::LonePlace>> places_not_had(storage::Ledger& ledger);

}  // namespace ctl
