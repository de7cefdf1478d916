#include "daemon/judge/groups.h"

#include <algorithm>
#include <map>

#include "daemon/judge/pieces.h"

namespace judge {
namespace {

/// Evidence below this is too faint to part two papers.
constexpr double kParts = 0.4;

struct Key {
    std::optional<std::string> obligation;
    std::optional<std::string> unit;
    std::optional<std::string> period;

    [[nodiscard]] int known() const {
        return obligation.has_value() + unit.has_value() + period.has_value();
    }
};

/// Papers that go together whatever they say: of one name, a Word file and its scan.
struct Cluster {
    std::vector<const Witness*> members;
    Question obligation;
    Question unit;
    Question period;
    Key key;
    bool readable = false;
};

std::optional<std::string> leading(const Question& question) {
    auto best = question.leading();
    if (!best || best->score < kParts) return {};
    return std::move(best->points_to);
}

void finish(Cluster& cluster) {
    for (const Witness* member : cluster.members) {
        cluster.obligation.add(member->obligation);
        cluster.unit.add(member->unit);
        cluster.period.add(member->period);
        cluster.readable = cluster.readable || member->paper->readable;
    }
    cluster.key = {leading(cluster.obligation), leading(cluster.unit), leading(cluster.period)};
}

Cluster empty_cluster(const config::JudgingRules& rules) {
    return Cluster{
        {},   Question("obligation", rules), Question("unit", rules), Question("period", rules), {},
        false};
}

/// Two decisions never go together for their name alone.
bool is_distinct(const Witness& witness) { return witness.paper->decision.has_value(); }

/// The folder a paper lies in within its archive.
std::string_view folder_of(const Paper& paper) {
    std::string_view inside(paper.from);
    inside.remove_prefix(std::min(inside.size(), paper.container.size()));
    const auto slash = inside.rfind('/');
    return paper.container.empty() || slash == std::string_view::npos ? std::string_view{}
                                                                      : inside.substr(0, slash);
}

/// 率洲管理区/月报.docx and 荆头山管理区/月报.docx: one name in two folders is one paper only where
/// both say the same of unit and month.
bool are_two(const Witness& a, const Witness& b) {
    if (folder_of(*a.paper) == folder_of(*b.paper)) return false;
    const auto differ = [](const std::optional<std::string>& one,
                           const std::optional<std::string>& other) {
        return one && other && *one != *other;
    };
    return differ(leading(a.unit), leading(b.unit)) || differ(leading(a.period), leading(b.period));
}

std::vector<Cluster> cluster_by_name(const std::vector<Witness>& witnesses,
                                     const config::JudgingRules& rules) {
    std::vector<Cluster> clusters;
    std::map<std::string, std::size_t> of_stem;
    for (const Witness& witness : witnesses) {
        if (!witness.look_alike.empty()) continue;
        std::string stem = witness.paper->stem.empty()
                               ? std::string{}
                               : witness.paper->container + "\n" + witness.paper->stem;
        auto known = of_stem.find(stem);
        if (known != of_stem.end() && are_two(*clusters[known->second].members[0], witness)) {
            stem += "\n" + std::string(folder_of(*witness.paper));
            known = of_stem.find(stem);
        }
        const bool joins =
            !stem.empty() && known != of_stem.end() &&
            !(is_distinct(witness) &&
              std::ranges::any_of(clusters[known->second].members,
                                  [](const Witness* member) { return is_distinct(*member); }));
        if (joins) {
            clusters[known->second].members.push_back(&witness);
            continue;
        }
        if (!stem.empty()) of_stem.emplace(stem, clusters.size());
        clusters.push_back(empty_cluster(rules));
        clusters.back().members.push_back(&witness);
    }
    for (Cluster& cluster : clusters) finish(cluster);
    return clusters;
}

bool compatible(const std::optional<std::string>& a, const std::optional<std::string>& b) {
    return !a || !b || *a == *b;
}

bool compatible(const Key& a, const Key& b) {
    return compatible(a.obligation, b.obligation) && compatible(a.unit, b.unit) &&
           compatible(a.period, b.period);
}

struct Forming {
    Key key;
    std::vector<const Cluster*> clusters;
};

bool shares_container(const Forming& forming, const Cluster& cluster) {
    return std::ranges::any_of(forming.clusters, [&](const Cluster* other) {
        return other->members[0]->paper->container == cluster.members[0]->paper->container;
    });
}

void join(Forming& forming, const Cluster& cluster) {
    forming.clusters.push_back(&cluster);
    if (!forming.key.obligation) forming.key.obligation = cluster.key.obligation;
    if (!forming.key.unit) forming.key.unit = cluster.key.unit;
    if (!forming.key.period) forming.key.period = cluster.key.period;
}

/// Whether somebody signs it or is named as who reports.
bool names_authority(const Witness& witness) {
    return !witness.paper->segments(parsers::SegmentKind::Signature).empty() ||
           !witness.paper->segments(parsers::SegmentKind::FormUnit).empty();
}

bool is_page(const Witness& witness) {
    const auto able = pieces_of(*witness.paper->document);
    return std::ranges::find(able, config::Piece::Word) == able.end();
}

/// A readable paper that is a filing of its own does not join another for what it leaves unsaid
/// about its unit: it may be the report of somebody unknown. An annex without any name on it does,
/// and so does the other form of the same paper.
bool stands_alone(const Cluster& cluster, const Forming& forming) {
    if (!cluster.readable || !cluster.key.obligation || cluster.key.unit || !forming.key.unit)
        return false;
    if (std::ranges::any_of(cluster.members, [](const Witness* member) {
            return is_distinct(*member) || names_authority(*member);
        }))
        return true;
    // Of two that both name the month, one is no annex of the other: two Word files are two
    // reports.
    if (!cluster.key.period) return false;
    for (const Cluster* other : forming.clusters)
        for (const Witness* theirs : other->members)
            for (const Witness* mine : cluster.members)
                if (is_page(*theirs) == is_page(*mine) && theirs->paper->readable) return true;
    return false;
}

std::vector<Forming*> fitting(std::vector<Forming>& forming, const Cluster& cluster) {
    std::vector<Forming*> fit;
    for (Forming& one : forming)
        if (compatible(one.key, cluster.key) && !stands_alone(cluster, one)) fit.push_back(&one);
    if (fit.size() < 2) return fit;
    std::vector<Forming*> near;
    for (Forming* one : fit)
        if (shares_container(*one, cluster)) near.push_back(one);
    return near.size() == 1 ? near : fit;
}

Group make_group(const Forming& forming, const config::JudgingRules& rules) {
    Group made{
        {}, Question("obligation", rules), Question("unit", rules), Question("period", rules)};
    for (const Cluster* cluster : forming.clusters) {
        made.members.insert(made.members.end(), cluster->members.begin(), cluster->members.end());
        made.obligation.add(cluster->obligation);
        made.unit.add(cluster->unit);
        made.period.add(cluster->period);
    }
    std::ranges::sort(made.members, {}, [](const Witness* member) { return member->paper->index; });
    return made;
}

}  // namespace

Grouping group(const std::vector<Witness>& witnesses, const config::JudgingRules& rules) {
    std::vector<Cluster> clusters = cluster_by_name(witnesses, rules);
    // Those that say what they are come first, the fullest before the others; silent ones join
    // them.
    std::ranges::stable_sort(clusters, std::greater{}, [](const Cluster& cluster) {
        return (cluster.key.obligation ? 4 : 0) + cluster.key.known();
    });
    Grouping result;
    std::vector<Forming> forming;
    for (const Cluster& cluster : clusters) {
        const auto fit = fitting(forming, cluster);
        if (fit.size() == 1) {
            join(*fit[0], cluster);
        } else if (fit.empty()) {
            forming.push_back({cluster.key, {&cluster}});
        } else {
            result.orphans.insert(result.orphans.end(), cluster.members.begin(),
                                  cluster.members.end());
        }
    }
    for (const Forming& one : forming) result.groups.push_back(make_group(one, rules));
    std::ranges::stable_sort(result.groups, {},
                             [](const Group& one) { return one.members[0]->paper->index; });
    return result;
}

}  // namespace judge
