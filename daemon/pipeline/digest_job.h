#pragma once
/// The digest of each working day: state, not schedule. What is due and unsent now is computed from
/// the ledger.

#include "base/result.h"
#include "daemon/notices/notices.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

/// What the digest of this moment would say.
base::Result<notices::DigestContent> digest_content(Desk& desk);

/// Queues today's digest when its hour has come, it is a working day and none was made; else does
/// nothing.
base::Result<> queue_digest_if_due(Desk& desk);

}  // namespace pipeline
