// scripts/bench duties: the duties of a large county over some years, and their assessment, in this
// process. bench_duties UNITS YEARS FILED_PERCENT CONFIG prints one line of JSON.

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>

#include "config/due.h"
#include "config/load.h"
#include "daemon/duties/assessment.h"
#include "daemon/duties/duties.h"

namespace {

constexpr int kFirstYear = 2024;
constexpr int kRounds = 7;

/// Wall and CPU time of `work`, in milliseconds, the best of the rounds each.
struct Cost {
    double wall = 1e9;
    double cpu = 1e9;

    template <class Work>
    auto of(const Work& work) {
        const auto cpu_begun = std::clock();
        const auto begun = std::chrono::steady_clock::now();
        auto result = work();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begun;
        wall = std::min(wall, took.count());
        cpu = std::min(cpu, 1000.0 * static_cast<double>(std::clock() - cpu_begun) /
                                static_cast<double>(CLOCKS_PER_SEC));
        return result;
    }
};

double peak_mib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// The items that ship, all of them owed each year by every unit; the report each month. Decisions
/// stay events.
config::Rulebook large(config::Rulebook book, int units) {
    using Form = config::DueRule::Form;
    const auto towns = book.units;
    book.units.clear();
    for (int i = 0; i < units; ++i) {
        config::Unit unit = towns[static_cast<std::size_t>(i) % towns.size()];
        unit.id = fmt::format("{}-{}", unit.id, i);
        if (i % 50 == 7) unit.valid_to = base::make_date(kFirstYear + 1, 6, 30);
        if (i % 50 == 7 && i > 0) unit.successor = book.units.back().id;
        book.units.push_back(std::move(unit));
    }
    for (auto& obligation : book.obligations) {
        obligation.nature = config::Nature::Filing;
        obligation.who = {"town", "department"};
        obligation.from.clear();
        obligation.due.from = std::to_string(kFirstYear);
        if (obligation.due.form == Form::EveryMonth) obligation.due.from += "-01";
        if (obligation.due.form != Form::On && obligation.due.form != Form::Year) continue;
        obligation.due.form = Form::EveryYear;
        obligation.due.month = obligation.due.on ? base::month_of(*obligation.due.on) : 6;
        obligation.due.day = obligation.due.on ? base::day_of(*obligation.due.on) : 30;
    }
    return book;
}

duties::Snapshot filed(const config::Rulebook& book, base::Date day, int percent) {
    std::mt19937 random(20240617);  // NOLINT(cert-msc51-cpp): the same each time
    duties::Snapshot snapshot;
    for (const auto& unit : book.units)
        for (const auto& obligation : book.obligations) {
            auto periods = config::periods_begun(book, obligation.id, day);
            if (obligation.due.form == config::DueRule::Form::AfterDecision)
                periods = {"某罚|2024|1", "某罚|2025|1", "某罚|2026|1"};
            for (const auto& period : periods) {
                if (static_cast<int>(random() % 100) >= percent) continue;
                storage::FilingRow filing;
                filing.id = base::FilingId{static_cast<std::int64_t>(snapshot.filings.size()) + 1};
                filing.unit = unit.id;
                filing.obligation = obligation.id;
                filing.period = period;
                filing.status = storage::FilingStatus::Complete;
                filing.major = true;
                filing.received_at = base::start_of(day);
                filing.completed_at = filing.received_at;
                snapshot.filings.push_back(std::move(filing));
            }
        }
    return snapshot;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 5) return 64;
    const int units = std::atoi(arguments[1]);
    const int years = std::atoi(arguments[2]);
    const int percent = std::atoi(arguments[3]);
    auto shipped = config::load(arguments[4], arguments[4]);
    if (!shipped) {
        std::fputs((base::describe(shipped.error()) + "\n").c_str(), stderr);
        return 78;
    }
    const auto book = large(std::move(*shipped), units);
    const auto day = *base::make_date(kFirstYear + years - 1, 12, 31);
    const auto snapshot = filed(book, day, percent);
    duties::Courses courses;
    for (const auto& filing : snapshot.filings)
        courses[filing.id] = {filing.received_at, filing.completed_at, 0};
    const double before = peak_mib();
    Cost computed;
    Cost assessed;
    std::size_t found = 0;
    double peak = 0;
    for (int round = 0; round < kRounds; ++round) {
        const auto all = computed.of([&] { return duties::duties_at(book, snapshot, day); });
        found = all.size();
        if (round == 0) peak = peak_mib();
        const auto assessment =
            assessed.of([&] { return duties::assess(book, all, courses, kFirstYear, day); });
        if (assessment.rows.empty()) return 70;
    }
    fmt::print(
        "{{\"units\": {}, \"obligations\": {}, \"years\": {}, \"filings\": {}, \"duties\": {}, "
        "\"wall_ms\": {:.1f}, \"cpu_ms\": {:.1f}, \"assessment_ms\": {:.1f}, \"mib\": {:.0f}}}\n",
        units, book.obligations.size(), years, snapshot.filings.size(), found, computed.wall,
        computed.cpu, assessed.cpu, peak - before);
    return 0;
}
