#pragma once
/// Documents that look like a filing and are not (domain.md §2.8): known by title or number, never
/// by words of the body, since a real decision cites the 告知书 too. Pure.

#include <set>
#include <string>

#include "daemon/judge/material.h"

namespace judge {

struct Likeness {
    std::set<std::string> excluded;  ///< obligations it is taken out of
    std::string rule;                ///< the rule's id; empty when it is no look-alike
    std::string text;                ///< the words that told
};

Likeness look_alike(const config::Rulebook& rulebook, const Paper& paper);

}  // namespace judge
