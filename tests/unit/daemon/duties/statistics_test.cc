#include "daemon/duties/statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/daemon/duties/reports.h"
#include "tests/unit/daemon/duties/rulebook.h"

namespace duties {
namespace {

using samples::report;
using testing::ElementsAre;
using testing::IsEmpty;

const UnitStatistics& row_of(const Statistics& statistics, std::string_view unit) {
    static const UnitStatistics none;
    for (const auto& row : statistics.units)
        if (row.unit == unit) return row;
    ADD_FAILURE() << "no row of " << unit;
    return none;
}

std::size_t at(std::string_view figure) {
    return static_cast<std::size_t>(std::ranges::find(config::kReportFigures, figure) -
                                    config::kReportFigures.begin());
}

Statistics of(std::string_view period, const std::vector<storage::StatedFiling>& filings,
              base::Date day = samples::day(2024, 8, 20), const Snapshot& known = {}) {
    const auto book = samples::rulebook();
    Snapshot snapshot = known;
    for (const auto& filing : filings) snapshot.filings.push_back(filing);
    return statistics_of(book, period, duties_at(book, snapshot, day), filings);
}

TEST(Statistics, AddsUpWhatReportsState) {
    const auto result = of(
        "2024-06",
        {report("fuchi", "2024-06",
                R"({"cases":{"opened":4,"closed":3,"penalty_amount":"12600.50","transferred":0}})"),
         report("health", "2024-06",
                R"({"cases":{"opened":1,"closed":null,"penalty_amount":"400.00"}})")});
    EXPECT_THAT(result.months, ElementsAre("2024-06"));
    EXPECT_EQ(result.sums[at("cases.opened")].value, 5);
    EXPECT_EQ(result.sums[at("cases.opened")].stated, 2U);
    EXPECT_EQ(result.sums[at("cases.closed")].value, 3);
    EXPECT_EQ(result.sums[at("cases.closed")].stated, 1U);
    EXPECT_EQ(result.sums[at("cases.penalty_amount")].value, 1'300'050);
    EXPECT_EQ(result.sums[at("commitment.matters")].stated, 0U);
    EXPECT_EQ(result.owed, 3U);
    EXPECT_EQ(result.filed, 2U);
}

TEST(Statistics, NamesWhatIsMissing) {
    const auto result = of("2024-06", {report("fuchi", "2024-06", R"({"cases":{"opened":4}})")});
    const auto& fuchi = row_of(result, "fuchi");
    ASSERT_EQ(fuchi.unstated.size(), 1U);
    EXPECT_EQ(fuchi.unstated[0].period, "2024-06");
    EXPECT_EQ(fuchi.unstated[0].figures.size(), config::kReportFigures.size() - 1);
    EXPECT_THAT(fuchi.not_filed, IsEmpty());
    const auto& xingguo = row_of(result, "xingguo");
    ASSERT_EQ(xingguo.not_filed.size(), 1U);
    EXPECT_EQ(xingguo.not_filed[0].state, DutyState::Overdue);
    EXPECT_EQ(xingguo.sums[at("cases.opened")].stated, 0U);
}

TEST(Statistics, TakesAZeroReportForZeros) {
    const auto result = of(
        "2024-06", {report("fuchi", "2024-06", R"({"cases":{"opened":null},"zero_report":true})")});
    const auto& fuchi = row_of(result, "fuchi");
    EXPECT_EQ(fuchi.sums[at("cases.opened")].stated, 1U);
    EXPECT_EQ(fuchi.sums[at("cases.opened")].value, 0);
    EXPECT_THAT(fuchi.unstated, IsEmpty());
    EXPECT_THAT(fuchi.zero_reports, ElementsAre("2024-06"));
}

TEST(Statistics, CountsOnlyFilingsInForce) {
    auto withdrawn = report("fuchi", "2024-06", R"({"cases":{"opened":4}})");
    withdrawn.status = storage::FilingStatus::Withdrawn;
    auto in_review = report("health", "2024-06", R"({"cases":{"opened":4}})");
    in_review.status = storage::FilingStatus::Review;
    auto incomplete = report("xingguo", "2024-06", R"({"cases":{"opened":2}})");
    incomplete.status = storage::FilingStatus::Incomplete;
    const auto result = of("2024-06", {withdrawn, in_review, incomplete});
    EXPECT_EQ(result.sums[at("cases.opened")].value, 2);
    EXPECT_EQ(row_of(result, "fuchi").not_filed.size(), 1U);
    EXPECT_EQ(row_of(result, "health").not_filed.front().state, DutyState::InReview);
    EXPECT_EQ(result.filed, 1U);
}

TEST(Statistics, OfAYearAddsItsMonths) {
    const auto result = of("2024", {report("fuchi", "2024-06", R"({"cases":{"opened":4}})"),
                                    report("fuchi", "2024-07", R"({"cases":{"opened":3}})"),
                                    report("fuchi", "2025-01", R"({"cases":{"opened":9}})")});
    EXPECT_THAT(result.months, ElementsAre("2024-06", "2024-07"));  // August is not due yet
    const auto& fuchi = row_of(result, "fuchi");
    EXPECT_EQ(fuchi.sums[at("cases.opened")].value, 7);
    EXPECT_EQ(fuchi.filings.size(), 2U);
    EXPECT_EQ(row_of(result, "health").not_filed.size(), 2U);
    EXPECT_EQ(result.owed, 6U);
}

TEST(Statistics, LeavesAnExemptReportOut) {
    Snapshot known;
    known.exemptions.push_back({"health", "monthly-report", "2024-06", "机构改革"});
    const auto result = of("2024-06", {}, samples::day(2024, 8, 20), known);
    EXPECT_THAT(row_of(result, "health").exempt, ElementsAre("2024-06"));
    EXPECT_THAT(row_of(result, "health").not_filed, IsEmpty());
    EXPECT_EQ(result.owed, 2U);
}

TEST(Statistics, ShowsAMonthThatIsAskedForBeforeItIsDue) {
    const auto result = of("2024-08", {});
    EXPECT_EQ(row_of(result, "fuchi").not_filed.front().state, DutyState::Upcoming);
    EXPECT_THAT(of("2024-01", {}).units, IsEmpty());
}

TEST(Statistics, DoubtsAmountsNoCasesComeTo) {
    const auto doubts = [](const std::string& cases) {
        return report_cells(report("fuchi", "2024-06", R"({"cases":)" + cases + "}")).amount_doubt;
    };
    EXPECT_TRUE(doubts(R"({"closed":4,"penalty_amount":"3.50"})"));  // 3.5 万元 written as 元
    EXPECT_TRUE(doubts(R"({"closed":2,"penalty_amount":"50000000.00"})"));
    EXPECT_FALSE(doubts(R"({"closed":2,"penalty_amount":"400.00"})"));
    EXPECT_FALSE(doubts(R"({"closed":2,"penalty_amount":"0.00"})"));
    EXPECT_FALSE(doubts(R"({"closed":0,"penalty_amount":"3.50"})"));
    EXPECT_FALSE(doubts(R"({"closed":null,"penalty_amount":"3.50"})"));
    EXPECT_TRUE(report_cells(report("fuchi", "2024-06", R"({"unit_doubt":true})")).amount_doubt);
}

TEST(Statistics, MakesNothingOfFieldsItCannotRead) {
    for (const char* fields : {"", "[]", "{", R"({"cases":3,"zero_report":"yes"})",
                               R"({"cases":{"opened":"four","penalty_amount":12}})"}) {
        const auto cells = report_cells(report("fuchi", "2024-06", fields));
        EXPECT_FALSE(cells.zero_report) << fields;
        EXPECT_FALSE(cells.cells[at("cases.opened")]) << fields;
    }
}

}  // namespace
}  // namespace duties
