#pragma once
/// The last step of a message: what was judged becomes filings, an outcome, perhaps a receipt, and
/// a line in the journal, in one transaction for the batch (design.md, One way through). Repeatable
/// after a crash at any point.

#include <span>

#include "base/result.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

/// Settles judged messages, in the order given.
base::Result<> settle_judged(Desk& desk, std::span<const storage::Message> batch);

/// Ends a message in review without a judgement: poison, parser_died …
base::Result<> settle_in_review(Desk& desk, const storage::Message& message,
                                std::string_view reason);

/// What follows a commit and may be repeated at any time: the journal's files, the by-filing view,
/// the spool's leavings.
base::Result<> follow_up(Desk& desk, std::span<const storage::Message> settled);

/// Removes the spool's names of settled messages and their documents; the archive's stay.
base::Result<> forget_spooled(Desk& desk, std::span<const storage::Message> settled);

/// At start: removes from the spool what is settled or was never recorded.
base::Result<> clean_spool(Desk& desk);

}  // namespace pipeline
