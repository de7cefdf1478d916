// What is true of duties whatever the rules, the ledger and the day are.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"
#include "config/due.h"
#include "config/load.h"
#include "daemon/duties/duties.h"
#include "tests/unit/daemon/duties/worlds.h"

namespace duties {
namespace {

using Key = std::tuple<std::string, std::string, std::string>;

template <class Row>
Key key_of(const Row& row) {
    return {row.unit, row.obligation, row.period};
}

std::string line(const Duty& duty) {
    const auto date = [](const std::optional<base::Date>& day) {
        return day ? base::format_date(*day) : std::string("-");
    };
    return base::join(
        std::vector<std::string>{duty.unit, duty.obligation, duty.period, date(duty.due_nominal),
                                 date(duty.due), std::string(name(duty.state)),
                                 base::label(duty.filing), base::join(duty.missing, ",")},
        " ");
}

std::vector<std::string> lines(const std::vector<Duty>& duties) {
    std::vector<std::string> text;
    for (const Duty& duty : duties) text.push_back(line(duty));
    return text;
}

std::map<Key, DutyState> states(const std::vector<Duty>& duties) {
    std::map<Key, DutyState> found;
    for (const Duty& duty : duties) found.emplace(key_of(duty), duty.state);
    return found;
}

config::Rulebook shipped() {
    static const auto book = [] {
        auto loaded = config::load(FILINGD_SOURCE "/config", FILINGD_SOURCE "/config");
        if (!loaded) ADD_FAILURE() << base::describe(loaded.error());
        return loaded ? *loaded : config::Rulebook{};
    }();
    return book;
}

/// Each property over small invented rulebooks and over the one that ships.
class Properties : public testing::TestWithParam<const char*> {
 protected:
    static bool is_shipped() { return std::string_view(GetParam()) == "Shipped"; }
    static config::Rulebook book() { return is_shipped() ? shipped() : samples::some_rulebook(); }
    template <class Property>
    static void always(const Property& property) {
        EXPECT_TRUE(rc::check(property));
    }
};

INSTANTIATE_TEST_SUITE_P(Rulebooks, Properties, testing::Values("Small", "Shipped"),
                         [](const auto& param) { return std::string(param.param); });

template <class Row>
std::vector<Row> shuffled(std::vector<Row> rows) {
    for (std::size_t i = rows.size(); i > 1; --i)
        std::swap(rows[i - 1], rows[static_cast<std::size_t>(samples::below(static_cast<int>(i)))]);
    return rows;
}

TEST_P(Properties, TheOrderOfTheLedgerChangesNothing) {
    always([] {
        const auto rules = book();
        const auto one = samples::some_snapshot(rules);
        const Snapshot other{shuffled(one.filings), shuffled(one.in_review),
                             shuffled(one.exemptions)};
        const auto day = samples::some_day();
        RC_ASSERT(lines(duties_at(rules, one, day)) == lines(duties_at(rules, other, day)));
    });
}

TEST_P(Properties, NoDutyStandsTwice) {
    always([] {
        const auto rules = book();
        const auto all = duties_at(rules, samples::some_snapshot(rules), samples::some_day());
        RC_ASSERT(states(all).size() == all.size());
    });
}

bool may_become(DutyState before, DutyState after) {
    if (before == after) return true;
    return (before == DutyState::Upcoming &&
            (after == DutyState::DueSoon || after == DutyState::Overdue)) ||
           (before == DutyState::DueSoon && after == DutyState::Overdue);
}

TEST_P(Properties, DaysMoveWhatIsUnfiledForwardAndNothingElse) {
    always([] {
        const auto rules = book();
        const auto snapshot = samples::some_snapshot(rules);
        const auto day = samples::some_day();
        const auto later = day + std::chrono::days(samples::below(200));
        const auto after = states(duties_at(rules, snapshot, later));
        for (const Duty& duty : duties_at(rules, snapshot, day)) {
            const auto found = after.find(key_of(duty));
            RC_ASSERT(found != after.end());
            RC_ASSERT(may_become(duty.state, found->second));
        }
    });
}

TEST_P(Properties, OneMoreFilingLosesNoDutyAndUnfilesNone) {
    always([] {
        const auto rules = book();
        RC_PRE(!rules.obligations.empty());
        auto snapshot = samples::some_snapshot(rules);
        const auto day = samples::some_day();
        const auto before = duties_at(rules, snapshot, day);
        const auto filing = samples::some_filing(rules, 1000);
        snapshot.filings.push_back(filing);
        const auto after = states(duties_at(rules, snapshot, day));
        for (const Duty& duty : before) {
            const auto found = after.find(key_of(duty));
            RC_ASSERT(found != after.end());
            if (key_of(duty) != key_of(filing)) RC_ASSERT(found->second == duty.state);
            if (duty.state == DutyState::Filed || duty.state == DutyState::FiledLate)
                RC_ASSERT(found->second == DutyState::Filed ||
                          found->second == DutyState::FiledLate);
        }
    });
}

TEST_P(Properties, AnExemptionChangesItsDutyAlone) {
    always([] {
        const auto rules = book();
        auto snapshot = samples::some_snapshot(rules);
        const auto day = samples::some_day();
        const auto before = duties_at(rules, snapshot, day);
        RC_PRE(!before.empty());
        const Duty chosen = *rc::gen::elementOf(before);
        // What a unit filed without owing it needs no exemption, and gets none.
        RC_PRE(chosen.state != DutyState::Filed);
        snapshot.exemptions.push_back({chosen.unit, chosen.obligation, chosen.period, "停办"});
        auto expected = states(before);
        expected[key_of(chosen)] = DutyState::Exempt;
        RC_ASSERT(states(duties_at(rules, snapshot, day)) == expected);
    });
}

/// Whoever the obligation names, and whoever they left their work to before `day`.
std::set<std::string> claimants(const config::Rulebook& rules, const config::Obligation& entry,
                                base::Date day) {
    std::set<std::string> found;
    for (const auto& unit : rules.units)
        if (config::owes(entry, unit)) found.insert(unit.id);
    for (bool grown = true; grown;) {
        grown = false;
        for (const auto& unit : rules.units)
            if (found.contains(unit.id) && unit.valid_to && *unit.valid_to < day &&
                !unit.successor.empty())
                grown = found.insert(unit.successor).second || grown;
    }
    return found;
}

/// The rule of docs/DUTIES.md, counted out day by day.
bool owes_by_the_book(const config::Rulebook& rules, const config::Obligation& entry,
                      const config::Unit& unit, base::Date first, base::Date last) {
    bool exists = false;
    for (auto day = first; day <= last; day += std::chrono::days(1))
        exists = exists || ((!unit.valid_from || *unit.valid_from <= day) &&
                            (!unit.valid_to || day <= *unit.valid_to));
    const bool left = !unit.successor.empty() && unit.valid_to && *unit.valid_to < last;
    return exists && !left && claimants(rules, entry, last).contains(unit.id);
}

TEST(Lives, DecideWhatIsOwedAndWhatIsNot) {
    EXPECT_TRUE(rc::check([] {
        const auto rules = samples::some_rulebook();
        const auto day = samples::some_day();
        std::set<Key> expected;
        for (const auto& entry : rules.obligations)
            for (const auto& period : config::periods_begun(rules, entry.id, day)) {
                const auto due = config::due_dates(entry, rules.calendar, period);
                const int year = base::year_of(*base::parse_date(period.substr(0, 4) + "-01-01"));
                const auto first = due ? due->nominal : samples::day(year, 1, 1);
                const auto last = due ? due->nominal : samples::day(year, 12, 31);
                for (const auto& unit : rules.units)
                    if (owes_by_the_book(rules, entry, unit, first, last))
                        expected.emplace(unit.id, entry.id, period);
            }
        std::set<Key> found;
        for (const auto& [key, state] : states(duties_at(rules, {}, day))) found.insert(key);
        RC_ASSERT(found == expected);
    }));
}

TEST(Lives, KeepInSightWhatWasFiledInThem) {
    EXPECT_TRUE(rc::check([] {
        const auto rules = samples::some_rulebook();
        RC_PRE(!rules.obligations.empty());
        const auto snapshot = samples::some_snapshot(rules);
        const auto day = samples::some_day();
        const auto found = states(duties_at(rules, snapshot, day));
        for (const auto& filing : snapshot.filings) {
            const auto* entry = config::find_obligation(rules, filing.obligation, filing.period);
            const auto* unit = config::find_unit(rules, filing.unit);
            if (!unit || filing.status != storage::FilingStatus::Complete ||
                entry->due.form == config::DueRule::Form::AfterDecision ||
                !config::owes(*entry, *unit) || !config::makes_duty(*entry, filing.period))
                continue;
            const auto duty = found.find(key_of(filing));
            RC_ASSERT(duty != found.end());
            RC_ASSERT(duty->second == DutyState::Filed || duty->second == DutyState::FiledLate ||
                      duty->second == DutyState::Exempt);
        }
    }));
}

}  // namespace
}  // namespace duties
