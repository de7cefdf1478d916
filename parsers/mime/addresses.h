#pragma once
/// Mailbox lists of From and Reply-To, read leniently: quoted names, encoded words, groups,
/// comments, raw 8-bit names, names without quotes that hold commas of an encoded word. Pure;
/// throws only bad_alloc.

#include <string_view>
#include <vector>

#include "parsers/parsed.h"

namespace parsers::mime {

/// `field` is an unfolded header value. At most 1,000 mailboxes; empty elements are left out.
std::vector<Mailbox> parse_mailboxes(std::string_view field);

}  // namespace parsers::mime
