#include "daemon/duties/assessment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/unit/daemon/duties/worlds.h"

namespace duties {
namespace {

using samples::day;
using testing::ElementsAre;
using testing::IsEmpty;

Duty duty(const std::string& unit, const std::string& obligation, const std::string& period,
          DutyState state, std::optional<base::Date> due, int filing = 0) {
    Duty value;
    value.unit = unit;
    value.obligation = obligation;
    value.period = period;
    value.state = state;
    value.due = value.due_nominal = due;
    value.filing = base::FilingId{filing};
    return value;
}

Course course(base::Date first, std::optional<base::Date> complete, int corrections = 0) {
    Course value;
    value.received_at = base::start_of(first);
    if (complete) value.completed_at = base::start_of(*complete);
    value.corrections = corrections;
    return value;
}

std::vector<std::string> ranking(const Assessment& assessment) {
    std::vector<std::string> lines;
    for (const auto& row : assessment.rows)
        lines.push_back((row.rank ? std::to_string(*row.rank) : "-") + " " + row.unit);
    return lines;
}

TEST(Assessment, CountsWhatIsDecidedByTheDay) {
    const auto june = day(2024, 7, 10);
    const auto july = day(2024, 8, 12);
    const std::vector<Duty> duties{
        duty("fuchi", "monthly-report", "2024-06", DutyState::Filed, june, 1),
        duty("fuchi", "monthly-report", "2024-07", DutyState::FiledLate, july, 2),
        duty("fuchi", "monthly-report", "2024-08", DutyState::Incomplete, day(2024, 9, 10), 3),
        duty("fuchi", "monthly-report", "2024-09", DutyState::InReview, day(2024, 10, 10)),
        duty("fuchi", "monthly-report", "2024-10", DutyState::Overdue, day(2024, 11, 11)),
        duty("fuchi", "monthly-report", "2024-11", DutyState::DueSoon, day(2024, 12, 10)),
        duty("fuchi", "monthly-report", "2024-12", DutyState::Filed, day(2025, 1, 10), 4),
        duty("fuchi", "training-plan", "2025", DutyState::Overdue, day(2025, 2, 28)),
    };
    const Courses courses{{base::FilingId{1}, course(day(2024, 7, 1), day(2024, 7, 1), 1)},
                          {base::FilingId{2}, course(day(2024, 8, 1), day(2024, 8, 15))},
                          {base::FilingId{3}, course(day(2024, 9, 1), {}, 2)},
                          {base::FilingId{4}, course(day(2024, 12, 9), day(2024, 12, 9))}};
    const auto assessment = assess(samples::rulebook(), duties, courses, 2024, day(2024, 12, 9));
    ASSERT_EQ(assessment.rows.size(), 1U);
    const Tally& total = assessment.rows[0].total;
    EXPECT_EQ(total.due, 6);
    EXPECT_EQ(total.on_time, 2);
    EXPECT_EQ(total.late, 1);
    EXPECT_EQ(total.missing, 3);
    EXPECT_EQ(total.days_late, 3);
    EXPECT_EQ(total.most_days_late, 3);
    EXPECT_EQ(total.complete, 3);
    EXPECT_EQ(total.first_try, 2);
    EXPECT_EQ(total.corrections, 3);
    EXPECT_DOUBLE_EQ(*total.on_time_rate(), 2.0 / 6);
    EXPECT_DOUBLE_EQ(*total.first_try_rate(), 2.0 / 3);
    EXPECT_DOUBLE_EQ(*total.average_days_late(), 3.0);
}

TEST(Assessment, WaitsForTheDayAfterTheDate) {
    const std::vector<Duty> duties{
        duty("fuchi", "monthly-report", "2024-06", DutyState::Incomplete, day(2024, 7, 10))};
    const auto on = [&](base::Date today) {
        return assess(samples::rulebook(), duties, {}, 2024, today).rows.at(0).total.missing;
    };
    EXPECT_EQ(on(day(2024, 7, 10)), 0);
    EXPECT_EQ(on(day(2024, 7, 11)), 1);
}

TEST(Assessment, KeepsUndatedAndExemptOnesApart) {
    const std::vector<Duty> duties{
        duty("fuchi", "device-cleanup", "2024", DutyState::Filed, {}, 1),
        duty("xingguo", "device-cleanup", "2024", DutyState::Undated, {}),
        duty("health", "device-cleanup", "2024", DutyState::Exempt, {})};
    const Courses courses{{base::FilingId{1}, course(day(2024, 7, 1), day(2024, 7, 1))}};
    const auto assessment = assess(samples::rulebook(), duties, courses, 2024, day(2024, 12, 31));
    ASSERT_EQ(assessment.rows.size(), 3U);
    EXPECT_EQ(assessment.rows[0].total.undated_filed, 1);
    EXPECT_EQ(assessment.rows[0].total.first_try, 1);
    EXPECT_EQ(assessment.rows[1].total.undated_missing, 1);
    EXPECT_EQ(assessment.rows[2].total.exempt, 1);
    for (const auto& row : assessment.rows) {
        EXPECT_EQ(row.total.due, 0);
        EXPECT_FALSE(row.rank);
        EXPECT_FALSE(row.total.on_time_rate());
    }
}

TEST(Assessment, RanksByRateThenMissingThenDaysLate) {
    const auto due = day(2024, 7, 10);
    auto rules = samples::rulebook();
    rules.units.push_back(samples::unit("idle", "无事局", config::UnitClass::Department));
    rules.units.push_back(samples::unit("twin", "同分镇", config::UnitClass::Town));
    const std::vector<Duty> duties{duty("fuchi", "a", "2024-06", DutyState::FiledLate, due, 1),
                                   duty("xingguo", "a", "2024-06", DutyState::FiledLate, due, 2),
                                   duty("health", "a", "2024-06", DutyState::Overdue, due),
                                   duty("idle", "a", "2024-06", DutyState::Exempt, due),
                                   duty("twin", "a", "2024-06", DutyState::FiledLate, due, 3),
                                   duty("fuchi", "b", "2024", DutyState::Filed, due, 1),
                                   duty("xingguo", "b", "2024", DutyState::Filed, due, 2),
                                   duty("health", "b", "2024", DutyState::Filed, due, 4),
                                   duty("twin", "b", "2024", DutyState::Filed, due, 3)};
    const Courses courses{{base::FilingId{1}, course(due, due + std::chrono::days(9))},
                          {base::FilingId{2}, course(due, due + std::chrono::days(2))},
                          {base::FilingId{3}, course(due, due + std::chrono::days(2))},
                          {base::FilingId{4}, course(due, due)}};
    EXPECT_THAT(ranking(assess(rules, duties, courses, 2024, day(2024, 8, 1))),
                ElementsAre("1 xingguo", "1 twin", "3 fuchi", "4 health", "- idle"));
}

TEST(Assessment, TellsEachItemOfAUnit) {
    const std::vector<Duty> duties{
        duty("fuchi", "rectification-report", "2024", DutyState::Overdue, day(2024, 9, 18)),
        duty("fuchi", "monthly-report", "2024-06", DutyState::Filed, day(2024, 7, 10), 1),
        duty("fuchi", "monthly-report", "2024-07", DutyState::Overdue, day(2024, 8, 12))};
    const auto assessment = assess(samples::rulebook(), duties, {}, 2024, day(2024, 12, 31));
    ASSERT_EQ(assessment.rows.size(), 1U);
    const auto& items = assessment.rows[0].items;
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].obligation, "rectification-report");
    EXPECT_EQ(items[0].tally.missing, 1);
    EXPECT_EQ(items[1].tally.due, 2);
    EXPECT_EQ(items[1].tally.on_time, 1);
    EXPECT_THAT(assess(samples::rulebook(), duties, {}, 2023, day(2024, 12, 31)).rows, IsEmpty());
}

TEST(Assessment, AddsUpWhateverTheWorld) {
    EXPECT_TRUE(rc::check([] {
        const auto rules = samples::some_rulebook();
        const auto snapshot = samples::some_snapshot(rules);
        const auto today = samples::some_day();
        Courses courses;
        for (const auto& filing : snapshot.filings)
            courses[filing.id] = {filing.received_at, filing.completed_at, 0};
        const auto duties = duties_at(rules, snapshot, today);
        for (const int year : {2023, 2024, 2025, 2026}) {
            const auto assessment = assess(rules, duties, courses, year, today);
            double best = 1.0;
            for (const auto& row : assessment.rows) {
                Tally sum;
                for (const auto& item : row.items) sum += item.tally;
                RC_ASSERT(sum.due == row.total.due);
                RC_ASSERT(row.total.due == row.total.on_time + row.total.late + row.total.missing);
                RC_ASSERT(row.total.first_try <= row.total.complete);
                RC_ASSERT(row.rank.has_value() == (row.total.due > 0));
                RC_ASSERT(row.total.on_time_rate().value_or(0.0) <= best);
                best = row.total.on_time_rate().value_or(0.0);
            }
        }
    }));
}

}  // namespace
}  // namespace duties
