#pragma once
/// The cross-checks a digest tells: those of the month whose reports were due last, each sentence
/// once. `filingctl statistics` shows them all at any time.

#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

/// What no digest has told yet; nothing before the first monthly report was due.
base::Result<std::vector<std::string>> checks_to_tell(Desk& desk, base::Date day);
/// Inside the transaction that queues the digest.
base::Result<> mark_checks_told(Desk& desk, const std::vector<std::string>& sentences);

}  // namespace pipeline
