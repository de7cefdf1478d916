#include "parsers/mime/parameters.h"

#include <gtest/gtest.h>

namespace parsers::mime {
namespace {

std::string file_name(std::string_view field) {
    return parameter(parse_parameters(field), "filename");
}

TEST(Parameters, ReadsWhatChineseMailProgramsWrite) {
    struct Case {
        const char* field;
        const char* name;
    };
    const Case cases[] = {
        {R"(attachment; filename="a b.doc")", "a b.doc"},
        {"attachment; filename=a b.doc; size=3", "a b.doc"},
        {"ATTACHMENT ; FileName = a.doc ;", "a.doc"},
        {R"(attachment; filename="a\"b\\c.doc")", "a\"b\\c.doc"},
        {R"(attachment; filename="C:\docs\a.doc")", R"(C:\docs\a.doc)"},
        {R"(attachment; filename="关于"十四五"规划.docx"; size=1)", R"(关于"十四五"规划.docx)"},
        {R"(attachment; filename="cut off.doc; size=3)", "cut off.doc"},
        {R"(attachment; filename="=?gb18030?B?1MKxqC5kb2N4?=")", "月报.docx"},
        {R"(attachment; filename="=?GB2312?B?1MKxqC5kb2M=?= =?GB2312?B?eA==?=")", "月报.docx"},
        {"attachment; filename*=gb18030''%D4%C2%B1%A8.docx", "月报.docx"},
        {"attachment; filename*=utf-8'zh-CN'%E6%9C%88%E6%8A%A5.docx; filename=plain.docx",
         "月报.docx"},
        {"attachment; filename=plain.docx; filename*=UTF-8''%E6%9C%88%E6%8A%A5.docx", "月报.docx"},
        {"attachment; filename*0*=utf-8''%E6%9C; filename*1*=%88%E6%8A%A5; filename*2=.docx",
         "月报.docx"},
        {"attachment; filename*1*=%88.docx; filename*0*=utf-8''%E6%9C", "月.docx"},
        {R"(attachment; filename*0="=?utf-8?B?5pyI"; filename*1="5oql?=.docx")", "月报.docx"},
        {"attachment; filename*=\"utf-8''%E6%9C%88.docx\"", "月.docx"},
        {"attachment; filename*=utf-8''100%.docx", "100%.docx"},
        {"attachment; filename=\"\xD4\xC2\xB1\xA8.docx\"", "月报.docx"},
        {"attachment; filename=\"\xE6\x9C\x88.docx\"", "月.docx"},
        {"attachment; filename=\"\"", ""},
        {"attachment", ""},
        {"", ""},
    };
    for (const Case& each : cases) EXPECT_EQ(file_name(each.field), each.name) << each.field;
}

TEST(Parameters, ValueIsLoweredWithoutBlanksAndComments) {
    EXPECT_EQ(parse_parameters(" Text / HTML (a comment); charset=x").value, "text/html");
    EXPECT_EQ(parameter(parse_parameters("text/plain; charset=\"GB2312\""), "charset"), "GB2312");
}

TEST(Parameters, ManyOpenQuotesAreReadInLinearTime) {
    std::string field = "attachment";
    for (int i = 0; i < 200'000; ++i) field += "; a=\"b";
    EXPECT_EQ(parameter(parse_parameters(field), "a"), "b");
}

TEST(Parameters, ASegmentWithoutItsNumberIsNotMistakenForTheName) {
    EXPECT_EQ(file_name("attachment; filenames=x; filename*x*=y; filename=z"), "z");
}

}  // namespace
}  // namespace parsers::mime
