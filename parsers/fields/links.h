#pragma once
/// http(s) URLs in plain text: broken over line ends, with full-width punctuation glued on, as
/// Chinese mail writes them. And the hosts of 超大附件 (domain.md §8.4). Pure functions.

#include <string>
#include <string_view>
#include <vector>

#include "parsers/parsed.h"

namespace parsers::fields {

std::vector<Link> find_links(std::string_view text);
/// Whether the URL leads to a mail provider's large attachment rather than to a publication.
bool is_huge_attachment(std::string_view url);

}  // namespace parsers::fields
