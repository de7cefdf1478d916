#pragma once
/// The papers of a mail, grouped into filings (design.md, Judging): what carries the same name, or
/// says nothing against it, belongs together; several units or months part. A paper with nothing of
/// its own joins the only group it can belong to, and none where there are two. Pure.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/judge/evidence.h"
#include "daemon/judge/material.h"

namespace judge {

/// What one paper says by itself.
struct Witness {
    const Paper* paper = nullptr;
    Question obligation;
    Question unit;
    Question period;
    std::string look_alike;  ///< the rule that took it out of a filing it resembles; it can only be
                             ///< a supplement
};

struct Group {
    std::vector<const Witness*> members;
    Question obligation;
    Question unit;
    Question period;
};

struct Grouping {
    std::vector<Group> groups;
    std::vector<const Witness*> orphans;  ///< could belong to several groups
};

Grouping group(const std::vector<Witness>& witnesses, const config::JudgingRules& rules);

}  // namespace judge
