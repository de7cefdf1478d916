#pragma once
/// Files written into the text of a mail by programs older than MIME: uuencode ("begin 644 name" …
/// "end") and yEnc ("=ybegin … name=…" … "=yend"). Pure and linear; throws only bad_alloc.

#include <string>
#include <string_view>
#include <vector>

namespace parsers::mime {

struct InlineFile {
    std::string name;  ///< raw bytes, in the text's own charset
    std::string bytes;
    bool damaged = false;  ///< cut off, of another size or sum than it says, or lines that are none
    bool partial = false;  ///< one part of several (yEnc)
};

struct InlineFiles {
    std::string text;  ///< what is left, in order
    std::vector<InlineFile> files;
};

/// Whether `text` may hold such a file; cheap.
bool may_hold_files(std::string_view text);

/// Takes them out. A "begin" line without an encoded line behind it is text.
InlineFiles take_files(std::string_view text);

}  // namespace parsers::mime
