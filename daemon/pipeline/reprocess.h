#pragma once
/// Messages read and judged anew from their kept bytes, by today's rules. What a person decided
/// stays; nothing is sent; a message's change is one transaction, so that ended anywhere the work
/// can simply be done again. Belongs to the caller's thread.

#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/pipeline/desk.h"
#include "daemon/pipeline/parser_process.h"

namespace pipeline {

/// Something that stands otherwise afterwards.
struct Difference {
    std::string what;  ///< outcome, reason, filing, documents, problems, field <name> of F3
    std::string before;
    std::string after;
};

struct Reprocessed {
    base::MessageId message;
    std::string skipped;   ///< unsettled, bytes_gone, on_paper; empty: it was done
    bool decided = false;  ///< a person decided: outcome and filings were left alone
    std::vector<Difference> differences;
};

/// With `dry_run` nothing is changed, neither ledger nor archive.
base::Result<Reprocessed> reprocess(Desk& desk, const Parsers& parsers, base::MessageId message,
                                    bool dry_run, std::stop_token stop = {});

/// Messages that could not be read or kept: failed ones, and those in review because a step failed.
base::Result<std::vector<base::MessageId>> failed_messages(storage::Ledger& ledger);

}  // namespace pipeline
