#include "daemon/duties/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "tests/unit/daemon/duties/rulebook.h"

namespace duties {
namespace {

TEST(Matrix, CountsTheColumnsOfATerminal) {
    EXPECT_EQ(display_width(""), 0U);
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("兴国镇"), 6U);
    EXPECT_EQ(display_width("２０２４（年）"), 14U);
    EXPECT_EQ(display_width("e\xCC\x81"), 1U);
    EXPECT_EQ(display_width("𠮷"), 2U);
    EXPECT_EQ(padded("兴国", 6), "兴国  ");
    EXPECT_EQ(padded("兴国镇人民", 6), "兴国镇人民");
}

TEST(Matrix, HasARowForEveryUnitThatOwes) {
    const auto book = samples::rulebook();
    const auto duties = duties_at(book, {}, samples::day(2024, 8, 20));
    const Matrix matrix = matrix_of(book, duties, "monthly-report", 2024);
    EXPECT_EQ(matrix.periods, (std::vector<std::string>{"2024-06", "2024-07", "2024-08"}));
    ASSERT_EQ(matrix.rows.size(), 3U);
    EXPECT_EQ(matrix.rows[0].unit, "fuchi");
    ASSERT_EQ(matrix.rows[0].cells.size(), 3U);
    EXPECT_EQ(matrix.rows[0].cells[2]->state, DutyState::Upcoming);
    EXPECT_EQ(matrix_of(book, duties, "enforcement-matters-list", 2024).rows.size(), 1U);
    EXPECT_TRUE(matrix_of(book, duties, "monthly-report", 2023).rows.empty());
}

TEST(Matrix, PutsEventsIntoTheYearOfTheirDueDate) {
    const auto book = samples::rulebook();
    Duty duty;
    duty.unit = "health";
    duty.obligation = "major-penalty-decision";
    duty.period = "阳卫医罚|2024|5";
    duty.due = samples::day(2025, 1, 2);
    duty.state = DutyState::Filed;
    EXPECT_EQ(matrix_of(book, {duty}, "major-penalty-decision", 2025).rows.size(), 1U);
    EXPECT_TRUE(matrix_of(book, {duty}, "major-penalty-decision", 2024).rows.empty());
}

TEST(Matrix, AlignsHanCharactersOnATerminal) {
    const auto book = samples::rulebook();
    Snapshot snapshot;
    storage::Filing filing;
    filing.unit = "fuchi";
    filing.obligation = "monthly-report";
    filing.period = "2024-06";
    filing.status = storage::FilingStatus::Complete;
    filing.completed_at = base::start_of(samples::day(2024, 7, 5));
    snapshot.filings = {filing};
    const auto duties = duties_at(book, snapshot, samples::day(2024, 7, 20));
    EXPECT_EQ(render(book, matrix_of(book, duties, "monthly-report", 2024)),
              "行政执法工作月报 2024 年\n"
              "单位              2024-06  2024-07\n"
              "富池镇人民政府    已报     未到期\n"
              "兴国镇人民政府    逾期     未到期\n"
              "阳新县卫生健康局  逾期     未到期\n"
              "已报 1，逾期 2，未到期 3\n");
}

TEST(Matrix, SpeaksAnotherLanguageWhereWordsAreGiven) {
    const auto book = samples::rulebook();
    MatrixWords words;
    words.year = "{}";
    words.unit = "unit";
    words.comma = ", ";
    words.state = [](DutyState state) { return std::string(name(state)); };
    const auto duties = duties_at(book, {}, samples::day(2024, 7, 20));
    EXPECT_THAT(render(book, matrix_of(book, duties, "monthly-report", 2024), words),
                testing::EndsWith("\noverdue 3, upcoming 3\n"));
}

TEST(Matrix, SaysThatNothingIsOwed) {
    const auto book = samples::rulebook();
    EXPECT_EQ(render(book, matrix_of(book, {}, "monthly-report", 2030)),
              "行政执法工作月报 2030 年\n单位\n没有应报事项\n");
}

}  // namespace
}  // namespace duties
