#pragma once
/// A message taken apart (RFC 5322, 2045-2047, 2183, 2231): decoded headers and the leaves of its
/// MIME tree in order. Nothing inside a leaf is opened here. Throws nothing; hostile input gives
/// problems.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/limits.h"
#include "parsers/parsed.h"

namespace parsers::mime {

/// One leaf: any part with bytes, whatever its disposition.
struct Leaf {
    std::string section;  ///< IMAP section number: "1", "2.1"
    std::string name;  ///< decoded: RFC 2231 beats RFC 2047-in-parameter beats raw bytes; filename
                       ///< beats name
    std::string type;  ///< declared media type in lower case, "text/plain" when absent
    std::string charset;            ///< parameter as written
    std::string content_id;         ///< without brackets
    std::string disposition;        ///< "inline", "attachment" or empty
    bool in_alternative = false;    ///< directly below multipart/alternative
    bool in_related = false;        ///< below multipart/related
    std::uint32_t alternative = 0;  ///< number of the nearest multipart/alternative above, 0 = none
    bool repaired = false;          ///< foreign characters in its transfer encoding were skipped
    bool damaged = false;  ///< its transfer encoding was broken; what could be had is in bytes
    std::string bytes;     ///< transfer encoding undone
};

struct Message {
    Parsed parsed;  ///< headers and problems; no documents yet
    std::vector<Leaf> leaves;
};

/// Reads `raw` (CRLF, LF or CR line ends). multipart/*, text/* and all others; message/rfc822 is a
/// leaf with the inner message as bytes (its transfer encoding undone).
Message read_message(std::string_view raw, const Limits& limits);

}  // namespace parsers::mime
