#include "daemon/ctl/comparison.h"

#include <set>

namespace ctl {

Comparison compare(const storage::Accounting& line, std::span<const std::uint32_t> live,
                   const imap::FolderListing* listing) {
    Comparison result;
    if (!listing) return result;
    result.on_server = listing->messages.size();
    if (!listing->exists) {
        result.unexplained = line.live;
        return result;
    }
    std::set<std::uint32_t> known;
    if (listing->uid_validity == line.uid_validity) known.insert(live.begin(), live.end());
    std::size_t found = 0;
    for (const auto& message : listing->messages)
        known.contains(message.uid) ? ++found : ++result.unexplained;
    result.unexplained += known.size() - found;
    return result;
}

}  // namespace ctl
