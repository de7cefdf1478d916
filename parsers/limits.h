#pragma once
/// The limits of one parse (design.md, Limits): one struct, filled from the configuration by the
/// daemon, sent to the child with each request. Budgets are of the whole message, shared by all its
/// levels.

#include <cstdint>

namespace parsers {

struct Limits {
    std::uint64_t message_bytes = 72ULL << 20;
    std::uint64_t memory_bytes = 1ULL << 30;  ///< RLIMIT_AS of the child
    std::uint32_t cpu_seconds = 20;           ///< RLIMIT_CPU; the wall clock is allowed twice that
    std::uint32_t container_depth = 4;  ///< archives, attached messages, winmail.dat in one another
    std::uint32_t multipart_depth = 100;
    std::uint32_t parts = 10'000;
    std::uint32_t entries = 2'000;              ///< archive entries a message
    std::uint64_t opened_bytes = 512ULL << 20;  ///< all bytes taken out of containers
    std::uint64_t entry_bytes = 128ULL << 20;
    std::uint32_t ratio = 200;  ///< unpacked : packed, once ratio_after bytes came out
    std::uint64_t ratio_after = 10ULL << 20;
    std::uint64_t header_block = 1ULL << 20;
    std::uint64_t header_line = 64ULL << 10;
    std::uint64_t text_bytes = 8ULL << 20;  ///< all text kept of a message
    std::uint32_t pdf_pages = 500;
    std::uint32_t ocr_pages = 30;  ///< pages of pictures that are read
};

}  // namespace parsers
