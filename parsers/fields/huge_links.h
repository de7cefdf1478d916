#pragma once
/// 超大附件: files a mail program left on its provider's server, with only a link in the mail
/// (domain.md §8.4). Told by the address (links.h), or by the block the program writes around it
/// ("从…发来的超大附件", "月报.pdf (128.03M, 2024年7月27日 21:59 到期)"). Nothing is fetched. Pure
/// functions; throw only bad_alloc.

#include <string>
#include <string_view>
#include <vector>

#include "parsers/parsed.h"

namespace parsers::fields {

struct HugeAttachment {
    std::string name;    ///< of the file, where the mail tells it
    std::string size;    ///< as written: "128.03M"
    std::string expiry;  ///< as written: "2024年7月27日 21:59"
    std::string host;
};

/// Each file once, in order; `text` is what a reader sees of the mail, `links` those in it.
std::vector<HugeAttachment> huge_attachments(std::string_view text, const std::vector<Link>& links);

/// "name (size, expiry) host", what is not known left out.
std::string words(const HugeAttachment& huge);

}  // namespace parsers::fields
