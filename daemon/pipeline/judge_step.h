#pragma once
/// The judge step: what was read becomes a judgement, kept in the ledger for settlement.

#include <span>

#include "base/result.h"
#include "daemon/judge/judge.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

/// Judges parsed messages; one transaction for the batch, which also counts the attempt at
/// settlement.
base::Result<> judge_parsed(Desk& desk, std::span<const storage::Message> batch);

/// What the judge says of a reading today; nothing is recorded.
base::Result<judge::Judgement> judge_reading(Desk& desk, const storage::Message& message,
                                             const parsers::Parsed& parsed);

}  // namespace pipeline
