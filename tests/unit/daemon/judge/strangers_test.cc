// Papers in wording none of the rules was made for; every case is a class, not a sample.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/daemon/judge/mail.h"

namespace judge {
namespace {

using test::decision;
using test::Mail;
using test::shown;

/// A table of the plan's numbers under a title that does not say 月报.
std::string table(const std::string& title, const std::string& unit_line) {
    return title + "\n" + unit_line +
           "\n类别\t项目\t数量\n证明事项告知承诺\t办件数\t31\n四张清单\t不予处罚\t4\n"
           "经济影响评估\t已评估\t2\n涉企案件\t办结\t5\n";
}

std::string filed(const std::string& text, const char* received = "2024-07-05T09:00:00+08:00",
                  const char* name = "附件.docx") {
    return shown(Mail("x@private.test", "材料", "").word(name, text).judged(received));
}

TEST(JudgeStrangers, NumbersOfThePlansGroupsAreAReportWhateverItsTitle) {
    EXPECT_EQ(filed(table("行政执法数据一览", "填报单位：三溪镇人民政府　　统计期间：2024年6月")),
              "sanxi monthly-report 2024-06");
    EXPECT_EQ(filed(table("行政执法数据一览", "填报单位：三溪镇人民政府　　　　2024年6月")),
              "sanxi monthly-report 2024-06");
    EXPECT_EQ(filed(table("2024年第二季度行政执法数据统计",
                          "填报单位：三溪镇人民政府　　统计期间：2024年4月—6月")),
              "? look_alike");
}

TEST(JudgeStrangers, AMonthlyReportOfOtherWorkIsAQuestion) {
    const std::string body =
        "\n本月检查船舶26艘，立案2起，罚款1.1万元。\n阳新县交通运输局\n2024年7月2日\n";
    EXPECT_EQ(filed("2024年6月水上交通执法月报" + body, "2024-07-05T09:00:00+08:00",
                    "2024年6月水上交通执法月报.docx"),
              "? unsure_obligation");
    EXPECT_EQ(filed("2024年6月水上交通执法月报\n本月涉企案件立案2件，不予处罚1件。" + body),
              "transport monthly-report 2024-06");
    EXPECT_EQ(filed("2024年6月行政执法工作月报" + body), "transport monthly-report 2024-06");
}

TEST(JudgeStrangers, SentencesInCellsAreNumbers) {
    const auto judgement =
        Mail("x@private.test", "月报", "")
            .word("附件.docx",
                  "行政执法工作月报\n填报单位：三溪镇人民政府　　统计期间：2024年6月\n"
                  "工作\t情况\n四张清单\t不予处罚4件，从轻处罚1件。\n"
                  "案件办结\t立案6件，办结5件，罚没金额1200元。\n")
            .judged();
    ASSERT_EQ(shown(judgement), "sanxi monthly-report 2024-06");
    const auto fields = nlohmann::json::parse(judgement.verdicts[0].fields_json);
    EXPECT_EQ(fields["four_lists"]["no_penalty"], 4);
    EXPECT_EQ(fields["four_lists"]["lighter"], 1);
    EXPECT_EQ(fields["cases"]["opened"], 6);
    EXPECT_EQ(fields["cases"]["penalty_amount"], "1200.00");
}

TEST(JudgeStrangers, ThatNothingIsToReportNeedsNoTitle) {
    const std::string end = "\n特此说明。\n三溪镇人民政府\n2024年12月9日\n";
    EXPECT_EQ(filed("情况说明\n县司法局：\n我镇2024年未新增执法用监控设备。" + end,
                    "2024-12-09T09:00:00+08:00"),
              "sanxi device-additions 2024");
    EXPECT_EQ(filed("情况说明\n县司法局：\n我镇2024年电子监控设备新增较多，正在统计。" + end,
                    "2024-12-09T09:00:00+08:00"),
              "? unsure_obligation");
}

TEST(JudgeStrangers, WordsAboutAFilingAreNone) {
    const std::string end = "\n三溪镇人民政府\n2024年7月2日\n";
    for (const char* title :
         {"关于公共法律知识培训报告迟报的说明", "关于未按期报送2024年6月行政执法工作月报的情况说明",
          "关于申请延期报送行政执法人员培训报告的函", "关于行政执法工作月报有关问题的请示"})
        EXPECT_EQ(filed(title + ("\n县司法局：\n因故未能完成公共法律知识培训20学时。" + end)),
                  "? look_alike")
            << title;
}

TEST(JudgeStrangers, WhatWasRepealedOrFoundIsNeitherRuleNorPlan) {
    const std::string end = "\n阳新县商务局\n2024年8月2日\n";
    EXPECT_EQ(filed("阳新县商务局关于废止行政处罚裁量权基准的通知\n各股室：\n予以废止。" + end),
              "? look_alike");
    EXPECT_EQ(
        filed("行政执法突出问题专项整治工作方案\n各股室：\n一、自查自纠；二、整改措施。" + end),
        "? look_alike");
    EXPECT_EQ(filed("行政执法突出问题专项整治工作情况\n整改措施均已落实，问题清单见附表。" + end),
              "commerce rectification-report 2024");
    EXPECT_EQ(filed("关于涉企行政检查情况的通报\n检查对象50户，发现问题9个。" + end),
              "? look_alike");
}

TEST(JudgeStrangers, AYearBeforeThePlanIsAQuestion) {
    EXPECT_EQ(filed("阳新县商务局行政处罚裁量权基准（2021年版）\n违法行为名称\t裁量幅度\n无照\t"
                    "警告\n阳新县商务局\n2021年8月2日\n",
                    "2025-03-03T09:00:00+08:00"),
              "? unsure_period");
}

TEST(JudgeStrangers, WhoDisputesADecisionDoesNotFileIt) {
    const std::string paper =
        decision("阳新县林业局", "阳林罚决字〔2024〕7号", "罚款人民币3000元。");
    EXPECT_EQ(shown(Mail("zhang@private.test", "行政复议", "对林业局的处罚决定不服，申请行政复议。")
                        .word("决定书.docx", paper)
                        .judged()),
              "? disputed");
    // The unit itself may tell how its decision fared.
    EXPECT_EQ(shown(Mail("forestry@unit.test", "备案", "当事人已申请行政复议，决定书报备。")
                        .word("决定书.docx", paper)
                        .judged()),
              "forestry major-penalty-decision 阳林罚决字|2024|7");
    EXPECT_EQ(shown(Mail("zhang@private.test", "林业局处罚决定备案", "请查收。")
                        .word("决定书.docx", paper)
                        .judged()),
              "forestry major-penalty-decision 阳林罚决字|2024|7");
}

TEST(JudgeStrangers, ANumberNobodyCouldReadIsAQuestion) {
    EXPECT_EQ(filed(decision("阳新县林业局", "阳林罚决字〔2024〕第?-壹号", "罚款人民币3000元。")),
              "? unread_decision");
}

TEST(JudgeStrangers, TheNameThatBeginsATitleIsItsAuthor) {
    EXPECT_EQ(filed("阳新县商务局行政执法事项清单\n事项名称\t实施主体\n备案\t本局\n",
                    "2024-11-05T09:00:00+08:00"),
              "commerce enforcement-matters-list 2024");
    EXPECT_EQ(filed("关于阳新县商务局行政执法事项清单\n事项名称\t实施主体\n备案\t本局\n",
                    "2024-11-05T09:00:00+08:00"),
              "? unsure_unit");
}

TEST(JudgeStrangers, TwoUnitsMayNameTheirFilesAlikeInFolders) {
    Mail mail("x@private.test", "两镇月报", "");
    const auto put = [&](const char* folder, const std::string& unit) {
        mail.word("月报.docx", test::report(unit, "2024年6月1日—6月30日"));
        auto& document = mail.parsed().documents.back();
        document.part = std::string("2/两镇.zip!/") + folder + "/月报.docx";
    };
    put("三溪", "三溪镇人民政府");
    put("龙港", "龙港镇人民政府");
    EXPECT_EQ(shown(mail.judged()),
              "sanxi monthly-report 2024-06; longgang monthly-report 2024-06");
}

}  // namespace
}  // namespace judge
