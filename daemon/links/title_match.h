#pragma once
/// Whether a page is the publication of a filing: its title held against the titles of the filing's
/// documents. Words are compared as pairs of neighbouring characters (Chinese has no blanks), after
/// NFKC; how many the shorter one shares with the longer one, so that a site's name behind the
/// title or a 关于印发…的通知 around it does no harm. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "config/rulebook.h"

namespace links {

/// What a filing's page must be about.
struct Publication {
    std::string unit;
    std::string obligation;
    std::string period;
    std::vector<std::string> titles;  ///< of its documents, as written
};

/// Empty: the page's. Else a word of docs/LINKS.md: draft, other_unit, other_year, other_title,
/// no_title.
std::string reason_other(const config::Rulebook& rulebook, const Publication& publication,
                         const std::vector<std::string>& page_titles);

/// The share, 0…1, of the shorter title's pairs that the other has too; 0 for one too short to
/// tell.
double overlap(std::string_view one, std::string_view other);

/// Whether a title is long enough to be compared.
bool is_telling(std::string_view title);

}  // namespace links
