#pragma once
/// Entries of an archive, streamed within one budget a message. Throws nothing.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/limits.h"
#include "parsers/parsed.h"

namespace parsers::document {

/// What is left of a message's limits; shared by all levels.
struct Budget {
    explicit Budget(const Limits& limits) : entries(limits.entries), opened(limits.opened_bytes) {}
    std::uint32_t entries;
    std::uint64_t opened;
};

struct Entry {
    std::string name;  ///< decoded full path in the archive, sanitised
    std::string bytes;
};

struct ArchiveFile {
    std::string_view bytes;
    std::string_view name;  ///< names what a gz, bz2 or xz holds, when that doesn't
    /// Passwords to try, asked for only when an entry of a zip is locked; may be none.
    std::function<const std::vector<std::string>&()> passwords;
};

/// Calls `found` for each file in order. Every entry that is not found has a problem (encrypted,
/// limit_exceeded, damaged, unsupported_format, entry_skipped …), with `part` = the entry's name or
/// empty; folders have none.
void open_archive(const ArchiveFile& archive, const Limits& limits, Budget& budget,
                  const std::function<void(Entry)>& found,
                  const std::function<void(Problem)>& problem);

}  // namespace parsers::document
