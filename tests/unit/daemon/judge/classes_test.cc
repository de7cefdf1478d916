/// Classes of wording that once went wrong, each in words of its own.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/daemon/judge/mail.h"

namespace judge {
namespace {

using test::decision;
using test::Mail;
using test::report;
using test::shown;

TEST(JudgeClasses, AMonthThatIsNotOverNeedsAStretchThatEndsSoon) {
    struct Case {
        const char* months;
        const char* received;
        const char* expected;
    };
    const Case cases[] = {
        {"2024年10月", "2024-10-31T17:00:00+08:00", "? month_of_arrival"},
        {"2024年10月1日至10月31日", "2024-10-10T09:00:00+08:00", "? month_of_arrival"},
        {"2024年10月1日至10月31日", "2024-10-30T09:00:00+08:00", "sanxi monthly-report 2024-10"},
        {"2024年9月26日至10月25日", "2024-10-26T09:00:00+08:00", "sanxi monthly-report 2024-10"},
        {"2024年11月1日至11月30日", "2024-10-30T09:00:00+08:00", "? month_of_arrival"},
    };
    for (const Case& one : cases)
        EXPECT_EQ(shown(Mail("sanxi@unit.test", "月报", "")
                            .word("表.docx", report("三溪镇人民政府", one.months))
                            .judged(one.received)),
                  one.expected)
            << one.months << " " << one.received;
}

TEST(JudgeClasses, AFormMayNameItsMonthInOtherWords) {
    for (const char* line : {"上报月份：2024-06", "月份：2024年6月", "数据月度：二〇二四年六月"})
        EXPECT_EQ(shown(Mail("sanxi@unit.test", "", "")
                            .word("表.docx", "行政执法工作月报\n报送单位：三溪镇人民政府\n" +
                                                 std::string(line) +
                                                 "\n不予处罚3件，从轻处罚2件。\n三溪镇人民政府\n")
                            .judged()),
                  "sanxi monthly-report 2024-06")
            << line;
}

TEST(JudgeClasses, ADeadlineIsNoMonth) {
    EXPECT_NE(shown(Mail("sanxi@unit.test", "", "")
                        .word("表.docx",
                              "行政执法工作月报\n报送单位：三溪镇人民政府\n报送时间：2024年6月\n"
                              "不予处罚3件，从轻处罚2件。\n三溪镇人民政府\n")
                        .judged()),
              "sanxi monthly-report 2024-06");
}

TEST(JudgeClasses, ALetterTellsItsMonthInAClause) {
    const auto letter = [](const char* words) {
        return Mail("sanxi@unit.test", "", "")
            .word("函.docx",
                  "行政执法工作月报\n县司法局：\n" + std::string(words) +
                      "不予处罚3件，从轻处罚2件。\n专此报告。\n三溪镇人民政府\n2024年7月3日\n");
    };
    EXPECT_EQ(shown(letter("根据工作要求，三溪镇就二〇二四年六月的执法情况作了统计。").judged()),
              "sanxi monthly-report 2024-06");
    // The line of a page that ends within the next sentence.
    EXPECT_EQ(shown(letter("按要求，我镇对24年6月的执法工作进行了总结。其中，\n").judged()),
              "sanxi monthly-report 2024-06");
    // What a clause cites or plans is another time's.
    EXPECT_EQ(shown(letter("按照2024年5月印发的方案，执法工作稳步推进。").judged()),
              "? unsure_period");
}

TEST(JudgeClasses, AReplyToUsQuotesOurMonthsNotTheSenders) {
    const std::string body =
        "先交8月的，7月盖好章再补。\n\n---- 回复的原邮件 ----\n发件人: 司法局<office@mail.test>\n"
        "发送时间: 2024年9月2日\n主题: 请补交7月、8月行政执法工作月报\n贵单位尚缺两个月月报。\n";
    EXPECT_EQ(shown(Mail("sanxi@unit.test", "答复：请补交7月、8月行政执法工作月报", body)
                        .word("附.docx", report("三溪镇人民政府", "2024年8月"))
                        .judged("2024-09-05T09:00:00+08:00")),
              "sanxi monthly-report 2024-08");
}

TEST(JudgeClasses, CourtesyInAnswerToAnythingFilesNothing) {
    const std::string quote =
        "\n\n---- 回复的原邮件 ----\n发件人: 司法局<office@mail.test>\n主题: "
        "月报收悉\n三溪镇6月月报"
        "已收到。\n";
    for (const char* words : {"收到，辛苦了！", "好的，感谢领导。", "已知悉，谢谢！\n三溪镇"})
        EXPECT_EQ(shown(Mail("x@private.test", "Re：月报收悉", words + quote).judged()),
                  "not_a_filing answer_to_notice")
            << words;
    for (const char* words : {"收到，6月的数字有误，稍后重报。", "谢谢，已补盖章件"})
        EXPECT_NE(Mail("x@private.test", "Re：月报收悉", words + quote).judged().kind,
                  Judgement::Kind::NotAFiling)
            << words;
    // Who forgot the attachment answers nobody.
    EXPECT_NE(Mail("x@private.test", "三溪镇6月月报", "谢谢！").judged().kind,
              Judgement::Kind::NotAFiling);
}

TEST(JudgeClasses, BaitForTheMailboxIsNoFiling) {
    EXPECT_EQ(shown(Mail("service@secure.test", "安全提醒：您的账号存在异常",
                         "您的邮箱空间将于今日到期，请打开链接处理 http://secure.test/a?b=1")
                        .judged()),
              "not_a_filing phishing");
    EXPECT_NE(Mail("service@secure.test", "裁量权基准公示",
                   "点击链接验证：http://www.county.test/t20240801_1.html")
                  .judged()
                  .kind,
              Judgement::Kind::NotAFiling);
    EXPECT_NE(Mail("sanxi@unit.test", "邮箱停用通知", "本邮箱停用，今后用 http://a.test 报送")
                  .judged()
                  .kind,
              Judgement::Kind::NotAFiling);
}

TEST(JudgeClasses, ALinkAloneIsTheUnitsThatBothAddressAndWordsName) {
    const std::string body =
        "上周报的裁量权基准已上网：https://www.county.test/zfxxgk/t20240810_7.html";
    EXPECT_EQ(shown(Mail("forestry@unit.test", "林业局裁量权基准网址", body)
                        .judged("2024-08-12T09:00:00+08:00")),
              "forestry discretion-benchmark 2024");
    EXPECT_EQ(Mail("forestry@unit.test", "民政局裁量权基准网址", body)
                  .judged("2024-08-12T09:00:00+08:00")
                  .kind,
              Judgement::Kind::Review);
    EXPECT_EQ(Mail("x@private.test", "林业局裁量权基准网址", body)
                  .judged("2024-08-12T09:00:00+08:00")
                  .kind,
              Judgement::Kind::Review);
}

TEST(JudgeClasses, ABranchDecidesInTheNameAboveItWhereItIsAboutThisCounty) {
    const auto of = [](const char* place) {
        return std::string(
                   "黄石市生态环境局\n行政处罚决定书\n黄环罚字〔2024〕9号\n当事人：某某矿业有限公司"
                   "\n"
                   "住所：") +
               place + "\n决定处罚如下：\n罚款人民币5万元。\n\n黄石市生态环境局\n2024年6月20日\n";
    };
    EXPECT_EQ(shown(Mail("x@private.test", "", "").word("1.docx", of("阳新县某某镇")).judged()),
              "ecology major-penalty-decision 黄环罚字|2024|9");
    // Another county's branch decides in the same name.
    EXPECT_EQ(Mail("x@private.test", "", "").word("1.docx", of("大冶市某某镇")).judged().kind,
              Judgement::Kind::Review);
    EXPECT_EQ(Mail("x@private.test", "", "").word("1.docx", of("向阳新村")).judged().kind,
              Judgement::Kind::Review);
}

TEST(JudgeClasses, ANamelessAnnexGoesWithItsReportAndAStrangersDoesNot) {
    const std::string main =
        "三溪镇人民政府关于行政执法突出问题专项整治情况的报告\n县司法局：\n现报告如下。\n\n三溪镇人"
        "民政府\n"
        "2024年9月10日\n";
    EXPECT_EQ(shown(Mail("sanxi@unit.test", "", "")
                        .word("报告.docx", main)
                        .word("附表.docx", "突出问题清单\n序号\t问题\t整改措施\n1\t甲\t乙\n")
                        .judged("2024-09-11T09:00:00+08:00")),
              "sanxi rectification-report 2024");
    EXPECT_NE(
        shown(Mail("sanxi@unit.test", "", "")
                  .word("报告.docx", main)
                  .word("附表.docx",
                        "突出问题清单\n填报单位：金山镇人民政府\n序号\t问题\t整改措施\n1\t甲\t乙\n")
                  .judged("2024-09-11T09:00:00+08:00")),
        "sanxi rectification-report 2024");
}

TEST(JudgeClasses, AScannersNameTellsNothingAndTheScanIsTheCopy) {
    for (const char* name :
         {"HP240703.pdf", "SKM_22124070310.pdf", "DOC-0093.pdf", "20240703.pdf"}) {
        const auto judgement = Mail("sanxi@unit.test", "", "")
                                   .word("6月月报.docx", report("三溪镇人民政府", "2024年6月"))
                                   .scan(name)
                                   .judged();
        ASSERT_EQ(shown(judgement), "sanxi monthly-report 2024-06") << name;
        EXPECT_EQ(judgement.verdicts[0].pieces[1].piece, "stamped-pdf") << name;
    }
    const auto other = Mail("sanxi@unit.test", "", "")
                           .word("6月月报.docx", report("三溪镇人民政府", "2024年6月"))
                           .scan("身份证.pdf")
                           .judged();
    EXPECT_EQ(other.verdicts[0].pieces[1].piece, "other");
}

TEST(JudgeClasses, AZeroReportMayBeTypedIntoTheMail) {
    EXPECT_EQ(
        shown(Mail("x@private.test", "设备情况",
                   "关于新增监控设备情况的报告\n县司法局：\n三溪镇2024年度未新增电子技术监控设备"
                   "。\n特此报告。\n三溪镇人民政府\n2024年12月6日\n")
                  .judged("2024-12-06T16:00:00+08:00")),
        "sanxi device-additions 2024");
}

TEST(JudgeClasses, WhatIsConfiscatedIsMajorWhateverItIs) {
    struct Case {
        const char* imposed;
        const char* kinds;
    };
    const Case cases[] = {
        {"将查获的柴油300升予以没收，并处罚款500元。", "confiscate-property fine"},
        {"没收石灰窑炉一座；罚款500元。", "confiscate-property fine"},
        {"对涉案竹笋依法没收。", "confiscate-property"},
        {"将违法所得860元予以没收。", "confiscate-income"},
        {"没收违法所得860元和渔网三张。", "confiscate-income confiscate-property"},
        {"没收违法所得860元，并处罚款500元。", "confiscate-income fine"},
    };
    for (const Case& one : cases) {
        const auto judgement = Mail("market-supervision@unit.test", "", "")
                                   .word("1.docx", decision("阳新县市场监督管理局",
                                                            "阳市监处罚〔2024〕1号", one.imposed))
                                   .judged();
        ASSERT_EQ(judgement.verdicts.size(), 1U);
        const auto fields = nlohmann::json::parse(judgement.verdicts[0].fields_json);
        std::string kinds;
        for (const auto& kind : fields["kinds"])
            kinds += (kinds.empty() ? "" : " ") + kind.get<std::string>();
        EXPECT_EQ(kinds, one.kinds) << one.imposed;
        EXPECT_EQ(fields["major"], "yes") << one.imposed;
    }
}

TEST(JudgeClasses, OnlyTheTotalOfSeveralIsAQuestion) {
    const auto of = [](const std::string& parties, const std::string& imposed) {
        return "阳新县林业局\n行政处罚决定书\n阳林罚决字〔2024〕7号\n" + parties +
               "决定处罚如下：\n" + imposed + "\n\n阳新县林业局\n2024年6月20日\n";
    };
    const std::string two =
        "甲木业有限公司：\n地址：阳新县一路1号\n乙林场合作社：\n地址：阳新县二路2号\n";
    EXPECT_EQ(shown(Mail("forestry@unit.test", "", "")
                        .word("1.docx", of(two,
                                           "对甲木业有限公司处罚款130000元；对乙林场合作社处罚"
                                           "款90000元。"))
                        .judged()),
              "? major_uncertain");
    // Parties nobody introduced are still addressed.
    EXPECT_EQ(shown(Mail("forestry@unit.test", "", "")
                        .word("1.docx", of("当事人：甲木业有限公司\n",
                                           "对甲木业有限公司处罚款130000元；对赵某处罚款90000元。"))
                        .judged()),
              "? major_uncertain");
    EXPECT_EQ(shown(Mail("forestry@unit.test", "", "")
                        .word("1.docx", of("当事人：甲木业有限公司\n",
                                           "对无证采伐的行为处罚款130000元；对超量采伐的行为处罚款9"
                                           "0000元。"))
                        .judged()),
              "forestry major-penalty-decision 阳林罚决字|2024|7");
}

TEST(JudgeClasses, AnAmountMayBreakAtAPagesEdge) {
    const auto judgement =
        Mail("forestry@unit.test", "", "")
            .word("1.docx",
                  "阳新县林业局\n行政处罚决定书\n阳林罚决字〔2024〕7号\n当事人：甲木业有限公司\n"
                  "鉴于当事人能够主动配合调查，本机关决定对甲木业有限公司处以罚款人民币一十九万\n"
                  "八千元整的行政处罚。\n\n阳新县林业局\n2024年6月20日\n")
            .judged();
    ASSERT_EQ(judgement.verdicts.size(), 1U);
    EXPECT_EQ(nlohmann::json::parse(judgement.verdicts[0].fields_json)["fine"], "198000.00");
}

}  // namespace
}  // namespace judge
