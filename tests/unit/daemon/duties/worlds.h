#pragma once
/// Worlds for the properties of duties: small rulebooks, and ledgers that fit a rulebook. Made of
/// rapidcheck's generators, to be used inside a property only.

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "daemon/duties/duties.h"
#include "tests/unit/daemon/duties/rulebook.h"

namespace samples {

/// 0 to count - 1, each as likely in the first tests of a property as in the last: by itself a
/// range begins as its lowest number alone.
inline int below(int count) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, count));
}

inline base::Date first_of_worlds() { return day(2024, 1, 1); }

inline base::Date some_day() { return first_of_worlds() + std::chrono::days(below(1000)); }

inline bool one_in(int count) { return below(count) == 0; }

/// Units with lives: some begin late, some end early, some of these are succeeded.
inline std::vector<config::Unit> some_units() {
    std::vector<config::Unit> units;
    const int count = 1 + below(5);
    for (int i = 0; i < count; ++i) {
        const auto unit_class = one_in(3) ? config::UnitClass::Department : config::UnitClass::Town;
        units.push_back(unit("u" + std::to_string(i), "单位", unit_class));
        if (one_in(3)) units.back().valid_from = some_day();
        if (!one_in(2)) continue;
        units.back().valid_to =
            units.back().valid_from.value_or(first_of_worlds()) + std::chrono::days(below(900));
        const int successor = below(count);
        if (one_in(2) && successor != i) units.back().successor = "u" + std::to_string(successor);
    }
    return units;
}

/// Some of the sample obligations, owed by a class, by both or by single units.
inline config::Rulebook some_rulebook() {
    config::Rulebook book = rulebook();
    book.units = some_units();
    std::erase_if(book.obligations, [](const auto&) { return one_in(4); });
    for (auto& obligation : book.obligations) {
        if (one_in(3)) obligation.who = {"town"};
        if (one_in(4)) obligation.who = {"u0", "u2"};
    }
    return book;
}

inline std::string some_period(const config::Obligation& obligation) {
    using Form = config::DueRule::Form;
    if (obligation.due.form == Form::EveryMonth)
        return base::format_month(base::month_containing(some_day()));
    if (obligation.due.form == Form::AfterDecision)
        return "某罚|2024|" + std::to_string(1 + below(3));
    return std::to_string(2023 + below(4));
}

template <class Row>
Row some_row(const config::Rulebook& book) {
    const auto& obligation = *rc::gen::elementOf(book.obligations);
    Row row;
    row.unit = one_in(20) ? "stranger" : (*rc::gen::elementOf(book.units)).id;
    row.obligation = obligation.id;
    row.period = some_period(obligation);
    return row;
}

inline storage::FilingRow some_filing(const config::Rulebook& book, int id) {
    using storage::FilingStatus;
    auto filing = some_row<storage::FilingRow>(book);
    filing.id = base::FilingId{id};
    filing.status =
        *rc::gen::element(FilingStatus::Complete, FilingStatus::Complete, FilingStatus::Incomplete,
                          FilingStatus::Review, FilingStatus::Superseded, FilingStatus::Withdrawn);
    filing.received_at = base::start_of(some_day());
    filing.major = one_in(2);
    if (one_in(2)) filing.due = filing.due_nominal = some_day();
    if (filing.status == FilingStatus::Complete)
        filing.completed_at = filing.received_at + std::chrono::days(below(30));
    else
        filing.missing = {"document"};
    return filing;
}

/// What a ledger may hold for this rulebook, several filings of one duty among them.
inline duties::Snapshot some_snapshot(const config::Rulebook& book) {
    duties::Snapshot snapshot;
    if (book.obligations.empty() || book.units.empty()) return snapshot;
    const int filings = below(25);
    for (int i = 1; i <= filings; ++i) snapshot.filings.push_back(some_filing(book, i));
    const int reviews = below(6);
    for (int i = 0; i < reviews; ++i)
        snapshot.in_review.push_back(some_row<storage::Candidate>(book));
    const int exemptions = below(6);
    for (int i = 0; i < exemptions; ++i)
        snapshot.exemptions.push_back(some_row<storage::Exemption>(book));
    return snapshot;
}

}  // namespace samples
