#include "daemon/duties/duties.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "config/due.h"
#include "config/working_days.h"

namespace duties {
namespace {

// Words of interfaces.md, in the order of DutyState.
constexpr std::array<std::string_view, 9> kNames{"exempt",     "filed",     "filed_late",
                                                 "incomplete", "in_review", "overdue",
                                                 "due_soon",   "upcoming",  "undated"};
static_assert(kNames.size() == static_cast<std::size_t>(DutyState::Undated) + 1);

/// "at most 5 working days after D up to and including the rolled date"
constexpr int kSoonDays = 5;

using Key =
    std::tuple<std::string_view, std::string_view, std::string_view>;  // unit, obligation, period

template <class T>
Key key_of(const T& row) {
    return {row.unit, row.obligation, row.period};
}

bool makes_duties(const config::Obligation& obligation) {
    return obligation.nature == config::Nature::Filing ||
           obligation.nature == config::Nature::Publication;
}

bool is_event(const config::Obligation& obligation) {
    return obligation.due.form == config::DueRule::Form::AfterDecision;
}

/// Which of two rows for one duty counts: a complete one before an incomplete one before one in
/// review; then the older.
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

/// Whether a filing of this period answers a duty at all (a period before the rule began does not).
bool governs(const config::Obligation& obligation, std::string_view period) {
    using Form = config::DueRule::Form;
    const config::DueRule& due = obligation.due;
    if (!due.from.empty() && period < due.from) return false;
    if (!obligation.from.empty() && period < obligation.from) return false;
    switch (due.form) {
        case Form::On:
            return due.on && period == std::to_string(base::year_of(*due.on));
        case Form::Year:
            return period == std::to_string(due.year);
        case Form::EveryMonth:
            return base::parse_month(period).has_value();
        case Form::EveryYear:
            return period.size() == 4;
        case Form::AfterDecision:
        case Form::None:
            break;
    }
    return false;
}

/// The snapshot, ready to be asked.
struct Index {
    std::map<Key, const storage::FilingRow*> filings;
    std::set<Key> in_review;
    std::set<Key> exempt;

    explicit Index(const Snapshot& snapshot) {
        for (const auto& filing : snapshot.filings) {
            if (!counts(filing)) continue;
            auto [place, fresh] = filings.emplace(key_of(filing), &filing);
            if (!fresh && rank(filing) < rank(*place->second)) place->second = &filing;
        }
        for (const auto& candidate : snapshot.in_review) in_review.insert(key_of(candidate));
        for (const auto& exemption : snapshot.exemptions) exempt.insert(key_of(exemption));
    }
};

DutyState by_date(const config::Calendar& calendar, const Duty& duty, base::Date day) {
    if (!duty.due) return DutyState::Undated;
    if (*duty.due < day) return DutyState::Overdue;
    const bool soon = config::working_days_between(calendar, day, *duty.due) <= kSoonDays;
    return soon ? DutyState::DueSoon : DutyState::Upcoming;
}

DutyState filed_state(const storage::FilingRow& filing, std::optional<base::Date> due) {
    if (!due || !filing.completed_at) return DutyState::Filed;
    return base::date_of(*filing.completed_at) <= *due ? DutyState::Filed : DutyState::FiledLate;
}

std::vector<std::string> names_of(const std::vector<config::Piece>& pieces) {
    std::vector<std::string> names;
    for (const config::Piece piece : pieces) names.emplace_back(config::name(piece));
    return names;
}

/// Fills state, filing and missing; unit, obligation, period and dates are there.
void decide(const config::Rulebook& rulebook, const Index& index, const config::Obligation& entry,
            base::Date day, Duty& duty) {
    const Key key{duty.unit, duty.obligation, duty.period};
    const auto found = index.filings.find(key);
    const storage::FilingRow* filing = found == index.filings.end() ? nullptr : found->second;
    const bool in_review = index.in_review.contains(key) ||
                           (filing && filing->status == storage::FilingStatus::Review);
    if (filing) duty.filing = filing->id;
    if (filing && filing->status == storage::FilingStatus::Complete) {
        duty.state = filed_state(*filing, duty.due);
    } else if (filing && filing->status == storage::FilingStatus::Incomplete) {
        duty.state = DutyState::Incomplete;
        duty.missing = filing->missing;
    } else {
        duty.state = in_review ? DutyState::InReview : by_date(rulebook.calendar, duty, day);
        duty.missing = names_of(entry.requires_pieces);
    }
    if (index.exempt.contains(key)) {
        duty.state = DutyState::Exempt;
        duty.missing.clear();
    }
}

/// Duties of one obligation that a calendar makes: every period begun, and every one filed already,
/// by every unit that owes it.
void add_dated(const config::Rulebook& rulebook, const Index& index, const Snapshot& snapshot,
               std::string_view id, base::Date day, std::vector<Duty>& duties) {
    const auto begun = config::periods_begun(rulebook, id, day);
    std::set<std::string> periods(begun.begin(), begun.end());
    std::set<std::pair<std::string_view, std::string_view>> filed;  // period, unit
    for (const auto& filing : snapshot.filings)
        if (filing.obligation == id && counts(filing)) filed.emplace(filing.period, filing.unit);
    const std::set<std::string> listed = periods;
    for (const auto& row : filed) periods.emplace(row.first);
    for (const std::string& period : periods) {
        const config::Obligation* entry = config::find_obligation(rulebook, id, period);
        if (!entry || !makes_duties(*entry) || !governs(*entry, period)) continue;
        const auto dates = config::due_dates(*entry, rulebook.calendar, period);
        for (const config::Unit& unit : rulebook.units) {
            if (!config::owes(*entry, unit)) continue;
            if (!listed.contains(period) && !filed.contains({period, unit.id})) continue;
            Duty duty;
            duty.unit = unit.id;
            duty.obligation = id;
            duty.period = period;
            if (dates) {
                duty.due_nominal = dates->nominal;
                duty.due = dates->rolled;
            }
            decide(rulebook, index, *entry, day, duty);
            duties.push_back(std::move(duty));
        }
    }
}

/// Duties of one obligation that events make: a major decision that was filed is a duty, answered
/// or half answered.
void add_events(const config::Rulebook& rulebook, const Index& index, std::string_view id,
                base::Date day, std::vector<Duty>& duties) {
    std::vector<const storage::FilingRow*> filings;
    for (const auto& [key, filing] : index.filings)
        if (filing->obligation == id && filing->major) filings.push_back(filing);
    const auto order = [&](const storage::FilingRow* filing) {
        const config::Unit* unit = config::find_unit(rulebook, filing->unit);
        const auto place = unit ? unit - rulebook.units.data()
                                : static_cast<std::ptrdiff_t>(rulebook.units.size());
        return std::pair(std::string_view(filing->period), place);
    };
    std::ranges::sort(filings, {}, order);
    for (const storage::FilingRow* filing : filings) {
        const config::Obligation* entry = config::find_obligation(rulebook, id, filing->period);
        if (!entry || !makes_duties(*entry)) continue;
        Duty duty;
        duty.unit = filing->unit;
        duty.obligation = id;
        duty.period = filing->period;
        duty.due_nominal = filing->due_nominal;
        duty.due = filing->due;
        decide(rulebook, index, *entry, day, duty);
        duties.push_back(std::move(duty));
    }
}

}  // namespace

std::string_view name(DutyState state) { return kNames[static_cast<std::size_t>(state)]; }

std::vector<Duty> duties_at(const config::Rulebook& rulebook, const Snapshot& snapshot,
                            base::Date day) {
    const Index index(snapshot);
    std::vector<Duty> duties;
    std::set<std::string_view> done;
    for (const config::Obligation& entry : rulebook.obligations) {
        if (!done.insert(entry.id).second) continue;
        if (is_event(entry))
            add_events(rulebook, index, entry.id, day, duties);
        else
            add_dated(rulebook, index, snapshot, entry.id, day, duties);
    }
    return duties;
}

}  // namespace duties
