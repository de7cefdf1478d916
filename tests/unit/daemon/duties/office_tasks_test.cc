#include "daemon/duties/office_tasks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/daemon/duties/rulebook.h"

namespace duties {
namespace {

using samples::day;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The sample rules with two dated items of the office's own: once on Sunday 15 December 2024, and
/// each year on 5 January from 2025 on.
config::Rulebook book() {
    auto rules = samples::rulebook();
    auto once = samples::obligation("delegated-review", "赋权事项评估", config::DueRule::Form::On,
                                    {config::Piece::Document});
    once.nature = config::Nature::Office;
    once.due.on = day(2024, 12, 15);
    auto yearly = samples::obligation("plan", "年度计划", config::DueRule::Form::EveryYear,
                                      {config::Piece::Document});
    yearly.nature = config::Nature::Office;
    yearly.due.month = 1;
    yearly.due.day = 5;
    yearly.due.from = "2025";
    yearly.rollover = false;
    rules.obligations.push_back(yearly);
    rules.obligations.push_back(once);
    return rules;
}

std::vector<std::string> told(base::Date today, const OfficeItemsDone& done = {}) {
    std::vector<std::string> lines;
    for (const auto& task : office_tasks(book(), done, today))
        lines.push_back(task.obligation + " " + task.period + " " + base::format_date(task.due) +
                        (task.overdue ? " overdue" : ""));
    return lines;
}

TEST(OfficeTasks, AreShownTenWorkingDaysBefore) {
    EXPECT_THAT(told(day(2024, 12, 1)), IsEmpty());
    // Ten working days after Monday 2 December is Monday 16 December, the rolled date.
    EXPECT_THAT(told(day(2024, 12, 2)), ElementsAre("delegated-review 2024 2024-12-16"));
    EXPECT_THAT(told(day(2024, 12, 16)), ElementsAre("delegated-review 2024 2024-12-16"));
}

TEST(OfficeTasks, AreOverdueForTenWorkingDays) {
    EXPECT_THAT(told(day(2024, 12, 17)), ElementsAre("delegated-review 2024 2024-12-16 overdue"));
    // In the last days of a year the first items of the next come up.
    EXPECT_THAT(told(day(2024, 12, 30)),
                ElementsAre("delegated-review 2024 2024-12-16 overdue", "plan 2025 2025-01-05"));
    EXPECT_THAT(told(day(2024, 12, 31)), ElementsAre("plan 2025 2025-01-05"));
}

TEST(OfficeTasks, EndWhenAPersonRecordsThem) {
    EXPECT_THAT(told(day(2024, 12, 30), {{"delegated-review", "2024"}}),
                ElementsAre("plan 2025 2025-01-05"));
    EXPECT_THAT(told(day(2024, 12, 17), {{"delegated-review", "2023"}}),
                ElementsAre("delegated-review 2024 2024-12-16 overdue"));
}

TEST(OfficeTasks, AreToldWithTheCureWhenOverdue) {
    const auto before = office_tasks(book(), {}, day(2024, 12, 16));
    ASSERT_EQ(before.size(), 1U);
    EXPECT_EQ(words_of(before[0]), "本局事项“赋权事项评估”（2024）应于 2024-12-16 前完成");
    const auto after = office_tasks(book(), {}, day(2024, 12, 17));
    ASSERT_EQ(after.size(), 1U);
    EXPECT_THAT(words_of(after[0]), HasSubstr("已逾期"));
    EXPECT_THAT(words_of(after[0]), HasSubstr("filingctl file"));
}

}  // namespace
}  // namespace duties
