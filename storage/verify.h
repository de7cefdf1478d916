#pragma once
/// The archive against the ledger: every hash re-computed, files and rows compared, journal chain,
/// ledger integrity.

#include <cstdint>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/result.h"
#include "storage/archive.h"
#include "storage/journal.h"
#include "storage/ledger.h"

namespace storage {

struct Verification {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::vector<std::string> differences;
};

base::Result<Verification> verify(base::Env& env, Ledger& ledger, const Archive& archive,
                                  const Spool& spool, const Journal& journal);

}  // namespace storage
