#include "daemon/duties/lives.h"

#include <algorithm>

#include "base/text.h"

namespace duties {
namespace {

bool is_over(const config::Unit& unit, base::Date day) {
    return unit.valid_to && *unit.valid_to < day;
}

bool exists_in(const config::Unit& unit, const Span& span) {
    return !is_over(unit, span.first) && !(unit.valid_from && *unit.valid_from > span.last);
}

bool leaves_to_successor(const config::Unit& unit, const Span& span) {
    return !unit.successor.empty() && is_over(unit, span.last);
}

}  // namespace

std::optional<Span> span_of(std::string_view period, std::optional<base::Date> due_nominal) {
    if (due_nominal) return Span{*due_nominal, *due_nominal};
    const auto number = period.size() == 4 ? base::parse_number(period) : std::nullopt;
    if (!number) return {};
    const int year = static_cast<int>(*number);
    const auto first = base::make_date(year, 1, 1);
    const auto last = base::make_date(year, 12, 31);
    if (!first || !last) return {};
    return Span{*first, *last};
}

Lives::Lives(const config::Rulebook& rulebook)
    : units_(rulebook.units), predecessors_(rulebook.units.size()) {
    for (std::size_t i = 0; i < units_.size(); ++i) index_.emplace(units_[i].id, i);
    for (std::size_t i = 0; i < units_.size(); ++i)
        if (const auto heir = find(units_[i].successor)) predecessors_[*heir].push_back(i);
}

std::optional<std::size_t> Lives::find(std::string_view unit) const {
    const auto found = index_.find(unit);
    if (found == index_.end()) return {};
    return found->second;
}

/// `depth` ends the walk where units succeed each other in a ring.
template <class Left>
bool Lives::named(const config::Obligation& obligation, std::size_t unit, const Left& left,
                  std::size_t depth) const {
    if (config::owes(obligation, units_[unit])) return true;
    return depth > 0 && std::ranges::any_of(predecessors_[unit], [&](std::size_t before) {
               return left(units_[before]) && named(obligation, before, left, depth - 1);
           });
}

bool Lives::owes(const config::Obligation& obligation, std::size_t unit,
                 const std::optional<Span>& span) const {
    if (!span) return is_named(obligation, unit);
    if (!exists_in(units_[unit], *span) || leaves_to_successor(units_[unit], *span)) return false;
    const auto left = [&](const config::Unit& before) { return is_over(before, span->last); };
    return named(obligation, unit, left, units_.size());
}

bool Lives::is_named(const config::Obligation& obligation, std::size_t unit) const {
    return named(
        obligation, unit, [](const config::Unit&) { return true; }, units_.size());
}

}  // namespace duties
