#include "base/text.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Text, RefusesWhatIsNotUtf8) {
    EXPECT_TRUE(is_utf8("黄颡口镇 𠮷"));
    for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE4\xB8", "\xFF"})
        EXPECT_FALSE(is_utf8(bad));
    EXPECT_EQ(repaired_utf8("a\xE4\xB8z"), "a\uFFFD\uFFFDz");
}

TEST(Text, ShowsHostileNamesOnOneLine) {
    EXPECT_EQ(one_line("月报\r\n.docx"), "月报 .docx");
    EXPECT_EQ(one_line("a\x1b[31mb"), "a[31mb");
    EXPECT_EQ(one_line("cod\u202Egpj.exe"), "codgpj.exe");
    EXPECT_EQ(one_line("一二三四", 2), "一二…");
    EXPECT_EQ(one_line("一二", 2), "一二");
}

TEST(Text, CutsPrefixesBetweenCodePoints) {
    EXPECT_EQ(prefix("县司法局", 2), "县司");
    EXPECT_EQ(prefix("县", 9), "县");
    EXPECT_EQ(count_code_points("县a𠮷"), 3U);
}

TEST(Text, SuggestsTheNearestKey) {
    EXPECT_EQ(edit_distance("staff", "staf"), 1U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("same", "same"), 0U);
}

TEST(Text, ReadsNumbersThatFit) {
    EXPECT_EQ(parse_number("18446744073709551615"), 18446744073709551615ULL);
    for (const char* bad : {"", "-1", "18446744073709551616", "1 ", "0x1"})
        EXPECT_FALSE(parse_number(bad)) << bad;
}

TEST(Text, EncodesBase64OfEveryLength) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64("\xFF\xFE"), "//4=");
}

TEST(Text, SplitsAndJoins) {
    EXPECT_EQ(split("a,,b", ',').size(), 3U);
    EXPECT_EQ(split("", ',').size(), 1U);
    EXPECT_EQ(join({"a", "b"}, "、"), "a、b");
    EXPECT_EQ(replaced("a.b.c", ".", "::"), "a::b::c");
    EXPECT_TRUE(equal_ignoring_case("Message-ID", "message-id"));
    EXPECT_EQ(trimmed(" \t月报\r\n"), "月报");
}

TEST(Text, LikenessIsTheShareOfTheLongerOne) {
    EXPECT_EQ(likeness("木港镇人民政府", "木港镇人民政府"), 1);
    EXPECT_EQ(likeness("木港镇人民政府", "木巷镇人民政府"), 6.0 / 7);
    EXPECT_EQ(likeness("木巷镇人民政府", "木港镇人民政府"), 6.0 / 7);
    EXPECT_EQ(likeness("木港镇", "木港镇人民政府"), 3.0 / 7);
    EXPECT_EQ(likeness("甲乙", "乙甲"), 0.5) << "the order counts";
    EXPECT_EQ(likeness("甲", "乙"), 0);
    for (const char* other : {"", "甲"}) EXPECT_EQ(likeness("", other), 0);
}

TEST(Text, LikenessReadsNoMoreThanItSays) {
    const std::string many(200'000, 'a');
    EXPECT_EQ(likeness(many, many + "b"), 1);
    EXPECT_EQ(likeness(std::string(80, 'a') + "b", std::string(80, 'a') + "c"), 1);
    EXPECT_EQ(likeness("\xFF\xFE\x80", "\xE4\xB8"), likeness("\xE4\xB8", "\xFF\xFE\x80"));
}

}  // namespace
}  // namespace base
