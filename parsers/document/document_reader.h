#pragma once
/// The registry's interface: bytes of one file in, text and facts out. One file a format behind one
/// constexpr table (registry.cc). Throws nothing; a reader returns what it could read and says what
/// it could not.

#include <string>
#include <string_view>
#include <vector>

#include "parsers/limits.h"
#include "parsers/parsed.h"

namespace parsers::document {

/// A file inside another that is no archive: an attachment of a .msg, a picture of a Word file.
struct Inner {
    std::string name;  ///< as written there, decoded; may be a path ("word/media/image1.png")
    std::string bytes;
};

struct Reading {
    std::string text;
    TextSource text_source = TextSource::None;
    std::uint32_t pages = 0;
    Seal seal;
    bool needs_eyes = false;
    std::vector<Link> links;
    std::vector<std::string> titles;  ///< a web page's own names for itself, the best first
    std::vector<Inner> inner;       ///< become documents of their own, within the message's budget
    std::vector<Problem> problems;  ///< part is filled in by the caller
};

struct Input {
    std::string_view bytes;
    std::string_view name;     ///< a hint only
    std::string_view charset;  ///< of text/*, as declared; may be empty
    const Limits* limits = nullptr;
};

/// Media type by content; the name decides only between formats that look alike (csv, txt).
std::string sniff(std::string_view bytes, std::string_view name);

/// Whether files of this type hold further files: archives (open_archive) and message/rfc822.
bool is_container(std::string_view media_type);

/// Reads a file of `media_type`; an unknown type gives the problem unsupported_format.
Reading read(std::string_view media_type, const Input& input);

/// Loads everything the readers would load on first use (charset tables, poppler's tables, libxml2,
/// the UTF-8 locale): once, before the process is confined. Starts no thread.
void warm_up();

}  // namespace parsers::document
