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

}  // namespace
}  // namespace base
