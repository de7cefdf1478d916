#include "config/rulebook.h"

#include <algorithm>
#include <array>

#include "config/readers.h"

namespace config {
namespace {

constexpr std::array<std::string_view, 5> kPieces{"word", "stamped-pdf", "link", "decision",
                                                  "document"};
constexpr std::array<std::string_view, 4> kNatures{"filing", "publication", "performance",
                                                   "office"};
constexpr std::array<std::string_view, 2> kClasses{"town", "department"};

}  // namespace

bool exists(const Unit& unit, base::Date day) {
    return (!unit.valid_from || *unit.valid_from <= day) &&
           (!unit.valid_to || day <= *unit.valid_to);
}

const Unit* find_unit(const Rulebook& rulebook, std::string_view id) {
    const auto found = std::ranges::find(rulebook.units, id, &Unit::id);
    return found == rulebook.units.end() ? nullptr : &*found;
}

const Obligation* find_obligation(const Rulebook& rulebook, std::string_view id,
                                  std::string_view period) {
    const bool dated = is_year(period) || is_month(period);
    const Obligation* governing = nullptr;
    for (const Obligation& obligation : rulebook.obligations) {
        if (obligation.id != id) continue;
        // YYYY and YYYY-MM compare as texts; the oldest entry stands for what lies before it.
        if (governing == nullptr || !dated || obligation.from <= period) governing = &obligation;
    }
    return governing;
}

bool owes(const Obligation& obligation, const Unit& unit) {
    return std::ranges::any_of(obligation.who, [&](const std::string& who) {
        return who == unit.id || who == name(unit.unit_class);
    });
}

std::string_view name(Piece piece) { return kPieces.at(static_cast<std::size_t>(piece)); }
std::string_view name(Nature nature) { return kNatures.at(static_cast<std::size_t>(nature)); }
std::string_view name(UnitClass unit_class) {
    return kClasses.at(static_cast<std::size_t>(unit_class));
}

std::optional<Piece> parse_piece(std::string_view text) {
    const auto found = std::ranges::find(kPieces, text);
    if (found == kPieces.end()) return {};
    return static_cast<Piece>(found - kPieces.begin());
}

}  // namespace config
