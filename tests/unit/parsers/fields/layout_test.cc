// Layouts of official papers as people really make them: where the title, the author and the day
// stand.
#include <gtest/gtest.h>

#include "parsers/fields/segments.h"

namespace parsers::fields {
namespace {

std::string first(const Document& document, SegmentKind kind) {
    for (const Segment& segment : document.segments)
        if (segment.kind == kind) return segment.text;
    return "-";
}

Document read(std::string_view text, Role role = Role::Attachment) {
    Document document;
    document.role = role;
    document.text = text;
    read_fields(document);
    return document;
}

struct Case {
    const char* text;
    const char* expected;
};

TEST(Layout, FindsTheTitleUnderWhateverStandsAboveIt) {
    const Case cases[] = {
        {"附件1：\n枫林镇2024年6月行政执法工作月报表\n指标\t数量\n立案\t3\n",
         "枫林镇2024年6月行政执法工作月报表"},
        {"附件一\n行 政 执 法 工 作 月 报\n填报单位：枫林镇人民政府\n", "行政执法工作月报"},
        {"- 1 -\n枫林镇人民政府文件\n枫政发〔2024〕8号    "
         "签发人：某某\n关于专项整治情况的报告\n县司法局：\n",
         "关于专项整治情况的报告"},
        {"签发人：某某\n关于专项整治情况的报告\n县司法局：\n", "关于专项整治情况的报告"},
        {"主送：县司法局\n关于专项整治情况的报告\n按照要求，报告如下。\n",
         "关于专项整治情况的报告"},
        {"关于专项整治情况的报告\n枫林镇人民政府\n（2024年9月5日）\n县司法局：\n",
         "关于专项整治情况的报告"},
        {"枫林镇人民政府\n关于印发《枫林镇行政检查计划》\n的通知\n各村：\n",
         "关于印发《枫林镇行政检查计划》的通知"},
        {"枫 林 镇 人 民 政 府 文 件\n\n关 于 报 送 月 报 的 函\n", "关于报送月报的函"},
        {"第1页 共3页\n裁量权基准（2024年版）\n序号\t违法行为\n", "裁量权基准(2024年版)"},
    };
    for (const Case& one : cases)
        EXPECT_EQ(first(read(one.text), SegmentKind::Title), one.expected) << one.text;
}

TEST(Layout, FindsTheAuthorWhereverHeSigns) {
    const char* body = "关于专项整治情况的报告\n县司法局：\n按照要求，现将有关情况报告如下。\n";
    const char* ends[] = {
        "枫林镇人民政府\n2024年9月5日\n",
        "特此报告。\n此致\n敬礼！\n枫林镇人民政府\n2024年9月5日\n",
        "枫林镇人民政府（印章）\n2024年9月5日\n联系人：某某，0000-0000000\n",
        "枫林镇人民政府\n（此处加盖公章）\n二〇二四年九月五日\n",
        "枫林镇人民政府        2024年9月5日\n",
        "2024年9月5日\n枫林镇人民政府\n",
        "枫林镇人民政府\n2024年9月5日（加盖公章）\n",
        "枫林镇人民政府\n2024年9月5日\n抄送：县委文明办\n枫林镇党政办 2024年9月6日印发\n",
        "附件：1.问题清单\n2.整改台账\n\n枫林镇人民政府\n2024年9月5日\n",
        ("枫林镇人民政府\n2024年9月5日\n附件1\n问题清单\n序号\t问题\n1\t甲\n2\t乙\n制表时间："
         "2024年9月2日\n"),
        "枫林镇人民政府\n\n- 2 -\n2024 年 9 月 5 日\n",
        "单位（盖章）：枫林镇人民政府\n日期：2024年9月5日\n",
    };
    for (const char* end : ends) {
        const Document document = read(std::string(body) + end);
        const auto signature = first(document, SegmentKind::Signature);
        EXPECT_NE(signature.find("枫林镇人民政府"), std::string::npos) << end << signature;
        const auto day = first(document, SegmentKind::DateLine);
        EXPECT_TRUE(day.find("5 日") != std::string::npos || day.find("5日") != std::string::npos ||
                    day.find("五日") != std::string::npos)
            << end << day;
    }
}

TEST(Layout, ALongAnnexHidesNoSignature) {
    std::string text =
        "关于专项整治情况的报告\n县司法局：\n现将情况报告如下。\n枫林镇人民政府\n2024年9月5日\n附件"
        "\n"
        "突出问题清单\n序号\t问题\t措施\n";
    for (int i = 1; i < 80; ++i) text += std::to_string(i) + "\t某问题\t某措施\n";
    const Document document = read(text);
    EXPECT_EQ(first(document, SegmentKind::Signature), "枫林镇人民政府");
    EXPECT_EQ(first(document, SegmentKind::DateLine), "2024年9月5日");
    EXPECT_EQ(first(document, SegmentKind::Title), "关于专项整治情况的报告");
}

TEST(Layout, ReadsTheQuotedHeadersOfEveryProgram) {
    const Case cases[] = {
        {"已阅。\n---- 回复的原邮件 ----\n发件人\t枫林镇<a@x.test>\n日期\t2024年7月8日 "
         "10:00\n收件人\tb@x.test\n主题\t6月月报\n",
         "6月月报"},
        {"在 2024-07-08 10:00:00，\"枫林镇\" <a@x.test> 写道：\n>月报\n主题：6月月报\n", "6月月报"},
        {"转发\n-------- 转发邮件信息 --------\n发件人：\"枫林镇\" "
         "<a@x.test>\n发送日期：2024-07-08 "
         "10:00:00\n收件人：b@x.test\n主题：6月月报\n",
         "6月月报"},
        {"见下\n\n发件人： 枫林镇 <a@x.test>\n发送时间： 2024年7月8日 10:00\n收件人： "
         "b@x.test\n主题： "
         "6月月报\n",
         "6月月报"},
        {"ok\n---------- Forwarded message ---------\nFrom: a@x.test\nDate: Mon, 8 Jul "
         "2024\nSubject: "
         "6月月报\nTo: b@x.test\n",
         "6月月报"},
        {"ok\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人:&nbsp;\"枫林镇\"&lt;"
         "a@x.test&gt;;\n"
         "发送时间:&nbsp;2024年7月8日\n主题:&nbsp;6月月报\n",
         "&nbsp;6月月报"},
        {"发自我的iPhone\n\n开始转发的邮件：\n\n> 发件人: 枫林镇 <a@x.test>\n> 日期: "
         "2024年7月8日\n> 收件人: "
         "b@x.test\n> 主题: 6月月报\n",
         "6月月报"},
    };
    for (const Case& one : cases) {
        const Document document = read(one.text, Role::Body);
        std::string subject = "-";
        for (const Segment& segment : document.segments)
            if (segment.kind == SegmentKind::QuotedHeader && segment.text.starts_with("主题: "))
                subject = segment.text.substr(std::string_view("主题: ").size());
        EXPECT_EQ(subject, one.expected) << one.text;
    }
}

}  // namespace
}  // namespace parsers::fields
