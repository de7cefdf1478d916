#include "daemon/judge/roster.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "daemon/judge/words.h"

namespace judge {
namespace {

/// Offices of departments that carry a town's name: not the town, and whose they are the name does
/// not say here.
constexpr std::array<std::string_view, 18> kBranchOffices = {
    "派出所", "市场监督管理所", "市场监管所",       "市监所",     "工商所",   "税务分局",
    "税务所", "国土所",         "自然资源和规划所", "自然资源所", "交警中队", "中队",
    "法庭",   "检察室",         "卫生院",           "中心校",     "中学",     "小学"};
constexpr std::array<std::string_view, 5> kAdministrative = {"市", "县", "区", "省", "州"};
constexpr std::array<std::string_view, 16> kOrganEndings = {"镇", "乡", "局",   "政府", "场", "区",
                                                            "会", "队", "中心", "所",   "办", "站",
                                                            "院", "委", "厅",   "社"};

bool ends_like_an_organ(std::string_view name) {
    return std::ranges::any_of(kOrganEndings,
                               [&](std::string_view end) { return name.ends_with(end); });
}

constexpr std::size_t kPlaceLength = 24;
/// Letters that may stand before 县 without being a county's name: 报县公安局, 由县城管局, 我县.
constexpr std::array<std::string_view, 20> kBeforeCounty = {
    "报", "送", "将", "由", "为", "的", "是", "各", "我", "全",
    "与", "和", "及", "向", "经", "对", "在", "到", "本", "呈"};

bool is_han(std::string_view letter) {
    const auto point = base::code_point_at(letter, 0);
    return point.length == letter.size() && point.value >= 0x4E00 && point.value <= 0x9FFF;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// The county's name, read off names like 阳新县司法局 and 阳新县公安局.
std::vector<std::string> places_of(const config::Rulebook& rulebook) {
    std::vector<std::string> places;
    const auto take = [&](const std::string& name) {
        const auto at = name.find("县");
        if (at == std::string::npos || at < 2 || at > 12) return;
        for (std::string place :
             {name.substr(0, at + std::string_view("县").size()), name.substr(0, at)})
            if (std::ranges::find(places, place) == places.end())
                places.push_back(std::move(place));
    };
    for (const std::string& name : rulebook.judging.receiver_names)
        if (!name.starts_with("县") && name.find("委") == std::string::npos) take(name);
    return places;
}

}  // namespace

Roster::Roster(const config::Rulebook& rulebook)
    : rulebook_(rulebook), own_places_(places_of(rulebook)) {
    for (const std::string& name : rulebook.judging.receiver_names) add(name, kNobody);
    for (std::size_t i = 0; i < rulebook.units.size(); ++i) {
        add(rulebook.units[i].name, i);
        for (const std::string& alias : rulebook.units[i].aliases) add(alias, i);
    }
    std::ranges::stable_sort(aliases_, [](const Alias& a, const Alias& b) {
        return a.first != b.first ? a.first < b.first : a.folded.size() > b.folded.size();
    });
}

void Roster::add(std::string_view name, std::size_t unit) {
    Alias alias;
    alias.folded = fold(name);
    alias.written = std::string(name);
    alias.unit = unit;
    alias.bare = !ends_like_an_organ(alias.folded);
    if (alias.folded.empty()) return;
    alias.first = base::code_point_at(alias.folded, 0).value;
    aliases_.push_back(std::move(alias));
}

const Roster::Alias* Roster::longest_at(std::string_view text, std::size_t at) const {
    const auto rest = text.substr(at);
    const char32_t first = base::code_point_at(text, at).value;
    auto alias = std::ranges::lower_bound(aliases_, first, {}, &Alias::first);
    for (; alias != aliases_.end() && alias->first == first; ++alias)
        if (rest.starts_with(alias->folded)) return &*alias;
    return nullptr;
}

/// "大冶市市场监督管理局", "通山县公安局", "省公安厅": a place that is not ours right before the
/// name.
bool Roster::belongs_elsewhere(std::string_view before, const Alias& alias) const {
    if (alias.unit == kNobody) return false;
    std::string place(
        before.substr(before.size() > kPlaceLength ? before.size() - kPlaceLength : 0));
    if (alias.folded.starts_with("县")) place += "县";
    if (std::ranges::any_of(own_places_,
                            [&](const std::string& own) { return place.ends_with(own); }))
        return false;
    for (const std::string_view level : kAdministrative) {
        if (!place.ends_with(level)) continue;
        if (level != "县") return true;
        // 县公安局 is the county's own where no name stands before it.
        const std::string_view name(place.data(), place.size() - level.size());
        if (name.size() < 3) return false;
        const auto last = name.substr(name.size() - 3);
        return is_han(last) && std::ranges::find(kBeforeCounty, last) == kBeforeCounty.end();
    }
    return false;
}

std::vector<UnitMention> Roster::find(std::string_view folded) const {
    std::vector<UnitMention> found;
    std::size_t organ_end =
        std::string_view::npos;  // where the last name ended: what touches it is part of it
    for (std::size_t at = 0; at < folded.size();) {
        const Alias* alias = is_continuation(folded[at]) ? nullptr : longest_at(folded, at);
        if (!alias) {
            ++at;
            continue;
        }
        const std::size_t end = at + alias->folded.size();
        const auto rest = folded.substr(end);
        const bool part_of_another = organ_end == at;
        const bool branch = std::ranges::any_of(
            kBranchOffices, [&](std::string_view office) { return rest.starts_with(office); });
        const bool counts = alias->unit != kNobody && !part_of_another && !branch &&
                            !belongs_elsewhere(folded.substr(0, at), *alias);
        if (counts) found.push_back({rulebook_.units[alias->unit].id, alias->written, at, end});
        organ_end = end;
        at = end;
    }
    return found;
}

std::vector<UnitMention> Roster::named_in(std::string_view text) const {
    constexpr std::size_t kList = 3;
    std::vector<UnitMention> named;
    for (UnitMention& mention : find(fold(text)))
        if (std::ranges::find(named, mention.unit, &UnitMention::unit) == named.end())
            named.push_back(std::move(mention));
    if (named.size() >= kList) named.clear();
    return named;
}

std::string Roster::without_names(std::string_view folded) const {
    std::string rest;
    for (std::size_t at = 0; at < folded.size();) {
        const Alias* alias = is_continuation(folded[at]) ? nullptr : longest_at(folded, at);
        if (!alias) rest += folded[at];
        at += alias ? alias->folded.size() : 1;
    }
    return rest;
}

std::string Roster::of_number_prefix(std::string_view prefix) const {
    const std::string wanted = fold(prefix);
    std::string unit;
    bool named = false;
    for (const config::Unit& candidate : rulebook_.units)
        for (const std::string& known : candidate.number_prefixes) {
            const std::string folded = fold(known);
            // The whole prefix: 沈阳市监处罚 ends like 阳市监处罚 and is another city's.
            if (folded.empty() || wanted != folded) continue;
            if (named && unit != candidate.id) return {};
            unit = candidate.id;
            named = true;
        }
    return unit;
}

std::string Roster::deciding_as(std::string_view authority) const {
    const std::string wanted = fold(authority);
    std::string unit;
    for (const config::Unit& candidate : rulebook_.units)
        for (const std::string& above : candidate.decides_as) {
            if (wanted.empty() || fold(above) != wanted) continue;
            if (!unit.empty() && unit != candidate.id) return {};
            unit = candidate.id;
        }
    return unit;
}

bool Roster::is_own_place(std::string_view folded) const {
    return folded.empty() || std::ranges::find(own_places_, folded) != own_places_.end();
}

bool Roster::names_county(std::string_view folded) const {
    // The whole name: 向阳新材料 holds 阳新 and is no place.
    return std::ranges::any_of(own_places_, [&](const std::string& place) {
        return place.ends_with("县") && folded.find(place) != std::string_view::npos;
    });
}

std::string Roster::resembling(std::string_view text, double share) const {
    constexpr double kAhead = 0.05;
    const std::string wanted = without_own_place(fold(text));
    const config::Unit* best = nullptr;
    double most = 0;
    double second = 0;
    for (const config::Unit& unit : rulebook_.units) {
        double likeness = base::likeness(wanted, without_own_place(fold(unit.name)));
        for (const std::string& alias : unit.aliases)
            if (ends_like_an_organ(fold(alias)))
                likeness = std::max(likeness, base::likeness(wanted, fold(alias)));
        if (likeness > most) {
            second = most;
            most = likeness;
            best = &unit;
        } else {
            second = std::max(second, likeness);
        }
    }
    return best && most >= share && most - second >= kAhead ? best->id : std::string();
}

/// 阳新县 stands before many names, and makes them alike.
std::string Roster::without_own_place(std::string folded) const {
    for (const std::string& place : own_places_)
        if (folded.starts_with(place)) return folded.substr(place.size());
    return folded;
}

std::string Roster::of_address(std::string_view address) const {
    const std::string wanted = base::lowered(address);
    if (wanted.empty()) return {};
    for (const config::Unit& unit : rulebook_.units)
        for (const std::string& known : unit.addresses)
            if (base::lowered(known) == wanted) return unit.id;
    return {};
}

}  // namespace judge
