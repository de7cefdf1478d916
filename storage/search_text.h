#pragma once
/// How text becomes findable by every substring of its Han characters: each Han character is a word
/// of its own, and what is looked for is a phrase of such words. Pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace storage {

/// The text as the index takes it: words parted by blanks, letters and digits folded to lower-case
/// half width, everything else dropped.
std::string searchable(std::string_view text);

/// The index's question for what a person typed: words parted by blanks must all be there, each as
/// a phrase; letters or digits at the end of one may go on ("2024-0"). Empty when nothing is left
/// to look for.
std::string search_query(std::string_view typed);

struct Found {
    std::size_t at = 0;  ///< bytes
    std::size_t length = 0;
};

/// The first of the typed words that stands in `text`, by the same rules.
std::optional<Found> find_typed(std::string_view text, std::string_view typed);

}  // namespace storage
