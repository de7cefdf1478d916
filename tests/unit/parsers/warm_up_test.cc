#include "parsers/warm_up.h"

#include <gtest/gtest.h>

#include <string>

#include "parsers/fields/pattern.h"
#include "parsers/parse_message.h"

namespace parsers {
namespace {

class Nowhere : public Sink {
 public:
    void headers(const Parsed& /*parsed*/) override {}
    void begin_document(const Document& /*document*/) override {}
    void bytes(std::string_view /*chunk*/) override {}
    void end_document(const Document& /*document*/) override {}
    void problem(const Problem& /*problem*/) override {}
};

void read(const std::string& head, const std::string& body) {
    Nowhere nowhere;
    parse_message("From: a@unit.example\nSubject: mail\n" + head + "\n" + body, Limits(), nowhere);
}

// A pattern costs a child up to a millisecond to build, and every child builds it anew.
TEST(WarmUp, LeavesNoPatternToTheChildren) {
    warm_up();
    const std::size_t built = fields::Pattern::built();
    ASSERT_GT(built, 100U);
    const std::string text = "Content-Type: text/plain; charset=utf-8\n";
    const std::string file = text + "Content-Disposition: attachment; filename=a.txt\n";
    read(text, "已收悉，谢谢。\n");
    read(text, "");
    read(text, "县司法局：您好，报告见附件。\n\n湖畔镇司法所\n联系电话：000-1234567\n");
    read(text,
         "尊敬的领导：\n现报送2024年第三季度材料，链接：https://a.example/1\n\n----- 原始邮件 "
         "-----\n发件人：b\n");
    read(file,
         "湖畔镇2024年7月行政执法工作月报\n填报单位：湖畔镇人民政府\n行政处罚 2 件，罚没 0.5 "
         "万元\n");
    read(file,
         "湖畔镇人民政府\n行政处罚决定书\n湖镇综执罚决字〔2024〕第7号\n当事人：某某\n"
         "决定：罚款人民币500元整。\n2024年8月1日\n");
    read("Content-Type: text/html; charset=utf-8\n",
         "<p>你好</p><table><tr><td>合计</td><td>3</td></tr></table>");
    EXPECT_EQ(fields::Pattern::built(), built);
}

}  // namespace
}  // namespace parsers
