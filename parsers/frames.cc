#include "parsers/frames.h"

#include "parsers/frame_table.h"

namespace parsers {

// UTF-8 is up to three times its source (each undecodable byte becomes U+FFFD); a piece of text may
// stand once in the text and again as title, segment or field.
FrameCaps::FrameCaps(const Limits& limits, std::uint64_t raw_bytes)
    : header_bytes(3 * limits.header_block + (1ULL << 20)),
      documents(std::uint64_t{limits.parts} + limits.entries + 1),
      problems(frames::kMostProblems),
      chunk_bytes(limits.opened_bytes + raw_bytes),
      text_bytes(limits.text_bytes),
      document_bytes(documents * (1ULL << 10) + (8ULL << 20)),
      field_bytes(4 * limits.text_bytes + (1ULL << 20)) {}

}  // namespace parsers
