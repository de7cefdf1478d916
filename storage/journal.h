#pragma once
/// The journal (docs/LEDGER.md): archive/journal/YYYY-MM.jsonl, one framed, hash-chained line per
/// settlement, human act and notice transition. Rows are committed in the ledger first
/// (Ledger::add_journal); catch_up() appends what the files lack and syncs. A torn last line is cut
/// off and written anew. One writer.

#include <string>
#include <vector>

#include "base/env.h"
#include "base/result.h"
#include "storage/ledger.h"

namespace storage {

class Journal {
 public:
    static base::Result<Journal> open(base::Env& env, std::string archive_directory);
    /// Appends every entry the files lack; one sync for all.
    base::Result<> catch_up(Ledger& ledger);
    /// Reads all files: every frame, every link of the chain. Each string is a difference.
    base::Result<std::vector<std::string>> verify() const;

 private:
    Journal(base::Env& env, std::string directory) : env_(&env), directory_(std::move(directory)) {}
    base::Result<> resume(const std::string& name);
    base::Result<std::size_t> append(const std::vector<JournalEntry>& entries, std::size_t at);
    base::Env* env_;
    std::string last_file_;  ///< the month file the last line stands in
    std::string directory_;
    base::JournalNumber last_;
    std::string last_hash_;
};

}  // namespace storage
