#pragma once
/// What the commands by which a person acts have in common: who acts, what is said of the act, what
/// could be taught by it.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/ctl/office.h"
#include "daemon/pipeline/human_acts.h"

namespace ctl {

/// Who acts: the login name, for the journal.
std::string actor();

/// What is printed of an act: the sentence, and how to undo it; or one JSON object.
void report(const pipeline::Acted& acted, const std::string& sentence, bool json);

/// Visible data that would have let the judge decide a message itself: its sender's address, the
/// names and the number's prefix its documents bear. Sentences for a person; nothing is learned.
base::Result<std::vector<std::string>> lessons(Office& office, base::MessageId message,
                                               const std::string& unit);

std::string dumped(const nlohmann::ordered_json& value);

}  // namespace ctl
