#include "daemon/judge/not_a_filing.h"

#include <gtest/gtest.h>

#include "tests/unit/daemon/judge/mail.h"

namespace judge {
namespace {

using test::Mail;
using test::shown;

TEST(NotAFiling, SettlesMachinesMail) {
    EXPECT_EQ(
        shown(Mail("xingguo@unit.test", "自动回复: 【催报】2024年6月行政执法工作月报", "休假中")
                  .judged()),
        "not_a_filing auto_reply");
    EXPECT_EQ(shown(Mail("a@b.test", "Re: x", "这是来自QQ邮箱的假期自动回复邮件。").judged()),
              "not_a_filing auto_reply");
    EXPECT_EQ(
        shown(Mail("a@b.test", "x", "出差").header("Auto-Submitted", "auto-replied").judged()),
        "not_a_filing auto_reply");
    EXPECT_EQ(shown(Mail("postmaster@b.test", "系统退信", "550 User not found 月报").judged()),
              "not_a_filing bounce");
    EXPECT_EQ(shown(Mail("a@b.test", "Undelivered", "")
                        .header("Content-Type", "multipart/report; report-type=delivery-status")
                        .judged()),
              "not_a_filing bounce");
    EXPECT_EQ(shown(Mail("a@b.test", "已读: 回执", "您的邮件已被阅读。").judged()),
              "not_a_filing read_receipt");
    EXPECT_EQ(shown(Mail("news@b.test", "行政处罚裁量权基准实务", "点击阅读 https://b.test/1")
                        .header("List-Id", "<w.b.test>")
                        .judged()),
              "not_a_filing newsletter");
    EXPECT_EQ(shown(Mail("noreply@b.test", "登录验证码", "483920").judged()),
              "not_a_filing system_notice");
}

TEST(NotAFiling, KnowsOwnMailByItsMessageId) {
    Mail mail("anyone@b.test", "【催报】兴国镇6月月报", "请报送");
    mail.parsed().message_id = "<notice@filingd.test>";
    EXPECT_EQ(shown(mail.judged()), "not_a_filing own_mail");
}

TEST(NotAFiling, TheAccountsOwnAddressProvesNothing) {
    const auto outcome = [](const char* subject, const char* body) {
        return shown(Mail("office@mail.test", subject, body).judged());
    };
    EXPECT_EQ(outcome("备忘", "下午三点开会。"), "not_a_filing own_mail");
    EXPECT_EQ(outcome("【催报】备案提醒", "各单位：请按规定报送《行政处罚决定书》备案。"),
              "not_a_filing own_mail");
    // A clerk passes on what a unit said on the telephone, or somebody claims the address.
    EXPECT_EQ(Mail("office@mail.test", "补报", "本月零报告，无案件。").judged().kind,
              Judgement::Kind::Review);
    EXPECT_EQ(
        Mail("office@mail.test", "公示", "各单位：见 https://www.county.test/1.html").judged().kind,
        Judgement::Kind::Review);
}

TEST(NotAFiling, ThanksForANoticeIsNone) {
    EXPECT_EQ(shown(Mail("health@unit.test", "回复：回执：6月行政执法工作月报", "收到，谢谢！")
                        .header("In-Reply-To", "<notice@filingd.test>")
                        .judged()),
              "not_a_filing answer_to_notice");
}

TEST(NotAFiling, APrivateWordIsNone) {
    EXPECT_EQ(shown(Mail("fuchi@unit.test", "你好", "周末愉快！有空来走走。").judged()),
              "not_a_filing personal");
}

TEST(NotAFiling, WhatMayBeAFilingIsLeftToAPerson) {
    struct Case {
        const char* subject;
        const char* body;
    };
    const Case cases[] = {{"零报告", "本月无案件，零报告。"},
                          {"请教一下", "6月月报里是填件数吗？"},
                          {"", "见附件"},
                          {"你好", "网址 https://www.county.test/1.html"},
                          {"撤回: 月报", "想要撤回邮件"}};
    for (const Case& one : cases)
        EXPECT_EQ(Mail("1@private.test", one.subject, one.body).judged().kind,
                  Judgement::Kind::Review)
            << one.subject;
}

TEST(NotAFiling, ADocumentOutweighsEverySign) {
    EXPECT_NE(Mail("xingguo@unit.test", "自动回复: 月报", "")
                  .header("Auto-Submitted", "auto-generated")
                  .word("1.docx", test::report("兴国镇人民政府", "2024年6月1日—6月30日"))
                  .judged()
                  .kind,
              Judgement::Kind::NotAFiling);
    EXPECT_NE(Mail("noreply@oa.test", "系统转发", "").scan("扫描件.pdf").judged().kind,
              Judgement::Kind::NotAFiling);
}

TEST(NotAFiling, AUnitsWordThroughAMachineIsRead) {
    EXPECT_EQ(Mail("noreply@oa.test", "兴国镇6月月报", "兴国镇6月无案件，零报告。").judged().kind,
              Judgement::Kind::Review);
}

}  // namespace
}  // namespace judge
