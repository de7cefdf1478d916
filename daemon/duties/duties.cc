#include "daemon/duties/duties.h"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>

#include "base/text.h"
#include "config/due.h"
#include "config/working_days.h"
#include "daemon/duties/lives.h"

namespace duties {
namespace {

// Words of interfaces.md, in the order of DutyState.
constexpr std::array<std::string_view, 9> kNames{"exempt",     "filed",     "filed_late",
                                                 "incomplete", "in_review", "overdue",
                                                 "due_soon",   "upcoming",  "undated"};
static_assert(kNames.size() == static_cast<std::size_t>(DutyState::Undated) + 1);

/// "at most 5 working days after D up to and including the rolled date"
constexpr int kSoonDays = 5;

bool makes_duties(const config::Obligation& obligation) {
    return obligation.nature == config::Nature::Filing ||
           obligation.nature == config::Nature::Publication;
}

bool is_event(const config::Obligation& obligation) {
    return obligation.due.form == config::DueRule::Form::AfterDecision;
}

/// Which of two rows for one duty counts: a complete one before an incomplete one before one in
/// review.
int rank(const storage::FilingRow& filing) {
    switch (filing.status) {
        case storage::FilingStatus::Complete:
            return 0;
        case storage::FilingStatus::Incomplete:
            return 1;
        case storage::FilingStatus::Review:
            return 2;
        case storage::FilingStatus::Superseded:
        case storage::FilingStatus::Withdrawn:
            break;
    }
    return 3;
}

bool counts(const storage::FilingRow& filing) { return rank(filing) < 3; }

/// Of rows of the same rank the one that came first.
bool goes_before(const storage::FilingRow& one, const storage::FilingRow& other) {
    const auto order = [](const storage::FilingRow& filing) {
        return std::tuple(rank(filing), filing.received_at, filing.id);
    };
    return order(one) < order(other);
}

/// What the snapshot says of one duty. It copies what it needs of the filing: the rows lie far
/// apart, and a large ledger has many.
struct Cell {
    const storage::FilingRow* filing = nullptr;
    base::FilingId id;
    std::optional<base::Date> completed;
    storage::FilingStatus status = storage::FilingStatus::Incomplete;
    bool in_review = false;
    bool exempt = false;

    void take(const storage::FilingRow& row) {
        if (filing && !goes_before(row, *filing)) return;
        filing = &row;
        id = row.id;
        status = row.status;
        completed.reset();
        if (row.completed_at) completed = base::date_of(*row.completed_at);
    }
    void take(const storage::Candidate&) { in_review = true; }
    void take(const storage::Exemption&) { exempt = true; }
    [[nodiscard]] bool is_complete() const {
        return filing && status == storage::FilingStatus::Complete;
    }
};

DutyState by_date(const config::Calendar& calendar, std::optional<base::Date> due, base::Date day) {
    if (!due) return DutyState::Undated;
    if (*due < day) return DutyState::Overdue;
    const bool soon = config::working_days_between(calendar, day, *due) <= kSoonDays;
    return soon ? DutyState::DueSoon : DutyState::Upcoming;
}

DutyState filed_state(const Cell& cell, std::optional<base::Date> due) {
    if (!due || !cell.completed) return DutyState::Filed;
    return *cell.completed <= *due ? DutyState::Filed : DutyState::FiledLate;
}

std::vector<std::string> names_of(const std::vector<config::Piece>& pieces) {
    std::vector<std::string> names;
    for (const config::Piece piece : pieces) names.emplace_back(config::name(piece));
    return names;
}

/// What is the same for every duty of one period: when nothing was filed, state and missing pieces.
struct Unfiled {
    DutyState state = DutyState::Undated;
    std::vector<std::string> missing;
};

/// Fills state, filing and missing; unit, obligation, period and dates are there.
void decide(const Cell& cell, const Unfiled& unfiled, Duty& duty) {
    duty.filing = cell.id;
    if (cell.exempt) {
        duty.state = DutyState::Exempt;
    } else if (cell.is_complete()) {
        duty.state = filed_state(cell, duty.due);
    } else if (cell.filing && cell.status == storage::FilingStatus::Incomplete) {
        duty.state = DutyState::Incomplete;
        duty.missing = cell.filing->missing;
    } else {
        const bool in_review = cell.in_review || cell.filing;
        duty.state = in_review ? DutyState::InReview : unfiled.state;
        duty.missing = unfiled.missing;
    }
}

/// The duties that a calendar makes of one obligation: periods across, units down.
class Table {
 public:
    Table(const config::Rulebook& rulebook, const Lives& lives, const std::string& id,
          base::Date day)
        : rulebook_(rulebook), lives_(lives), id_(id), day_(day) {
        for (const std::string& period : config::periods_begun(rulebook, id, day))
            if (Column* column = column_of(period)) column->begun = true;
    }

    void take(const storage::FilingRow& row) {
        if (Column* column = column_of(row.period)) put(row, *column);
    }
    template <class Row>
    void take(const Row& row) {
        if (const auto column = columns_.find(row.period); column != columns_.end())
            put(row, column->second);
    }

    [[nodiscard]] std::size_t size_at_most() const {
        return columns_.size() * rulebook_.units.size();
    }

    void add_to(std::vector<Duty>& duties) const {
        for (const auto& [period, column] : columns_)
            for (std::size_t unit = 0; unit < rulebook_.units.size(); ++unit) {
                const Cell& cell = column.cells[unit];
                if (!column.begun && !cell.filing) continue;
                if (lives_.owes(*column.entry, unit, column.span))
                    add_owed(period, column, unit, duties);
                else if (cell.is_complete() && lives_.is_named(*column.entry, unit))
                    add_shown(period, cell, unit, duties);
            }
    }

 private:
    struct Column {
        const config::Obligation* entry = nullptr;
        bool begun = false;  ///< else only what was filed early is shown
        std::optional<config::DueDates> dates;
        std::optional<Span> span;
        Unfiled unfiled;
        std::vector<Cell> cells;  ///< one a unit
    };

    /// Made where there is none; null for a period that makes no duty.
    Column* column_of(std::string_view period) {
        if (const auto known = columns_.find(period); known != columns_.end())
            return &known->second;
        const auto* entry = config::find_obligation(rulebook_, id_, period);
        if (!entry || !config::makes_duty(*entry, period)) return nullptr;
        Column column;
        column.entry = entry;
        column.dates = config::due_dates(*entry, rulebook_.calendar, period);
        std::optional<base::Date> nominal;
        std::optional<base::Date> rolled;
        if (column.dates) {
            nominal = column.dates->nominal;
            rolled = column.dates->rolled;
        }
        column.span = span_of(period, nominal);
        column.unfiled.state = by_date(rulebook_.calendar, rolled, day_);
        column.unfiled.missing = names_of(entry->requires_pieces);
        column.cells.resize(rulebook_.units.size());
        return &columns_.emplace(period, std::move(column)).first->second;
    }

    template <class Row>
    void put(const Row& row, Column& column) {
        if (const auto unit = lives_.find(row.unit)) column.cells[*unit].take(row);
    }

    Duty& add(const std::string& period, std::size_t unit, std::vector<Duty>& duties) const {
        Duty& duty = duties.emplace_back();
        duty.unit = rulebook_.units[unit].id;
        duty.obligation = id_;
        duty.period = period;
        return duty;
    }

    void add_owed(const std::string& period, const Column& column, std::size_t unit,
                  std::vector<Duty>& duties) const {
        Duty& duty = add(period, unit, duties);
        if (column.dates) {
            duty.due_nominal = column.dates->nominal;
            duty.due = column.dates->rolled;
        }
        decide(column.cells[unit], column.unfiled, duty);
    }

    /// What a unit filed that owed it no longer, or not yet: no date can judge it.
    void add_shown(const std::string& period, const Cell& cell, std::size_t unit,
                   std::vector<Duty>& duties) const {
        Duty& duty = add(period, unit, duties);
        duty.filing = cell.id;
        duty.state = DutyState::Filed;
    }

    const config::Rulebook& rulebook_;
    const Lives& lives_;
    const std::string& id_;
    base::Date day_;
    std::map<std::string, Column, std::less<>> columns_;  ///< by period
};

/// Duties of one obligation that events make: a major decision that was filed is a duty, answered
/// or half answered, of whoever filed it.
class Events {
 public:
    Events(const config::Rulebook& rulebook, const Lives& lives, const std::string& id)
        : rulebook_(rulebook), lives_(lives), id_(id) {}

    void take(const storage::FilingRow& row) {
        if (row.major) cells_[key_of(row)].take(row);
    }
    /// After the filings: without one there is no duty to speak of.
    template <class Row>
    void take(const Row& row) {
        if (const auto cell = cells_.find(key_of(row)); cell != cells_.end())
            cell->second.take(row);
    }

    [[nodiscard]] std::size_t size_at_most() const { return cells_.size(); }

    void add_to(std::vector<Duty>& duties) const {
        for (const auto& [key, cell] : cells_) {
            const auto* entry = config::find_obligation(rulebook_, id_, cell.filing->period);
            if (!entry || !makes_duties(*entry)) continue;
            Duty& duty = duties.emplace_back();
            duty.unit = cell.filing->unit;
            duty.obligation = id_;
            duty.period = cell.filing->period;
            duty.due_nominal = cell.filing->due_nominal;
            duty.due = cell.filing->due;
            decide(cell, {DutyState::Undated, names_of(entry->requires_pieces)}, duty);
        }
    }

 private:
    /// Period, place of the unit, unit: the order in which duties are told.
    using Key = std::tuple<std::string_view, std::size_t, std::string_view>;
    template <class Row>
    Key key_of(const Row& row) const {
        return {row.period, lives_.find(row.unit).value_or(rulebook_.units.size()), row.unit};
    }

    const config::Rulebook& rulebook_;
    const Lives& lives_;
    const std::string& id_;
    std::map<Key, Cell> cells_;
};

/// The duties of every obligation, in rulebook order.
class Whole {
 public:
    Whole(const config::Rulebook& rulebook, base::Date day) : lives_(rulebook) {
        for (const config::Obligation& entry : rulebook.obligations) {
            if (!places_.emplace(entry.id, parts_.size()).second) continue;
            if (is_event(entry))
                parts_.emplace_back(std::in_place_type<Events>, rulebook, lives_, entry.id);
            else
                parts_.emplace_back(std::in_place_type<Table>, rulebook, lives_, entry.id, day);
        }
    }

    template <class Row>
    void take(const Row& row) {
        const auto place = places_.find(row.obligation);
        if (place == places_.end()) return;
        std::visit([&](auto& part) { part.take(row); }, parts_[place->second]);
    }

    [[nodiscard]] std::vector<Duty> duties() const {
        std::size_t most = 0;
        for (const auto& each : parts_)
            most += std::visit([](const auto& part) { return part.size_at_most(); }, each);
        std::vector<Duty> duties;
        duties.reserve(most);
        for (const auto& each : parts_)
            std::visit([&](const auto& part) { part.add_to(duties); }, each);
        return duties;
    }

 private:
    Lives lives_;
    std::deque<std::variant<Table, Events>> parts_;
    std::unordered_map<std::string_view, std::size_t> places_;
};

}  // namespace

std::string_view name(DutyState state) { return kNames[static_cast<std::size_t>(state)]; }

int year_of(const Duty& duty) {
    if (duty.period.size() >= 4 && (duty.period.size() == 4 || duty.period[4] == '-'))
        if (const auto year = base::parse_number(std::string_view(duty.period).substr(0, 4)))
            return static_cast<int>(*year);
    return duty.due ? base::year_of(*duty.due) : 0;
}

std::vector<Duty> duties_at(const config::Rulebook& rulebook, const Snapshot& snapshot,
                            base::Date day) {
    Whole whole(rulebook, day);
    for (const auto& filing : snapshot.filings)
        if (counts(filing)) whole.take(filing);
    for (const auto& candidate : snapshot.in_review) whole.take(candidate);
    for (const auto& exemption : snapshot.exemptions) whole.take(exemption);
    return whole.duties();
}

}  // namespace duties
