#pragma once
/// What a fetched page calls itself. Its bytes are a stranger's: they are put into a mail of our
/// own, as its only part, and read by the same confined child that reads mails (docs/
/// CONFINEMENT.md). Web pages and PDF files alike.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "daemon/links/check.h"
#include "daemon/pipeline/parser_process.h"

namespace links {

struct PageFacts {
    std::vector<std::string> titles;  ///< the best first
    std::string media_type;           ///< by content
};

/// The mail around a page; `content_type` as the server declared it, which is not trusted to be
/// one.
std::string mail_around(std::string_view content_type, std::string_view page);

/// None: the child died of it. An error is the parser's own trouble, not the page's.
base::Result<std::optional<PageFacts>> read_page(pipeline::ParserProcess& parser, const Page& page,
                                                 parsers::Limits limits);

/// Titles a document is known by: of its head where it has one.
std::vector<std::string> titles_of(const parsers::Parsed& parsed, std::size_t document);

}  // namespace links
