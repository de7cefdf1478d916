#pragma once
/// What a leaf of a mail is for its reader: the mail's own text, a logo, a name card, an
/// attachment. Every part with bytes is a document whatever its disposition; only small pictures
/// the text refers to are decoration, and a picture that could be the photograph of a page never
/// is. Pure; throws only bad_alloc.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/mime/message.h"
#include "parsers/parsed.h"

namespace parsers {

/// text/plain or text/html that a mail program shows as the mail.
bool is_body(const mime::Leaf& leaf);

/// Content-IDs the HTML bodies of the message refer to ("cid:…").
std::set<std::string> referenced_ids(const std::vector<mime::Leaf>& leaves);

/// The role of a leaf that is no body; `media_type` by content.
Role role_of(const mime::Leaf& leaf, std::string_view media_type,
             const std::set<std::string>& referenced);

/// The role of a file inside a .msg or winmail.dat, which says less of it than a part's headers do.
Role role_of_inner(std::string_view name, std::string_view media_type, std::string_view bytes);

/// Whether a file of that name or content would run when it is opened.
bool is_executable(std::string_view name, std::string_view bytes);

/// The name without NUL, control and bidi characters, at most 1,000 code points.
std::string display_name(std::string_view name);

}  // namespace parsers
