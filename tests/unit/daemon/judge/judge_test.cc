#include "daemon/judge/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "parsers/problem_codes.h"
#include "tests/unit/daemon/judge/mail.h"

namespace judge {
namespace {

using test::decision;
using test::Mail;
using test::report;
using test::shown;

std::string pieces(const Verdict& verdict) {
    std::string all;
    for (const PieceOf& piece : verdict.pieces) all += (all.empty() ? "" : " ") + piece.piece;
    return all;
}

TEST(Judge, AWordReportAndItsScanAreOneFiling) {
    const auto judgement = Mail("xingguo@unit.test", "6月月报", "请查收")
                               .word("兴国镇6月行政执法工作月报.docx",
                                     report("兴国镇人民政府", "2024年6月1日—6月30日"))
                               .scan("扫描件.pdf")
                               .judged();
    EXPECT_EQ(shown(judgement), "xingguo monthly-report 2024-06");
    EXPECT_EQ(pieces(judgement.verdicts[0]), "word stamped-pdf");
}

TEST(Judge, ADocumentSpeaksForItsUnitFromAnyAddress) {
    EXPECT_EQ(shown(Mail("12345@private.test", "月报", "")
                        .word("1.docx", report("三溪镇人民政府", "2024年6月1日—6月30日"))
                        .judged()),
              "sanxi monthly-report 2024-06");
}

TEST(Judge, AnAddressAloneIsNoProof) {
    const auto judgement =
        Mail("xingguo@unit.test", "6月月报", "请查收").scan("扫描件.pdf").judged();
    EXPECT_EQ(judgement.kind, Judgement::Kind::Review);
    ASSERT_FALSE(judgement.verdicts.empty());
    EXPECT_FALSE(judgement.verdicts[0].candidates.empty());
}

TEST(Judge, AnUnreadScanIsFiledWhenNameSubjectAndAddressAgree) {
    EXPECT_EQ(shown(Mail("xingguo@unit.test", "兴国镇6月行政执法工作月报", "")
                        .scan("兴国镇6月行政执法工作月报（盖章）.pdf")
                        .judged()),
              "xingguo monthly-report 2024-06");
}

TEST(Judge, SeveralMonthsInOneMailAreSeveralFilings) {
    const auto judgement = Mail("sanxi@unit.test", "三溪镇5月、6月行政执法工作月报",
                                "5月份的漏报了，和6月份的一起报。")
                               .word("三溪镇5月行政执法工作月报.docx",
                                     report("三溪镇人民政府", "2024年5月1日—5月31日"))
                               .scan("三溪镇5月盖章.pdf")
                               .word("三溪镇6月行政执法工作月报.docx",
                                     report("三溪镇人民政府", "2024年6月1日—6月30日"))
                               .scan("三溪镇6月盖章.pdf")
                               .judged();
    EXPECT_EQ(shown(judgement), "sanxi monthly-report 2024-05; sanxi monthly-report 2024-06");
    EXPECT_EQ(pieces(judgement.verdicts[0]), "word stamped-pdf");
    EXPECT_EQ(pieces(judgement.verdicts[1]), "word stamped-pdf");
}

TEST(Judge, OneUnitMayMailForOthers) {
    const auto judgement =
        Mail("urban-management@unit.test", "转发：黄颡口镇、龙港镇6月行政执法工作月报",
             "一并转报。")
            .word("黄颡口镇6月月报.docx", report("黄颡口镇人民政府", "2024年6月1日—6月30日"))
            .word("龙港镇6月月报.docx", report("龙港镇人民政府", "2024年6月1日—6月30日"))
            .judged();
    EXPECT_EQ(shown(judgement),
              "huangsangkou monthly-report 2024-06; longgang monthly-report 2024-06");
}

TEST(Judge, AScanThatMayBelongToTwoReportsIsAQuestion) {
    const auto judgement =
        Mail("urban-management@unit.test", "月报", "")
            .word("黄颡口镇6月月报.docx", report("黄颡口镇人民政府", "2024年6月1日—6月30日"))
            .word("龙港镇6月月报.docx", report("龙港镇人民政府", "2024年6月1日—6月30日"))
            .scan("扫描件.pdf")
            .judged();
    EXPECT_EQ(shown(judgement),
              "huangsangkou monthly-report 2024-06; longgang monthly-report 2024-06; ? "
              "belongs_to_several");
}

TEST(Judge, AContradictionIsAQuestion) {
    EXPECT_EQ(shown(Mail("longgang@unit.test", "龙港镇2024年5月行政执法工作月报", "")
                        .word("龙港镇2024年5月行政执法工作月报.docx",
                              report("龙港镇人民政府", "2024年6月1日—6月30日"))
                        .scan("龙港镇2024年5月行政执法工作月报.pdf")
                        .judged()),
              "? contradiction");
    EXPECT_EQ(
        shown(Mail("longgang@unit.test", "月报", "")
                  .word("富池镇6月月报.docx", report("龙港镇人民政府", "2024年6月1日—6月30日"))
                  .judged()),
        "? contradiction");
}

TEST(Judge, TwoHalvesOfDifferentMonthsAreNoTwoFilings) {
    const auto judgement =
        Mail("longgang@unit.test", "龙港镇行政执法工作月报", "")
            .word("龙港镇月报word版.docx", report("龙港镇人民政府", "2024年6月1日—6月30日"))
            .scan("龙港镇5月行政执法工作月报盖章.pdf")
            .judged();
    EXPECT_EQ(judgement.kind, Judgement::Kind::Review);
}

struct PeriodCase {
    const char* name;
    const char* months;  ///< of the document; empty: no such field
    const char* received;
    const char* shown;
};

TEST(Judge, FollowsTheRulesOfPeriods) {
    const PeriodCase cases[] = {
        {"5月月报.docx", "", "2024-06-08T09:00:00+08:00", "fuchi monthly-report 2024-05"},
        {"12月月报.docx", "", "2025-01-08T09:00:00+08:00", "fuchi monthly-report 2024-12"},
        {"11月月报.docx", "", "2024-12-30T09:00:00+08:00", "fuchi monthly-report 2024-11"},
        {"5月月报.docx", "", "2024-05-03T09:00:00+08:00", "? unsure_period"},
        {"月报.docx", "", "2024-06-08T09:00:00+08:00", "? unsure_period"},
        {"月报.docx", "2024年6月1日—6月30日", "2024-06-30T09:00:00+08:00",
         "fuchi monthly-report 2024-06"},
        {"月报.docx", "2024年6月", "2024-07-05T09:00:00+08:00", "fuchi monthly-report 2024-06"},
        {"月报.docx", "2024年5月26日—6月25日", "2024-07-05T09:00:00+08:00",
         "fuchi monthly-report 2024-06"},
        {"6月月报.docx", "2024年6月1日—6月30日", "2024-09-05T09:00:00+08:00",
         "fuchi monthly-report 2024-06"},
        {"一季度月报.docx", "", "2024-04-05T09:00:00+08:00", "? unsure_period"},
        {"月报.docx", "2024年1月1日—6月30日", "2024-07-05T09:00:00+08:00", "? unsure_period"},
    };
    for (const PeriodCase& one : cases) {
        EXPECT_EQ(shown(Mail("fuchi@unit.test", "月报", "")
                            .word(one.name, report("富池镇人民政府", one.months))
                            .judged(one.received)),
                  one.shown)
            << one.name << " " << one.months << " " << one.received;
    }
}

TEST(Judge, AYearlyItemTakesItsYearFromTitleOrRule) {
    const auto plan = [](const char* title) {
        return std::string(title) +
               "\n县司法局：\n一、培训时间。二、培训对象。三、培训方式。\n\n阳新县卫生健康局\n2024"
               "年12月9日\n";
    };
    EXPECT_EQ(shown(Mail("health@unit.test", "培训计划", "")
                        .word("1.docx", plan("阳新县卫生健康局2025年度行政执法人员培训计划"))
                        .judged("2024-12-10T09:00:00+08:00")),
              "health training-plan 2025");
    const std::string cleanup =
        "兴国镇人民政府关于监控设备清理结果的报告\n县司法局：\n共清理电子技术监控设备5套，停用2套。"
        "\n\n兴国镇人民政府\n2024年10月31日\n";
    EXPECT_EQ(shown(Mail("xingguo@unit.test", "清理结果", "")
                        .word("1.docx", cleanup)
                        .judged("2024-11-01T09:00:00+08:00")),
              "xingguo device-cleanup 2024");
}

TEST(Judge, ADecisionIsFiledByItsNumber) {
    const auto judgement =
        Mail("market-supervision@unit.test", "行政处罚决定书备案", "请查收")
            .word("决定书.docx", decision("阳新县市场监督管理局", "阳市监处罚〔2024〕043号",
                                          "罚款人民币贰拾万元整（￥200000.00）。"))
            .judged();
    EXPECT_EQ(shown(judgement), "market-supervision major-penalty-decision 阳市监处罚|2024|43");
    const auto fields = nlohmann::json::parse(judgement.verdicts[0].fields_json);
    EXPECT_EQ(fields["major"], "yes");
    EXPECT_EQ(fields["fine"], "200000.00");
    EXPECT_EQ(fields["filing_due"], "2024-07-05");
    EXPECT_EQ(fields["confiscated"], nullptr);
}

struct MajorCase {
    const char* imposed;
    const char* major;
};

TEST(Judge, WeighsWhetherADecisionIsMajor) {
    const MajorCase cases[] = {{"罚款人民币199,999.99元。", "no"},
                               {"罚款20万元。", "yes"},
                               {"没收违法所得100元，罚款50元。", "yes"},
                               {"吊销食品经营许可证。", "yes"},
                               {"责令停产停业。", "yes"},
                               {"警告。", "no"},
                               {"行政拘留五日。", "no"}};
    for (const MajorCase& one : cases) {
        const auto judgement = Mail("market-supervision@unit.test", "", "")
                                   .word("1.docx", decision("阳新县市场监督管理局",
                                                            "阳市监处罚〔2024〕1号", one.imposed))
                                   .judged();
        ASSERT_EQ(judgement.verdicts.size(), 1U);
        EXPECT_TRUE(judgement.verdicts[0].accepted) << one.imposed << judgement.verdicts[0].reason;
        EXPECT_EQ(nlohmann::json::parse(judgement.verdicts[0].fields_json)["major"], one.major)
            << one.imposed;
    }
}

TEST(Judge, AnUnreadFineIsAQuestion) {
    EXPECT_EQ(shown(Mail("market-supervision@unit.test", "", "")
                        .word("1.docx", decision("阳新县市场监督管理局", "阳市监处罚〔2024〕1号",
                                                 "处五万元以上十万元以下罚款。"))
                        .judged()),
              "? major_uncertain");
}

TEST(Judge, AnUnreadDecisionIsAQuestion) {
    EXPECT_EQ(Mail("market-supervision@unit.test", "阳市监处罚〔2024〕1号行政处罚决定书备案", "")
                  .scan("阳市监处罚〔2024〕1号行政处罚决定书.pdf")
                  .judged()
                  .kind,
              Judgement::Kind::Review);
}

struct LikeCase {
    const char* title;
    const char* number;
};

TEST(Judge, LookAlikesAreNeverDecisions) {
    const LikeCase cases[] = {{"行政处罚告知书", "阳市监罚告〔2024〕55号"},
                              {"行政处罚听证告知书", "阳市监听告〔2024〕5号"},
                              {"不予行政处罚决定书", "阳市监不罚〔2024〕61号"},
                              {"当场行政处罚决定书", "阳公当罚〔2024〕1号"},
                              {"责令改正违法行为决定书", "黄环阳责改字〔2024〕14号"},
                              {"行政处罚决定催告书", "阳城管催字〔2024〕3号"},
                              {"行政处罚决定书送达公告", "阳城管公告〔2024〕3号"},
                              {"送达回证", "阳市监处罚〔2024〕1号"},
                              {"行政强制措施决定书", "阳市监强措〔2024〕3号"},
                              {"加处罚款决定书", "阳市监加罚〔2024〕3号"},
                              {"行政许可决定书", "阳市监许〔2024〕3号"},
                              {"行政处罚决定审批表", "阳市监处罚〔2024〕1号"}};
    for (const LikeCase& one : cases) {
        const std::string text = std::string(one.title) + "\n" + one.number +
                                 "\n当事人：某某公司\n决定处罚如下：罚款48万元。\n\n阳新县市场监督"
                                 "管理局\n2024年6月28日\n";
        const auto judgement = Mail("market-supervision@unit.test", "行政处罚决定书备案", "请查收")
                                   .word("决定书.docx", text)
                                   .judged();
        EXPECT_NE(judgement.kind, Judgement::Kind::Verdicts)
            << one.title << " " << shown(judgement);
    }
}

TEST(Judge, ADecisionAmongLookAlikesIsFiledWithThemAsSupplements) {
    const auto judgement =
        Mail("market-supervision@unit.test", "重大行政处罚备案材料", "")
            .word("1.行政处罚告知书.docx",
                  "行政处罚告知书\n阳市监罚告〔2024〕80号\n某某公司：\n拟罚款48万元。\n\n阳新县市场"
                  "监督管理局\n2024年6月1日\n")
            .word("2.行政处罚决定书.docx",
                  decision("阳新县市场监督管理局", "阳市监处罚〔2024〕80号", "罚款48万元。"))
            .word("3.送达回证.docx",
                  "送达回证\n送达文书\t行政处罚决定书（阳市监处罚〔2024〕80号）\n")
            .judged();
    EXPECT_EQ(shown(judgement), "market-supervision major-penalty-decision 阳市监处罚|2024|80");
    EXPECT_EQ(pieces(judgement.verdicts[0]), "decision other other");
}

TEST(Judge, ATemplateIsNoFiling) {
    EXPECT_EQ(
        Mail("health@unit.test", "行政处罚决定书", "请审核")
            .word("行政处罚决定书.docx",
                  "阳卫医罚〔    〕   "
                  "号\n行政处罚决定书\n当事人：{{当事人名称}}"
                  "\n决定处罚如下：罚款人民币XXXX元整。\n\n阳新县卫生健康局\nXXXX年XX月XX日\n")
            .judged()
            .kind,
        Judgement::Kind::Review);
}

TEST(Judge, ALinkInTheLetterCompletesABenchmark) {
    const auto judgement =
        Mail("health@unit.test", "裁量权基准",
             "公示链接：https://www.county.test/zfxxgk/202408/t20240814_1172455.html")
            .word("裁量权基准.docx",
                  "阳新县卫生健康局行政处罚裁量权基准（2024年版）\n违法行为名称\t处罚幅度\n甲\t乙\n"
                  "\n阳新县卫生健康局\n2024年8月5日\n")
            .judged("2024-08-12T09:00:00+08:00");
    EXPECT_EQ(shown(judgement), "health discretion-benchmark 2024");
    EXPECT_EQ(
        judgement.verdicts[0].links,
        std::vector<std::string>{"https://www.county.test/zfxxgk/202408/t20240814_1172455.html"});
}

TEST(Judge, ALinkInAnAttachedMailCompletesABenchmark) {
    const auto judgement =
        Mail("somebody@private.test", "转发：材料", "见附件。")
            .attached_mail(
                "原邮件.eml",
                "公示链接：https://www.county.test/zfxxgk/202408/t20240814_1172455.html\n"
                "------------------ 原始邮件 ------------------\n"
                "https://www.county.test/zfxxgk/202401/t20240114_1.html\n")
            .word("裁量权基准.docx",
                  "阳新县卫生健康局行政处罚裁量权基准（2024年版）\n违法行为名称\t处罚幅度\n甲\t乙\n"
                  "\n阳新县卫生健康局\n2024年8月5日\n")
            .judged("2024-08-12T09:00:00+08:00");
    EXPECT_EQ(shown(judgement), "health discretion-benchmark 2024");
    EXPECT_EQ(
        judgement.verdicts[0].links,
        std::vector<std::string>{"https://www.county.test/zfxxgk/202408/t20240814_1172455.html"});
}

TEST(Judge, ADraftIsNotTheFormalText) {
    EXPECT_EQ(Mail("health@unit.test", "裁量权基准", "")
                  .word("裁量权基准.docx",
                        "阳新县卫生健康局行政处罚裁量权基准（征求意见稿）\n制定本基准。\n\n阳新县卫"
                        "生健康局\n2024年8月5日\n")
                  .judged("2024-08-12T09:00:00+08:00")
                  .kind,
              Judgement::Kind::Review);
}

TEST(Judge, WhatCouldNotBeReadSendsTheMailToReview) {
    EXPECT_EQ(
        shown(Mail("xingguo@unit.test", "兴国镇6月月报", "")
                  .word("兴国镇6月月报.docx", report("兴国镇人民政府", "2024年6月1日—6月30日"))
                  .file("盖章.zip", "application/zip")
                  .problem(parsers::code::kEncrypted, parsers::Severity::Lost)
                  .judged()),
        "? encrypted");
    EXPECT_EQ(
        shown(Mail("xingguo@unit.test", "兴国镇6月月报",
                   "见超大附件 https://wx.mail.qq.com/ftn/download?func=3&key=0a&code=1f")
                  .word("兴国镇6月月报.docx", report("兴国镇人民政府", "2024年6月1日—6月30日"))
                  .judged()),
        "? huge_attachment_link");
}

TEST(Judge, AVolumeOfASplitArchiveSendsTheMailToReview) {
    EXPECT_EQ(
        shown(Mail("xingguo@unit.test", "兴国镇6月月报", "")
                  .word("兴国镇6月月报.docx", report("兴国镇人民政府", "2024年6月1日—6月30日"))
                  .file("盖章.part1.rar", "application/vnd.rar")
                  .problem(parsers::code::kMultiVolume, parsers::Severity::Lost)
                  .judged()),
        "? multi_volume");
}

TEST(Judge, PicturesOfAnOfficeFileChangeNothing) {
    const auto mail = [] {
        return Mail("xingguo@unit.test", "兴国镇6月月报", "")
            .word("兴国镇6月月报.docx", report("兴国镇人民政府", "2024年6月1日—6月30日"));
    };
    EXPECT_EQ(shown(mail()
                        .picture_in("word/media/image1.png")
                        .problem(parsers::code::kUnsupportedFormat, parsers::Severity::Lost)
                        .judged()),
              shown(mail().judged()));
}

/// The paper added last was read from a picture.
Mail& as_scan(Mail& mail) {
    mail.parsed().documents.back().text_source = parsers::TextSource::Ocr;
    return mail;
}

TEST(Judge, AJanuaryReadFromAPictureAloneIsAQuestion) {
    const auto judged = [](const char* months, bool scan, const char* received) {
        Mail mail("xingguo@unit.test", "月报", "");
        mail.word("月报.pdf", report("兴国镇人民政府", months));
        return shown((scan ? as_scan(mail) : mail).judged(received));
    };
    const char* in_march = "2024-03-05T09:00:00+08:00";
    EXPECT_EQ(judged("2024年1月1日—1月31日", false, in_march), "xingguo monthly-report 2024-01");
    EXPECT_THAT(judged("2024年1月1日—1月31日", true, in_march), ::testing::StartsWith("?"))
        << "it may be a November";
    EXPECT_EQ(judged("2024年3月1日—3月31日", true, "2024-04-03T09:00:00+08:00"),
              "xingguo monthly-report 2024-03");
}

TEST(Judge, AJanuaryReadFromAPictureIsBelievedWithTheLettersWord) {
    Mail mail("xingguo@unit.test", "兴国镇2024年1月行政执法工作月报", "现报送2024年1月月报。");
    mail.word("兴国镇2024年1月月报.pdf", report("兴国镇人民政府", "2024年1月1日—1月31日"));
    EXPECT_EQ(shown(as_scan(mail).judged("2024-02-05T09:00:00+08:00")),
              "xingguo monthly-report 2024-01");
}

TEST(Judge, ANameReadAlmostRightFromAPictureCounts) {
    const auto judged = [](bool scan) {
        Mail mail("someone@private.test", "", "");
        mail.word("1.pdf", report("兴囯镇人民政府", "2024年6月1日—6月30日"));
        return (scan ? as_scan(mail) : mail).judged();
    };
    const auto named = [](const Judgement& judgement) {
        std::string units;
        for (const Verdict& verdict : judgement.verdicts)
            for (const auto& candidate : verdict.candidates) units += candidate.unit + " ";
        return units + shown(judgement);
    };
    EXPECT_THAT(named(judged(true)), ::testing::HasSubstr("xingguo"));
    EXPECT_THAT(named(judged(false)), ::testing::Not(::testing::HasSubstr("xingguo")))
        << "what was typed so names another place";
}

TEST(Judge, PapersOfACaseUnderReviewAreNoFilings) {
    const std::string file =
        "行政执法案卷评查自查报告\n兴国镇人民政府\n按照要求，我单位对2023年度已办结案件开展案卷评查"
        "，"
        "参评案卷1件，按评查标准自查。\n兴国镇人民政府\n2024年6月20日\n";
    const std::string one =
        decision("兴国镇人民政府", "兴镇综执罚决字〔2024〕3号", "罚款人民币30万元。");
    const auto filed = [](const Judgement& judgement, std::string_view obligation) {
        return std::ranges::count_if(judgement.verdicts, [&](const Verdict& verdict) {
            return verdict.accepted && verdict.obligation == obligation;
        });
    };
    const auto alone =
        Mail("xingguo@unit.test", "重大行政处罚决定备案", "").word("处罚决定书.docx", one).judged();
    EXPECT_EQ(filed(alone, "major-penalty-decision"), 1) << shown(alone);
    const auto enclosed = Mail("xingguo@unit.test", "案卷评查材料", "报送案卷评查材料。")
                              .word("案卷评查自查报告.docx", file)
                              .word("处罚决定书.docx", one)
                              .judged();
    EXPECT_EQ(filed(enclosed, "major-penalty-decision"), 0) << shown(enclosed);
}

TEST(Judge, SaysWhetherItIsACorrection) {
    const auto judgement =
        Mail("xingguo@unit.test", "更正：兴国镇6月月报（以此件为准）", "前件作废。")
            .word("1.docx", report("兴国镇人民政府", "2024年6月1日—6月30日"))
            .judged();
    EXPECT_TRUE(judgement.verdicts[0].is_correction);
    EXPECT_FALSE(judgement.verdicts[0].is_withdrawal);
}

TEST(Judge, CarriesOutAWithdrawalThatNamesItsFiling) {
    const auto withdrawn = [](const char* address, const char* subject, const char* body) {
        const auto judgement = Mail(address, subject, body).judged();
        if (judgement.verdicts.size() != 1) return std::string("no single verdict");
        const Verdict& verdict = judgement.verdicts[0];
        EXPECT_TRUE(verdict.pieces.empty() || !verdict.accepted);
        EXPECT_TRUE(verdict.is_withdrawal || !verdict.accepted);
        return shown(judgement);
    };
    const std::string done = "xingguo monthly-report 2024-06";
    EXPECT_EQ(withdrawn("xingguo@unit.test", "兴国镇6月行政执法工作月报请撤回",
                        "我镇上午所报6月行政执法工作月报数据有误，请作废，核实后重报。"),
              done);
    EXPECT_EQ(withdrawn("confirmed@private.test", "撤回申请",
                        "三溪镇6月行政执法工作月报数据有误，请撤回。核实后重报。"),
              "sanxi monthly-report 2024-06");
    // Not the unit's address; no month named; no unit named; another thing is void; a question.
    for (const auto& [address, subject, body] : std::vector<std::array<const char*, 3>>{
             {"somebody@private.test", "兴国镇6月行政执法工作月报请撤回", "请作废。"},
             {"fuchi@unit.test", "兴国镇6月行政执法工作月报请撤回", "请作废。"},
             {"xingguo@unit.test", "兴国镇行政执法工作月报请撤回", "请作废，核实后重报。"},
             {"xingguo@unit.test", "6月行政执法工作月报请撤回", "请作废，核实后重报。"},
             {"xingguo@unit.test", "兴国镇6月行政执法工作月报", "月报照旧。另，旧执法证已作废。"},
             {"xingguo@unit.test", "兴国镇6月行政执法工作月报", "所报月报能否撤回？"},
             {"xingguo@unit.test", "兴国镇6月行政执法工作月报", "所报月报无需撤回。"},
             {"xingguo@unit.test", "兴国镇6月行政执法工作月报", "前件作废，我镇6月零报告。"},
             {"xingguo@unit.test", "兴国镇6月行政执法工作月报", "前件作废，以第二封为准。"}})
        EXPECT_NE(withdrawn(address, subject, body), done) << subject << body;
    EXPECT_NE(withdrawn("xingguo@unit.test", "兴国镇5月、6月行政执法工作月报请撤回", "请作废。"),
              done);
    EXPECT_NE(withdrawn("xingguo@unit.test", "撤回: 兴国镇6月行政执法工作月报",
                        "发件人将撤回邮件“兴国镇6月行政执法工作月报”。"),
              done);
}

TEST(Judge, ABodyMayBeTheFilingItself) {
    const auto judgement = Mail("jinhai@unit.test", "金海开发区监控设备新增情况",
                                "县司法局：\n金海开发区2024年无新增行政执法电子技术监控设备，零新增"
                                "，特此报告。\n金海开发区管理委员会\n2024年12月13日\n")
                               .judged("2024-12-13T16:00:00+08:00");
    ASSERT_FALSE(judgement.verdicts.empty());
    EXPECT_EQ(judgement.verdicts[0].obligation, "device-additions");
    EXPECT_EQ(judgement.verdicts[0].unit, "jinhai");
}

struct NearMiss {
    const char* subject;
    const char* name;
    const char* title;
};

TEST(Judge, PapersOfOtherMattersAreNotFiled) {
    const NearMiss cases[] = {
        {"兴国镇安全生产6月月报", "兴国镇安全生产6月月报.docx", "兴国镇2024年6月安全生产工作月报"},
        {"6月月报", "6月月报.docx", "兴国镇2024年6月财务收支月报"},
        {"培训情况报告", "培训情况报告.docx", "兴国镇人民政府关于消防安全培训情况的报告"},
        {"培训计划", "培训计划.docx", "兴国镇2024年度教师培训计划"},
        {"专项整治情况", "专项整治情况报告.docx", "兴国镇人民政府关于道路交通专项整治情况的报告"},
    };
    for (const NearMiss& one : cases) {
        const std::string text =
            std::string(one.title) +
            "\n县司法局：\n现将有关情况报告如下。\n\n兴国镇人民政府\n2024年7月1日\n";
        EXPECT_EQ(
            Mail("xingguo@unit.test", one.subject, "请查收").word(one.name, text).judged().kind,
            Judgement::Kind::Review)
            << one.title;
    }
    EXPECT_EQ(Mail("xingguo@unit.test", "兴国镇安全生产6月月报", "")
                  .scan("兴国镇安全生产6月月报.pdf")
                  .judged()
                  .kind,
              Judgement::Kind::Review);
}

TEST(Judge, AnotherCountysReportIsNotTheSenders) {
    const auto judgement =
        Mail("xingguo@unit.test", "兴国镇6月月报", "兴国镇6月月报")
            .sender_name("兴国镇")
            .word("6月月报.docx", report("大冶市金牛镇人民政府", "2024年6月1日—6月30日"))
            .judged();
    EXPECT_EQ(judgement.kind, Judgement::Kind::Review);
}

TEST(Judge, AQuestionAboutAReportIsNone) {
    EXPECT_EQ(Mail("xingguo@unit.test", "兴国镇6月行政执法工作月报", "请问兴国镇6月月报怎么填？")
                  .sender_name("兴国镇")
                  .judged()
                  .kind,
              Judgement::Kind::Review);
}

TEST(Judge, EveryVerdictNamesItsEvidence) {
    const auto judgement =
        Mail("xingguo@unit.test", "兴国镇6月月报", "")
            .word("兴国镇6月月报.docx", report("兴国镇人民政府", "2024年6月1日—6月30日"))
            .judged();
    ASSERT_EQ(judgement.verdicts.size(), 1U);
    bool signature = false;
    for (const Evidence& one : judgement.verdicts[0].evidence) {
        EXPECT_FALSE(one.from.empty()) << one.kind;
        EXPECT_GT(one.weight, 0) << one.kind;
        signature =
            signature || (one.kind == "unit.table_head" && one.from == "2/兴国镇6月月报.docx" &&
                          one.text == "兴国镇人民政府");
    }
    EXPECT_TRUE(signature);
}

TEST(Judge, AMailOfMoreFilingsThanAnyUnitSendsIsAPersons) {
    Mail mail("xingguo@unit.test", "月报", "");
    const auto add_month = [&](int number) {
        const std::string month =
            std::to_string(2018 + number / 12) + "年" + std::to_string(number % 12 + 1) + "月";
        mail.word("兴国镇" + month + "行政执法工作月报.docx", report("兴国镇人民政府", month));
    };
    for (int number = 0; number < 50; ++number) add_month(number);
    const auto most = mail.judged();
    EXPECT_EQ(most.kind, Judgement::Kind::Verdicts);
    EXPECT_EQ(most.verdicts.size(), 50U);
    add_month(50);
    const auto judgement = mail.judged();
    EXPECT_EQ(judgement.kind, Judgement::Kind::Review);
    EXPECT_EQ(judgement.reason, "too_many_groups");
}

TEST(Judge, TheSameMailGivesTheSameVerdict) {
    Mail mail("xingguo@unit.test", "兴国镇6月月报", "");
    mail.word("1.docx", report("兴国镇人民政府", "2024年6月1日—6月30日"));
    EXPECT_EQ(shown(mail.judged()), shown(mail.judged()));
}

}  // namespace
}  // namespace judge
