#include "parsers/text/charset.h"

#include <gtest/gtest.h>

namespace parsers::text {
namespace {

constexpr char kGbk[] = "\xD4\xC2\xB1\xA8";  // 月报

TEST(Charset, EveryGbLabelIsReadAsGb18030) {
    for (const char* label :
         {"gb2312", "GB2312", "\"gbk\"", "x-gbk", "cp936", "GB18030", "gb_2312-80", "euc-cn",
          "ansi", "936", "windows-936", " GBK ", "x-mac-chinesesimp", "gb2312*zh-cn"})
        EXPECT_EQ(decode(kGbk, label).text, "月报") << label;
    EXPECT_EQ(decode("\xE9\x46", "gb2312").text, "镕");
    EXPECT_EQ(decode("\x80", "gb2312").damaged, decode("\x80", "gb18030").damaged);
    EXPECT_EQ(decode("\x98\x39\xB5\x37", "gbk").text, decode("\x98\x39\xB5\x37", "gb18030").text);
    EXPECT_FALSE(decode("\x98\x39\xB5\x37", "gbk").damaged);
}

TEST(Charset, Utf8UnderAGbLabelStaysUtf8) {
    const Decoded decoded = decode("月报", "gb2312");
    EXPECT_EQ(decoded.text, "月报");
    EXPECT_TRUE(decoded.guessed);
}

TEST(Charset, GbkThatHappensToBeUtf8IsNotMistaken) {
    EXPECT_EQ(decode("\xC4\xBF\xC2\xBC", "gbk").text, "目录");
    EXPECT_EQ(decode("\xC4\xBF\xC2\xBC", "").text, "目录");
    EXPECT_EQ(decode("\xC4\xBF\xC2\xBC", "utf-8").text, "Ŀ¼");
}

TEST(Charset, MissingAndNonsenseLabelsAreUtf8OrGb18030) {
    for (const char* label : {"", "us-ascii", "unknown-8bit", "no-such-charset", "default", "??"}) {
        EXPECT_EQ(decode(kGbk, label).text, "月报") << label;
        EXPECT_EQ(decode("月报", label).text, "月报") << label;
    }
}

TEST(Charset, Gb18030UnderAUtf8LabelIsFound) {
    const Decoded decoded = decode(kGbk, "utf-8");
    EXPECT_EQ(decoded.text, "月报");
    EXPECT_TRUE(decoded.guessed);
}

TEST(Charset, ATruncatedCharacterDoesNotTurnUtf8IntoGbk) {
    const Decoded decoded = decode("行政执法工作月\xE6\x8A", "utf-8");
    EXPECT_EQ(decoded.text.substr(0, 21), "行政执法工作月");
    EXPECT_TRUE(decoded.damaged);
}

TEST(Charset, LatinLabelsOnChineseMailAreTested) {
    EXPECT_EQ(decode(kGbk, "iso-8859-1").text, "月报");
    EXPECT_EQ(decode("月报", "iso-8859-1").text, "月报");
    EXPECT_EQ(decode("caf\xE9", "iso-8859-1").text, "café");
    EXPECT_EQ(decode("na\xEFve", "windows-1252").text, "naïve");
}

TEST(Charset, OtherChineseCharsets) {
    EXPECT_EQ(decode("~{TB1(~}", "hz-gb-2312").text, "月报");
    EXPECT_EQ(decode("\xA4\xA4\xA4\xE5", "big5").text, "中文");
    EXPECT_EQ(decode("\xF9\xD6", "CP950").text, "碁");
    EXPECT_EQ(decode("+ZwhipQ-", "unicode-1-1-utf-7").text, "月报");
    EXPECT_EQ(decode("\x1B$)A\x0ETB1(\x0F", "iso-2022-cn").text, "月报");
}

TEST(Charset, Utf16IsFoundByMarkAndByShape) {
    using namespace std::string_literals;
    EXPECT_EQ(decode("\xFF\xFE\x08\x67\xA5\x62"s, "").text, "月报");
    EXPECT_EQ(decode("\xFE\xFF\x67\x08\x62\xA5"s, "gb2312").text, "月报");
    EXPECT_EQ(decode("\x08\x67\xA5\x62\x0A\x00"s, "utf-16").text, "月报\n");
    EXPECT_EQ(decode("\xEF\xBB\xBFx", "gb2312").text, "x");
}

TEST(Charset, UndecodableBytesAreMarkedNotDropped) {
    const Decoded decoded = decode("\xD4\xC2\xFF", "gb18030");
    EXPECT_EQ(decoded.text, "月\xEF\xBF\xBD");
    EXPECT_TRUE(decoded.damaged);
}

TEST(Charset, FoldedTextIsNarrowLowAndWithoutBlanks) {
    EXPECT_EQ(folded("Ａ b\t\n２０２４　年"), "ab2024年");
    EXPECT_EQ(folded("A B\r\nc"), "abc");
    EXPECT_EQ(folded("月\xE2\x80\x8B报\xC2\xA0表"), "月报表");
    EXPECT_EQ(folded(""), "");
    EXPECT_EQ(nfkc("①（２０２４）"), "1(2024)");
    EXPECT_EQ(nfkc("Plain Text"), "Plain Text");
}

TEST(Charset, LongTextIsFoldedWhole) {
    std::string text;
    for (int i = 0; i < 400'000; ++i) text += "２";
    EXPECT_EQ(folded(text), std::string(400'000, '2'));
}

}  // namespace
}  // namespace parsers::text
