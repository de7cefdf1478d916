#pragma once
/// The parse step: raw bytes go to a confined child each, documents come back as objects in the
/// spool, and what was read into the ledger, in one transaction for the batch.

#include <span>
#include <stop_token>

#include "base/result.h"
#include "daemon/pipeline/desk.h"
#include "daemon/pipeline/parser_process.h"

namespace pipeline {

/// Parses spooled messages, as many at once as the configuration allows. A child that died is a
/// result: its message is parsed as far as it came, with the problem parser_died. Transient when
/// the parser itself cannot run.
base::Result<> parse_spooled(Desk& desk, ParserProcess& parser,
                             std::span<const storage::Message> batch, std::stop_token stop);

}  // namespace pipeline
