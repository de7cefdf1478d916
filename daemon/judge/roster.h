#pragma once
/// Names of units in text (domain.md §5): the longest alias at a place counts; the office's own
/// names, units of other counties and authorities above are no units; what belongs to a town or
/// department counts for it. Built from the rulebook, which must outlive it; immutable, so one
/// serves many mails.

#include <string>
#include <string_view>
#include <vector>

#include "config/rulebook.h"

namespace judge {

struct UnitMention {
    std::string unit;
    std::string words;  ///< the alias as the rulebook writes it
    std::size_t begin = 0;
    std::size_t end = 0;
};

class Roster {
 public:
    explicit Roster(const config::Rulebook& rulebook);

    /// Mentions in folded text, left to right; each unit may occur several times.
    [[nodiscard]] std::vector<UnitMention> find(std::string_view folded) const;
    /// The units named in a text, each once. More than two make a list, and a list names nobody.
    [[nodiscard]] std::vector<UnitMention> named_in(std::string_view text) const;
    /// Folded text without any name the roster knows, the office's own among them.
    [[nodiscard]] std::string without_names(std::string_view folded) const;
    /// The unit that issues decisions under this prefix; empty when none or more than one.
    [[nodiscard]] std::string of_number_prefix(std::string_view prefix) const;
    /// The unit that decides in this authority's name: the whole text, not a name within it; empty
    /// when none or more than one.
    [[nodiscard]] std::string deciding_as(std::string_view authority) const;
    /// Whether folded text is the county's name, or nothing: what may stand before a unit of ours.
    [[nodiscard]] bool is_own_place(std::string_view folded) const;
    /// Whether folded text names the county itself.
    [[nodiscard]] bool names_county(std::string_view folded) const;
    /// The unit whose name a text resembles most, when that much of the longer of both is alike, in
    /// order, and no other unit's name is nearly as like; empty else. For text read from pictures.
    [[nodiscard]] std::string resembling(std::string_view text, double share) const;
    /// The unit with this address in units.toml.
    [[nodiscard]] std::string of_address(std::string_view address) const;

 private:
    struct Alias {
        std::string folded;
        char32_t first;  ///< letter
        std::string written;
        std::size_t unit;  ///< index, or kNobody
        bool bare;         ///< a place's name without 镇, 局 …
    };
    static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

    void add(std::string_view name, std::size_t unit);
    [[nodiscard]] const Alias* longest_at(std::string_view text, std::size_t at) const;
    [[nodiscard]] std::string without_own_place(std::string folded) const;
    [[nodiscard]] bool belongs_elsewhere(std::string_view before, const Alias& alias) const;

    const config::Rulebook& rulebook_;
    std::vector<Alias> aliases_;           ///< by first letter, then the longest first
    std::vector<std::string> own_places_;  ///< 阳新县, 阳新: what may stand before a unit of ours
};

}  // namespace judge
