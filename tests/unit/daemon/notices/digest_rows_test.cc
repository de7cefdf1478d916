#include "daemon/notices/digest_rows.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "daemon/notices/digest_sheets.h"
#include "daemon/notices/digest_tasks.h"
#include "daemon/notices/digest_values.h"
#include "daemon/notices/words.h"
#include "tests/unit/daemon/notices/samples.h"

namespace notices {
namespace {

using namespace samples;
using duties::DutyState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

DigestContent on(base::Date today) {
    DigestContent content;
    content.day = today;
    return content;
}

TEST(DigestRows, GroupWhatIsOwedByManyUnits) {
    auto content = on(day(2024, 9, 12));
    for (const char* unit : {"fuchi", "xingguo", "health"})
        content.duties.push_back(
            duty(unit, "monthly-report", "2024-08", DutyState::Overdue, day(2024, 9, 10)));
    content.duties.push_back(
        duty("health", "monthly-report", "2024-07", DutyState::Overdue, day(2024, 8, 12)));
    const auto rows = rows_in_state(office(), content, DutyState::Overdue);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].duties.size(), 3U);
    EXPECT_EQ(rows[0].first().period, "2024-08");  // what fell due last comes first
    EXPECT_EQ(rows[1].first().period, "2024-07");
}

TEST(DigestRows, PartTheIncompleteByWhatTheyLack) {
    auto content = on(day(2024, 9, 12));
    for (const auto& [unit, piece] : {std::pair{"fuchi", "word"}, {"xingguo", "stamped-pdf"}}) {
        content.duties.push_back(
            duty(unit, "monthly-report", "2024-08", DutyState::Incomplete, day(2024, 9, 10)));
        content.duties.back().missing = {piece};
    }
    EXPECT_EQ(rows_in_state(office(), content, DutyState::Incomplete).size(), 2U);
}

TEST(DigestRows, LateOnesOfTheLastMonthTellByHowMuch) {
    auto content = on(day(2024, 9, 12));
    for (const auto due : {day(2024, 9, 10), day(2024, 7, 10)}) {
        auto late = duty("fuchi", "monthly-report", "2024-08", DutyState::FiledLate, due);
        late.filing = base::FilingId{base::month_of(due)};
        content.completed[late.filing] = due + std::chrono::days(2);
        content.duties.push_back(late);
    }
    const auto rows = late_rows(office(), content);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(days_late(content, rows[0].first()), 2);
    EXPECT_EQ(digest_values(office(), content, "x")["late"]["rows"][0]["units"],
              "富池镇人民政府（迟2天）");
}

TEST(DigestRows, NearTheLastDayStandDecisionsAloneFromFiveDaysBefore) {
    auto content = on(day(2024, 9, 12));
    const auto decision = [&](int left, DutyState state) {
        content.duties.push_back(duty("fuchi", "major-penalty-decision", "富罚|2024|7", state,
                                      content.day + std::chrono::days(left)));
    };
    decision(5, DutyState::InReview);
    decision(6, DutyState::InReview);
    decision(1, DutyState::Filed);
    decision(-1, DutyState::Overdue);
    content.duties.push_back(
        duty("fuchi", "monthly-report", "2024-08", DutyState::DueSoon, content.day));
    content.review.push_back(doubtful_decision());
    std::vector<base::Date> dues;
    for (const auto& item : near_items(office(), content)) dues.push_back(item.due);
    EXPECT_THAT(dues, ElementsAre(day(2024, 9, 11), day(2024, 9, 14), day(2024, 9, 17)));
}

DigestContent month_day(base::Date today) {
    auto content = on(today);
    const auto add = [&](const char* unit, DutyState state) {
        content.duties.push_back(duty(unit, "monthly-report", "2024-08", state, day(2024, 9, 10)));
    };
    add("fuchi", DutyState::Filed);
    add("xingguo", DutyState::FiledLate);
    add("health", DutyState::Incomplete);
    add("a", DutyState::InReview);
    add("b", DutyState::Overdue);
    add("c", DutyState::Exempt);
    return content;
}

TEST(MonthReport, ComesOnTheFirstWorkingDayAfterTheDueDateAndAddsUp) {
    EXPECT_THAT(month_reports(office(), month_day(day(2024, 9, 10))), IsEmpty());
    EXPECT_THAT(month_reports(office(), month_day(day(2024, 9, 12))), IsEmpty());
    const auto content = month_day(day(2024, 9, 11));
    const auto reports = month_reports(office(), content);
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports[0].owed(), 5U);
    EXPECT_EQ(month_balance(reports[0]),
              "应报 5 = 按时 1 + 迟报 1 + 不全 1 + 待核 1 + 未报 1（已报 2）");
}

TEST(MonthReport, IsToldByTheNextDigestWhereADayHadNone) {
    auto content = month_day(day(2024, 9, 13));
    content.last_day = day(2024, 9, 10);
    EXPECT_EQ(month_reports(office(), content).size(), 1U);
    content.last_day = day(2024, 9, 11);
    EXPECT_THAT(month_reports(office(), content), IsEmpty());
}

TEST(MonthReport, IsOfMonthlyObligationsAlone) {
    auto content = on(day(2024, 9, 19));
    content.duties = {
        duty("fuchi", "rectification-report", "2024", DutyState::Overdue, day(2024, 9, 18))};
    EXPECT_THAT(month_reports(office(), content), IsEmpty());
}

storage::Candidate proposal(const char* unit, const char* period, double score) {
    storage::Candidate candidate;
    candidate.unit = unit;
    candidate.obligation = "monthly-report";
    candidate.period = period;
    candidate.score = score;
    return candidate;
}

TEST(Proposals, ComeLikeliestFirstWithoutWhatAnotherSaysInFull) {
    std::vector<std::string> told;
    for (const auto& left :
         proposals_of({proposal("fuchi", "", 0.9), proposal("fuchi", "2024-07", 0.3),
                       proposal("fuchi", "2024-08", 0.5), proposal("fuchi", "2024-08", 0.4),
                       proposal("health", "", 0.6)}))
        told.push_back(left.unit + left.period);
    EXPECT_THAT(told, ElementsAre("health", "fuchi2024-08", "fuchi2024-07"));
}

TEST(Proposals, CanBeAgreedToWhereTheFirstIsWholeAndTheLikeliest) {
    const auto book = office();
    EXPECT_FALSE(can_agree(book, {}));
    EXPECT_TRUE(can_agree(book, {proposal("fuchi", "2024-08", 0.5)}));
    EXPECT_FALSE(can_agree(book, {proposal("fuchi", "", 0.5)}));
    EXPECT_FALSE(can_agree(book, {proposal("", "2024-08", 0.5)}));
    EXPECT_FALSE(can_agree(book, {proposal("gone", "2024-08", 0.5)}));
    EXPECT_FALSE(
        can_agree(book, {proposal("fuchi", "2024-08", 0.5), proposal("health", "2024-08", 0.5)}));
    EXPECT_TRUE(
        can_agree(book, {proposal("fuchi", "2024-08", 0.5), proposal("health", "2024-08", 0.4)}));
    auto decision = proposal("fuchi", "", 0.5);
    decision.obligation = "major-penalty-decision";
    EXPECT_TRUE(can_agree(book, {decision}));
}

TEST(DigestValues, ProposeOnlyWhatCanBeAgreedTo) {
    auto content = on(day(2024, 9, 12));
    content.review = {doubtful_decision()};
    content.review[0].candidates = {proposal("fuchi", "2024-08", 0.5),
                                    proposal("health", "2024-08", 0.4)};
    auto values = digest_values(office(), content, "x")["review"]["rows"][0];
    EXPECT_EQ(values["proposal"], "富池镇人民政府 2024年8月 行政执法工作月报");
    EXPECT_EQ(values["guesses"], "阳新县卫生健康局 2024年8月 行政执法工作月报");
    content.review[0].candidates[1].score = 0.5;
    values = digest_values(office(), content, "x")["review"]["rows"][0];
    EXPECT_TRUE(values["proposal"].is_null());
    EXPECT_EQ(
        values["guesses"],
        "富池镇人民政府 2024年8月 行政执法工作月报；阳新县卫生健康局 2024年8月 行政执法工作月报");
    content.review[0].candidates = {proposal("health", "", 0.5)};
    values = digest_values(office(), content, "x")["review"]["rows"][0];
    EXPECT_EQ(values["guesses"], "阳新县卫生健康局 （期次不详） 行政执法工作月报");
}

TEST(DigestValues, CutEveryListWhereTheWorkbookHasTheRest) {
    auto content = on(day(2025, 9, 12));
    for (int i = 0; i < 40; ++i) {
        content.duties.push_back(duty("u" + std::to_string(i), "monthly-report",
                                      fmt::format("{}-01", 1980 + i), DutyState::Overdue,
                                      day(1980 + i, 2, 10)));
        auto item = doubtful_decision();
        item.number = static_cast<std::uint32_t>(i + 1);
        content.review.push_back(item);
    }
    const auto values = digest_values(office(), content, "x");
    EXPECT_EQ(values["overdue"]["count"], 40);
    EXPECT_EQ(values["overdue"]["rows"].size(), 30U);
    EXPECT_EQ(values["overdue"]["more"], "另有 10 项未列出，见附件。");
    EXPECT_EQ(values["review"]["rows"].size(), 30U);
    EXPECT_THAT(values["review"]["more"].get<std::string>(), HasSubstr("见附件“待核来件”"));
    const auto sheets = digest_sheets(office(), content);
    EXPECT_EQ(sheets[0].rows.size(), 40U);
    EXPECT_EQ(sheets[2].rows.size(), 40U);
}

TEST(DigestValues, NameAllOfAFullCountyInOneCell) {
    auto content = on(day(2024, 9, 12));
    for (int i = 0; i < 60; ++i)
        content.duties.push_back(duty("u" + std::to_string(i), "monthly-report", "2024-08",
                                      i < 50 ? DutyState::Overdue : DutyState::Filed,
                                      day(2024, 9, 10)));
    const auto cell =
        digest_values(office(), content, "x")["overdue"]["rows"][0]["units"].get<std::string>();
    EXPECT_THAT(cell, HasSubstr("u0、u1、"));
    EXPECT_THAT(cell, HasSubstr("u39 等（名单见附件）"));
}

TEST(DigestValues, TellInTheMonthsAccountWhatIsMissing) {
    auto content = month_day(day(2024, 9, 11));
    content.duties[2].missing = {"stamped-pdf"};
    EXPECT_EQ(digest_values(office(), content, "x")["months"][0]["rows"][1]["units"],
              "阳新县卫生健康局（缺盖章 PDF）");
}

TEST(DigestTasks, NameUnitsThatNoAddressReaches) {
    auto book = office();
    book.units[0].remind = {"fuchi@unit.example"};
    book.units[1].valid_to = day(2024, 8, 31);
    auto content = on(day(2024, 9, 12));
    EXPECT_THAT(tasks_of(book, content), ElementsAre(HasSubstr("1 个单位没有可用的邮箱地址")));
    content.confirmed = {{"health@unit.example", "health"}};
    EXPECT_THAT(tasks_of(book, content), IsEmpty());
    storage::DeadAddress dead;
    dead.address = "fuchi@unit.example";
    dead.cause = "550";
    content.dead = {dead};
    EXPECT_THAT(tasks_of(book, content),
                ElementsAre(HasSubstr("地址退信：fuchi@unit.example（富池镇人民政府）"),
                            HasSubstr("1 个单位没有可用的邮箱地址，无法催报：富池镇人民政府")));
}

TEST(DigestSheets, HoldTheMissingListTheLateListAndATableForEachObligation) {
    const auto content = full_day();
    const auto sheets = digest_sheets(office(), content);
    std::vector<std::string> names;
    for (const auto& sheet : sheets) names.push_back(sheet.name);
    EXPECT_THAT(names, ElementsAre("未报送名单", "迟报名单", "待核来件", "月度通报 2024-08",
                                   "专项整治情况报告", "行政执法工作月报", "监控设备清理结果",
                                   "重大行政处罚备案"));
    // What is history stands in the workbook, marked.
    ASSERT_EQ(sheets[0].rows.size(), 6U);
    EXPECT_EQ(std::get<std::string>(sheets[0].rows[0][8]), "往期，不催报");
    EXPECT_EQ(std::get<std::int64_t>(sheets[0].rows[1][5]), 2);
    EXPECT_THAT(sheets[3].title, HasSubstr("应报 3 ="));
    EXPECT_EQ(digest_workbook_name(content), "未报送名单_2024-09-12.xlsx");
}

TEST(DigestSheets, InJanuaryShowTheYearBeforeToo) {
    auto content = on(day(2025, 1, 13));
    content.duties = {
        duty("fuchi", "monthly-report", "2024-12", DutyState::Overdue, day(2025, 1, 10)),
        duty("fuchi", "monthly-report", "2025-01", DutyState::Upcoming, day(2025, 2, 10))};
    const auto sheets = digest_sheets(office(), content);
    ASSERT_EQ(sheets.size(), 5U);
    EXPECT_EQ(sheets[3].title, "行政执法工作月报 2025年");
    EXPECT_EQ(sheets[4].title, "行政执法工作月报 2024年");
}

TEST(Words, TellHowLongItIsToADueDate) {
    EXPECT_EQ(days_words(day(2024, 9, 12), day(2024, 9, 12)), "今天截止");
    EXPECT_EQ(days_words(day(2024, 9, 13), day(2024, 9, 12)), "还剩1天");
    EXPECT_EQ(days_words(day(2024, 8, 31), day(2024, 9, 12)), "逾期12天");
}

TEST(Words, UseTheNameInDailyUseWhereItIsShorter) {
    auto book = office();
    book.units[0].aliases = {"富池镇", "富池"};
    book.units[1].aliases = {"兴国镇人民政府综合行政执法中心"};
    EXPECT_EQ(short_unit_words(book, "fuchi"), "富池镇");
    EXPECT_EQ(short_unit_words(book, "xingguo"), "兴国镇人民政府");
    EXPECT_EQ(short_unit_words(book, "gone"), "gone");
}

}  // namespace
}  // namespace notices
