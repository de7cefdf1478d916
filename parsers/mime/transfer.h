#pragma once
/// Content-Transfer-Encoding undone (RFC 2045 §6), as leniently as the bytes allow. The mechanism's
/// name is trimmed and its case ignored. Pure functions; throw only bad_alloc.

#include <string>
#include <string_view>

namespace parsers::mime {

struct Unpacked {
    std::string bytes;
    bool repaired = false;  ///< what didn't belong was skipped, the rest fits
    bool damaged = false;   ///< something is missing or had to be guessed
    std::string name;       ///< raw bytes; only uuencode writes one
};

/// 7bit, 8bit, binary and unknown mechanisms give the bytes as they are.
Unpacked undo_transfer(std::string_view bytes, std::string_view mechanism);

/// Lines that don't belong (a gateway's footer) are skipped, padding may be absent or in the
/// middle.
Unpacked from_base64(std::string_view bytes);
/// Blanks before a line's end are dropped, a soft break may be followed by blanks, "=ZZ" stays.
Unpacked from_quoted_printable(std::string_view bytes);
/// Appends what one line of uuencode holds; its first character says how much.
void append_uu_line(std::string_view line, std::string& out);
/// From "begin" to "end"; without "begin" the bytes stay as they are. Words around them are lost:
/// of text, parsers/mime/inline_files.h keeps them.
Unpacked from_uuencode(std::string_view bytes);
bool is_uuencode(std::string_view mechanism);

}  // namespace parsers::mime
