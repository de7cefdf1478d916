#include "parsers/fields/segments.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace parsers::fields {
namespace {

Document read(std::string_view text, Role role = Role::Attachment) {
    Document document;
    document.role = role;
    document.text = text;
    read_fields(document);
    return document;
}

std::string first(const Document& document, SegmentKind kind) {
    for (const Segment& segment : document.segments)
        if (segment.kind == kind) return segment.text;
    return "-";
}

std::string field(const Document& document, std::string_view name) {
    for (const Field& one : document.fields)
        if (one.name == name) return one.value;
    return "-";
}

constexpr char kDecision[] =
    "阳新县卫生健康局\n行 政 处 罚 决 定 "
    "书\n阳卫医罚〔2024〕3号\n当事人：某某口腔门诊部\n统一社会信用代码：91420299MA49000354\n"
    "经查，某某口腔门诊部使用非卫生技术人员，违法所得8,600元。\n"
    "本机关于2024年7月21日送达了《行政处罚告知书》（阳卫医罚告〔2024〕3号）。\n"
    "依据《医疗机构管理条例》第四十七条的规定，决定处罚如下：\n1."
    "没收违法所得人民币捌仟陆佰元整（￥8600.00）；\n"
    "2.罚款人民币叁万元整（￥30000."
    "00）。\n当事人应当自收到本决定书之日起十五日内缴纳罚款。\n\n阳新县卫生健康局\n二〇二四年七月二"
    "十九日\n";

TEST(Segments, ReadsADecision) {
    const Document document = read(kDecision);
    EXPECT_EQ(first(document, SegmentKind::RedHead), "阳新县卫生健康局");
    EXPECT_EQ(first(document, SegmentKind::Title), "行政处罚决定书");
    EXPECT_EQ(first(document, SegmentKind::Number), "阳卫医罚〔2024〕3号");
    EXPECT_EQ(first(document, SegmentKind::Signature), "阳新县卫生健康局");
    EXPECT_EQ(first(document, SegmentKind::DateLine), "二〇二四年七月二十九日");
    EXPECT_EQ(field(document, "decision_number_normal"), "阳卫医罚|2024|3");
    EXPECT_EQ(field(document, "decision_date"), "2024-07-29");
    EXPECT_EQ(field(document, "authority"), "阳新县卫生健康局");
    EXPECT_EQ(field(document, "party"), "某某口腔门诊部");
    EXPECT_EQ(field(document, "party_id"), "91420299MA49000354");
    EXPECT_EQ(field(document, "fine"), "30000.00");
    EXPECT_EQ(field(document, "confiscated"), "8600.00");
}

TEST(Segments, ReadsSeveralDecisionsOfOneFile) {
    const std::string second =
        "阳新县卫生健康局\n行政处罚决定书\n阳卫医罚〔2024〕4号\n当事人：某某宾馆\n经查，未按规定消"
        "毒。\n更多事实，见笔录。\n"
        "决定处罚如下：\n罚款人民币贰仟元整。\n\n阳新县卫生健康局\n2024年8月1日\n";
    const Document document = read(kDecision + second);
    std::vector<std::string> numbers;
    for (const Field& one : document.fields)
        if (one.name == "decision_number_normal") numbers.push_back(one.value);
    EXPECT_EQ(numbers, (std::vector<std::string>{"阳卫医罚|2024|3", "阳卫医罚|2024|4"}));
}

TEST(Segments, ReadsTheFormFieldsOfAReport) {
    const Document document = read(
        "2024年6月行政执法工作月报表\n填报单位（盖章）：兴国镇人民政府      "
        "统计期间：2024年6月1日—6月30日\n类别\t指标\t数量\n一\t办件数\t23\n\n兴国镇人民政府\n2024年"
        "7月4日\n");
    EXPECT_EQ(first(document, SegmentKind::Title), "2024年6月行政执法工作月报表");
    EXPECT_EQ(first(document, SegmentKind::FormUnit), "兴国镇人民政府");
    EXPECT_EQ(first(document, SegmentKind::FormPeriod), "2024年6月1日—6月30日");
    EXPECT_EQ(first(document, SegmentKind::TableHeader), "类别 指标 数量");
    EXPECT_EQ(first(document, SegmentKind::Signature), "兴国镇人民政府");
}

TEST(Segments, ReadsFormFieldsFromTableCells) {
    const Document document =
        read("行政执法工作月报\n填报单位\t兴国镇人民政府\t统计期间\t2024年6月\n");
    EXPECT_EQ(first(document, SegmentKind::FormUnit), "兴国镇人民政府");
    EXPECT_EQ(first(document, SegmentKind::FormPeriod), "2024年6月");
}

TEST(Segments, ABlankFormHasNoValues) {
    const Document document = read(
        "行政执法工作月报表\n填报单位（盖章）：                统计期间：    年  月  日—  月  "
        "日\n");
    EXPECT_EQ(first(document, SegmentKind::FormUnit), "-");
    EXPECT_EQ(first(document, SegmentKind::FormPeriod), "-");
}

TEST(Segments, ALongValueIsCutBetweenLetters) {
    std::string name;
    for (int i = 0; i < 400; ++i) name += "镇";
    EXPECT_TRUE(
        base::is_utf8(first(read("月报\n填报单位：a" + name + "\n"), SegmentKind::FormUnit)));
}

TEST(Segments, JoinsATitleOverTwoLines) {
    const Document document = read(
        "阳新县公安局\n关于行政执法突出问题\n专项整治情况的报告\n县司法局：\n按照部署，报告如下。"
        "\n");
    EXPECT_EQ(first(document, SegmentKind::Title), "关于行政执法突出问题专项整治情况的报告");
    EXPECT_EQ(first(document, SegmentKind::Addressee), "县司法局：");
}

TEST(Segments, TheBlankOfATemplateIsSeen) {
    EXPECT_EQ(
        field(read("阳卫医罚〔    〕   号\n行政处罚决定书\n当事人：{{当事人名称}}\n"), "template"),
        "yes");
    EXPECT_EQ(field(read(kDecision), "template"), "-");
}

struct QuoteCase {
    const char* body;
    const char* header;
};

TEST(Segments, FindsTheQuoteOfEveryProgram) {
    const QuoteCase cases[] = {
        {"收到。\n\n------------------ 原始邮件 ------------------\n发件人: \"兴国镇\" "
         "<a@x.test>;\n发送时间: 2024年9月11日\n主题: 月报\n\n旧文",
         "发件人: \"兴国镇\" <a@x.test>;"},
        {"转报。\n-------- 转发邮件信息 --------\n发件人：\"黄颡口镇\" <b@x.test>\n主题：8月月报",
         "发件人: \"黄颡口镇\" <b@x.test>"},
        {"再报。\n---- 转发的原邮件 ----\n发件人 兴国镇<a@x.test>\n日期 2024年12月03日\n主题 月报",
         "发件人: 兴国镇<a@x.test>"},
        {"请查收\n发件人: 张三 <a@x.test>\n发送时间: 2024年7月8日\n收件人: b\n主题: 月报\n",
         "发件人: 张三 <a@x.test>"},
        {"ok\n-----Original Message-----\nFrom: a@x.test\nSent: Monday\nSubject: x",
         "发件人: a@x.test"},
        {"ok\n-----邮件原件-----\n发件人: a@x.test\n主题: x", "发件人: a@x.test"},
    };
    for (const QuoteCase& one : cases) {
        const Document document = read(one.body, Role::Body);
        EXPECT_EQ(first(document, SegmentKind::QuotedHeader), one.header) << one.body;
    }
}

TEST(Segments, ABodyHasGreetingSignatureAndCard) {
    const Document document =
        read("县司法局：现报送月报。\n\n兴国镇人民政府\n联系电话：0000-0000000\n", Role::Body);
    EXPECT_EQ(first(document, SegmentKind::Addressee), "县司法局");
    EXPECT_EQ(first(document, SegmentKind::SignatureCard), "兴国镇人民政府");
}

}  // namespace
}  // namespace parsers::fields
