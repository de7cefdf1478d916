#pragma once
/// A unit's life and what it owes in it (units.toml: valid_from, valid_to, successor;
/// docs/DUTIES.md, Units begin and end). A renamed unit is the same id with another name, its old
/// name an alias: nothing here concerns it. Pure; a Lives refers to its rulebook and is shared for
/// reading.

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/dates.h"
#include "config/rulebook.h"

namespace duties {

/// The days that decide whose a duty is: its nominal due date alone, or, of an undated one, the
/// whole year of its period.
struct Span {
    base::Date first;
    base::Date last;
};
std::optional<Span> span_of(std::string_view period, std::optional<base::Date> due_nominal);

/// Who owes a duty: a unit that the obligation names and that exists on the duty's day. A unit that
/// ended earlier owes nothing any more; neither does one that begins later. The successor of a
/// named unit that ended counts as named from then on; it owes the duty once, as its own, whether
/// it was named before or not. An undated duty is owed by every named unit that exists on a day of
/// the year, but one that ends in the year and has a successor leaves it to that.
class Lives {
 public:
    explicit Lives(const config::Rulebook& rulebook);

    /// `unit` is an index into the rulebook's units; no span: the day is not known, and only the
    /// name decides.
    [[nodiscard]] bool owes(const config::Obligation& obligation, std::size_t unit,
                            const std::optional<Span>& span) const;
    /// Whether the obligation names the unit or one that it succeeded, at whatever time.
    [[nodiscard]] bool is_named(const config::Obligation& obligation, std::size_t unit) const;
    [[nodiscard]] std::optional<std::size_t> find(std::string_view unit) const;

 private:
    template <class Left>
    bool named(const config::Obligation& obligation, std::size_t unit, const Left& left,
               std::size_t depth) const;

    const std::vector<config::Unit>& units_;
    std::unordered_map<std::string_view, std::size_t> index_;
    std::vector<std::vector<std::size_t>> predecessors_;
};

}  // namespace duties
