#include "daemon/notices/reminder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "daemon/notices/templates.h"
#include "tests/unit/daemon/duties/rulebook.h"

namespace notices {
namespace {

using duties::DutyState;
using samples::day;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

duties::Duty duty(const std::string& obligation, const std::string& period, DutyState state,
                  std::optional<base::Date> nominal, std::optional<base::Date> rolled,
                  std::vector<std::string> missing) {
    duties::Duty value;
    value.unit = "fuchi";
    value.obligation = obligation;
    value.period = period;
    value.state = state;
    value.due_nominal = nominal;
    value.due = rolled;
    value.missing = std::move(missing);
    return value;
}

class ReminderTest : public testing::Test {
 protected:
    void SetUp() override {
        book_ = samples::rulebook();
        book_.settings.smtp.from_name = "测试县司法局执法监督股";
        book_.settings.smtp.from_address = "office@mail.test";
        book_.settings.notices.office = "联系执法监督股。";
        book_.shipped_directory = std::string(FILINGD_SOURCE) + "/config";
        content_.day = day(2024, 9, 20);
        content_.unit = "fuchi";
        content_.to = {"fuchi@mail.test"};
        content_.due = {
            duty("monthly-report", "2024-09", DutyState::Upcoming, day(2024, 10, 10),
                 day(2024, 10, 10), {"word", "stamped-pdf"}),
            duty("rectification-report", "2024", DutyState::Overdue, day(2024, 9, 15),
                 day(2024, 9, 18), {"document"}),
            duty("monthly-report", "2024-08", DutyState::Incomplete, day(2024, 9, 10),
                 day(2024, 9, 10), {"stamped-pdf"}),
        };
        content_.also_owed = {
            duty("device-cleanup", "2024", DutyState::Undated, {}, {}, {"document"})};
    }

    Rendered rendered() {
        auto made =
            render_reminder(book_, content_, *base::parse_instant("2024-09-20T09:00+08:00"));
        EXPECT_TRUE(made) << base::describe(made.error());
        return made ? *made : Rendered();
    }

    config::Rulebook book_;
    ReminderContent content_;
};

TEST_F(ReminderTest, SaysWhatIsOwedByWhenAndHowToSendItOverdueFirst) {
    const auto made = rendered();
    EXPECT_THAT(made.warnings, IsEmpty());
    EXPECT_EQ(made.subject, "催报：3 项报送尚未完成，其中 2 项已逾期");
    EXPECT_THAT(made.text, testing::StartsWith("富池镇人民政府：\n"));
    EXPECT_THAT(made.text,
                HasSubstr("● 专项整治情况报告（2024年）\n  截止日期：2024年9月18日（原定 "
                          "2024年9月15日，遇休息日顺延），已逾期 2 个工作日\n"
                          "  情况：尚未收到\n  需报送：\n    - 正文文件。请把报告"));
    EXPECT_THAT(made.text, HasSubstr("情况：已收到一部分，材料不全\n  还缺：\n    - 加盖公章的 PDF "
                                     "扫描件。请把文件打印盖章后"));
    const auto place = [&](const char* words) { return made.text.find(words); };
    EXPECT_LT(place("2024年8月）"), place("专项整治"));
    EXPECT_LT(place("专项整治"), place("2024年9月）"));
    EXPECT_THAT(made.text, HasSubstr("- 监控设备清理结果（2024年）：没有固定时限"));
    EXPECT_THAT(made.text, HasSubstr("发到 office@mail.test"));
    EXPECT_THAT(made.text, HasSubstr("在途中交错"));
    EXPECT_THAT(made.text, HasSubstr("联系执法监督股。"));
    EXPECT_THAT(made.text, Not(HasSubstr("抄送")));
    EXPECT_THAT(made.text, Not(HasSubstr("附件《")));
    EXPECT_THAT(made.html, HasSubstr("<b style=\"color:#a00\">已逾期 2 个工作日</b>"));
    for (const char* remote : {"src=", "url(", "<link", "<script"})
        EXPECT_THAT(made.html, Not(HasSubstr(remote)));
    EXPECT_THAT(made.message, HasSubstr("Auto-Submitted: auto-generated\r\n"));
    EXPECT_THAT(made.message, HasSubstr("To: <fuchi@mail.test>\r\n"));
}

TEST_F(ReminderTest, NamesTheOneThingInItsSubject) {
    content_.due = {content_.due[0]};
    EXPECT_EQ(rendered().subject, "催报：行政执法工作月报（2024年9月），2024年10月10日截止");
    content_.due[0].state = DutyState::Incomplete;
    content_.day = day(2024, 10, 11);
    EXPECT_EQ(rendered().subject, "催报：行政执法工作月报（2024年9月），材料不全，已逾期");
    content_.day = day(2024, 10, 10);
    EXPECT_THAT(rendered().text, HasSubstr("今天截止"));
}

TEST_F(ReminderTest, ADecisionsNumberStandsInNoSubject) {
    content_.due = {duty("major-penalty-decision", "测市监处罚|2024|25", DutyState::Incomplete,
                         day(2024, 9, 19), day(2024, 9, 19), {"decision"})};
    EXPECT_EQ(rendered().subject, "催报：重大行政处罚备案，材料不全，已逾期");
}

TEST_F(ReminderTest, CarriesOneCopyOfEachForm) {
    for (auto& obligation : book_.obligations)
        if (obligation.id == "monthly-report" || obligation.id == "rectification-report")
            obligation.template_file = "行政执法工作月报.docx";
    const auto made = rendered();
    EXPECT_THAT(made.warnings, IsEmpty());
    EXPECT_THAT(made.text, HasSubstr("报送格式：见附件《行政执法工作月报.docx》"));
    const auto first = made.message.find("Content-Disposition: attachment");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(made.message.find("Content-Disposition: attachment", first + 1), std::string::npos);
    EXPECT_THAT(made.message, HasSubstr("wordprocessingml.document"));
}

TEST_F(ReminderTest, TheOfficesOwnFormGoesBeforeTheShippedOneAndALostOneHoldsNothingUp) {
    std::string pattern = testing::TempDir() + "formXXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    book_.templates_directory = pattern;
    std::ofstream(pattern + "/own.xlsx") << "own form";
    book_.obligations[0].template_file = "own.xlsx";
    book_.obligations[1].template_file = "lost.docx";
    const auto made = rendered();
    EXPECT_THAT(made.message, HasSubstr("b3duIGZvcm0="));
    EXPECT_THAT(made.text, HasSubstr("附件《own.xlsx》"));
    EXPECT_THAT(made.text, Not(HasSubstr("lost.docx")));
    ASSERT_EQ(made.warnings.size(), 1U);
    EXPECT_THAT(made.warnings.front(), HasSubstr("lost.docx"));
    std::filesystem::remove_all(pattern);
}

TEST_F(ReminderTest, SaysSoWhereItIsToldFurtherUp) {
    content_.cc = {"head@mail.test"};
    const auto made = rendered();
    EXPECT_THAT(made.text, HasSubstr("同时抄送"));
    EXPECT_THAT(made.message, HasSubstr("Cc: <head@mail.test>\r\n"));
}

TEST_F(ReminderTest, TemplatesParseWithNoValues) { EXPECT_THAT(check_templates(book_), IsEmpty()); }

}  // namespace
}  // namespace notices
