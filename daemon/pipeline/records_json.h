#pragma once
/// The JSON objects of interfaces.md for messages and filings: what filingctl prints, the archive
/// keeps beside each filing, and the journal records. Stable key order. Reads the ledger; belongs
/// to the caller's thread.

#include <string>

#include "base/result.h"
#include "storage/ledger.h"

namespace pipeline {

base::Result<std::string> message_json(storage::Ledger& ledger, const storage::Message& message);
base::Result<std::string> filing_json(storage::Ledger& ledger, const storage::Filing& filing);

}  // namespace pipeline
