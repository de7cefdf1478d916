#pragma once
/// The linear scan before mimetic, which loses content on malformed input. It finds the structure
/// as a careful reader would, caps it, and writes a repaired copy in which mimetic can't go wrong:
///
///   raw        every header block, delimiter line and body range is found with a stack of open
///   boundaries:
///              a delimiter line is "--boundary" or "--boundary--" with blanks at most behind it,
///              the innermost open multipart is asked first, then multiparts already closed (a part
///              after the last one). A line that only begins so is content. A delimiter of an outer
///              multipart closes the inner ones. A multipart without any delimiter line becomes one
///              leaf of text.
///   copy       the same tree with one boundary a multipart that occurs nowhere in the raw bytes,
///   unfolded
///              headers without bad lines and NUL, and a Content-Type in front of each block that
///              keeps mimetic from opening what the scan holds for a leaf.
///
/// The raw bytes stay untouched; views of the outline point into them. Pure, linear, throws only
/// bad_alloc.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/limits.h"
#include "parsers/parsed.h"

namespace parsers::mime {

enum class Shape {
    Leaf,
    Multipart,
    Unsplit,  ///< said to be a multipart, but has no delimiter line: its body is text
    TooDeep,  ///< a multipart below the nesting limit, kept whole
};

/// One entity of the raw message.
struct Outline {
    Shape shape = Shape::Leaf;
    std::vector<Header> fields;  ///< raw values
    std::string_view default_type =
        "text/plain";            ///< of a part without Content-Type (RFC 2046 §5.1.5)
    std::string_view body;       ///< of a leaf, as encoded
    bool alternative = false;    ///< multipart/alternative
    bool related = false;        ///< multipart/related
    bool digest = false;         ///< multipart/digest: its parts are messages by default
    std::size_t body_begin = 0;  ///< offset in raw
    std::size_t loose = 0;       ///< bytes of a multipart's preamble and epilogues, blanks left out
    std::vector<Outline> parts;
};

struct Preflight {
    Outline outline;
    std::size_t parts = 0;  ///< delimiter lines that began a part
    std::vector<Problem>
        problems;  ///< mime_repaired, header_truncated, limit_exceeded, mime_mismatch
};

Preflight inspect(std::string_view raw, const Limits& limits);

/// The copy for mimetic; empty when no free boundary could be found (then mimetic isn't asked).
std::string repaired_copy(std::string_view raw, const Outline& outline);

}  // namespace parsers::mime
