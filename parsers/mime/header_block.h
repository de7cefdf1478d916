#pragma once
/// One header block taken line by line from raw bytes (RFC 5322 §2.2), unfolded, within the limits,
/// with the repairs of the pre-flight scan: lines that are no header are dropped, a block that was
/// never one is body. Pure and linear; throws only bad_alloc.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/limits.h"
#include "parsers/parsed.h"

namespace parsers::mime {

struct HeaderBlock {
    std::vector<Header> fields;  ///< raw bytes of the values, without line ends and NUL
    std::size_t body = 0;        ///< offset of the first byte behind the empty line
    bool truncated = false;      ///< a limit of size or count was hit
    bool dropped_line = false;   ///< a line without a name was left out
    bool no_blank_line = false;  ///< the body began without an empty line
    bool had_nul = false;
};

/// A line of `bytes` that starts at `at`: its text and the offset behind its end (CRLF, LF or CR).
struct Line {
    std::string_view text;
    std::size_t next = 0;
};
Line line_at(std::string_view bytes, std::size_t at);

/// Reads the block at `at`. `stops` tells lines at which the block ends at once (delimiters).
HeaderBlock read_header_block(std::string_view bytes, std::size_t at, const Limits& limits,
                              const std::function<bool(std::string_view)>& stops);

/// The value of the first field of that name, or empty.
std::string_view field(const std::vector<Header>& fields, std::string_view name);

}  // namespace parsers::mime
