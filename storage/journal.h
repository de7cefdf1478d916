#pragma once
/// The journal (docs/LEDGER.md): archive/journal/YYYY-MM.jsonl, one framed, hash-chained line per
/// settlement, human act and notice transition. Rows are committed in the ledger first
/// (Ledger::add_journal); catch_up() appends what the files lack and syncs. Opening and verifying
/// change nothing, so any process may; catch_up() is for the holder of the state lock. Only a torn
/// last line is ever repaired; any other damage is Corrupt.

#include <cstdint>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/result.h"
#include "storage/ledger.h"

namespace storage {

class Journal {
 public:
    /// Reads and changes nothing.
    static base::Result<Journal> open(base::Env& env, std::string archive_directory);
    /// Appends every entry the files lack; one sync a file. Looks at the files anew when another
    /// process appended meanwhile, and cuts a torn last line off first. After a failed append the
    /// next call brings the file back to what was synced before it.
    base::Result<> catch_up(Ledger& ledger);
    /// Reads all files: every frame, every link of the chain. Each string is a difference. Lines
    /// after number `until` are not looked at: they were written while this read. Nor is a torn
    /// last line, which catch_up repairs.
    [[nodiscard]] base::Result<std::vector<std::string>> verify(base::JournalNumber until) const;

 private:
    Journal(base::Env& env, std::string directory) : env_(&env), directory_(std::move(directory)) {}
    base::Result<> look();
    base::Result<> resume(const std::string& name, bool newest);
    base::Result<> undo_append();
    base::Result<std::size_t> append(const std::vector<JournalEntry>& entries, std::size_t at);
    [[nodiscard]] std::string path_of(const std::string& name) const {
        return directory_ + "/" + name;
    }
    base::Env* env_;
    std::string directory_;
    bool known_ = false;       ///< what follows is what the files held when last looked at
    std::string last_file_;    ///< the month file the last line stands in
    std::uint64_t size_ = 0;   ///< its bytes, all of them whole lines
    std::string failed_file_;  ///< an append to it failed: past size_ its content is unknown
    base::JournalNumber last_;
    std::string last_hash_;
};

}  // namespace storage
