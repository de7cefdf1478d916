#pragma once
/// Entries of an archive, streamed within one budget a message. Throws nothing.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

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

/// Calls `found` for each file in order. Problems (encrypted, limit_exceeded, damaged …) go to
/// `problem` with `part` = the entry's name or empty.
void open_archive(std::string_view bytes, const Limits& limits, Budget& budget,
                  const std::function<void(Entry)>& found,
                  const std::function<void(Problem)>& problem);

}  // namespace parsers::document
