#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using samples::read;
using testing::Contains;
using testing::IsEmpty;

std::string text_of(const std::string& body) { return read("{\\rtf1\\ansi " + body + "}").text; }

TEST(Rtf, GivesTheTextItWasMadeFrom) {
    const auto reading = read(samples::data("report2.rtf"));
    EXPECT_EQ(reading.text, samples::data("report2.docx.txt"));
    EXPECT_EQ(reading.text_source, parsers::TextSource::Text);
    EXPECT_THAT(reading.problems, IsEmpty());
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://www.shiqiao.example/gongshi/2024/0802.html?a=1&b=2");
    EXPECT_EQ(reading.links[0].text, "公示网址");
}

TEST(Rtf, GivesPicturesOnceAndWhole) {
    const auto reading = read(samples::data("report2.rtf"));
    ASSERT_EQ(reading.inner.size(), 2U);
    EXPECT_EQ(reading.inner[0].name, "picture1.png");
    EXPECT_EQ(parsers::document::sniff(reading.inner[0].bytes, {}), "image/png");
    EXPECT_EQ(reading.inner[1].name, "picture2.jpg");
    EXPECT_TRUE(reading.inner[1].bytes.ends_with("\xFF\xD9"));
}

TEST(Rtf, ReadsAPictureOfRawBytes) {
    const std::string png = std::string("\x89PNG\r\n\x1A\n{}\\\0", 12);
    const auto reading =
        read("{\\rtf1 {\\pict\\pngblip\\bin12 " + png + "}{\\pict\\wmetafile8 0102}\\u25991?}");
    ASSERT_EQ(reading.inner.size(), 1U);
    EXPECT_EQ(reading.inner[0].bytes, png);
    EXPECT_EQ(reading.text, "文\n");
}

TEST(Rtf, SkipsTheStandInsOfAUnicodeCharacter) {
    EXPECT_EQ(text_of("\\uc1\\u25191?\\u27861\\'b7\\uc2\\u26376\\'d4\\'c2\\uc0\\u25253 a"),
              "执法月报a\n");
    EXPECT_EQ(text_of("\\u-10174?\\u-8265?"), "\xF0\xA0\xAE\xB7\n");
    EXPECT_EQ(text_of("{\\uc2\\u25191 ??}\\u27861 ?x"), "执法x\n");
    EXPECT_EQ(text_of("{\\u25191}?"), "执?\n") << "a group's end ends the skipping";
}

TEST(Rtf, DecodesBytesByTheFontsCharset) {
    const std::string fonts =
        "{\\fonttbl{\\f0\\fcharset134 \\'cb\\'ce;}{\\f1\\fcharset136 Ming;}{\\f2\\fcharset128 M;}"
        "{\\f3\\fcharset0 Arial;}}";
    EXPECT_EQ(text_of("\\ansicpg1252" + fonts + "\\f0\\'d4\\'c2\\f1\\'b3\\'f8\\f2\\'8c\\'8e"),
              "月報月\n");
}

TEST(Rtf, DecodesBytesByTheCodePageOfTheFile) {
    EXPECT_EQ(text_of("\\ansicpg936 \\'d4\\'c2\\'b1\\'a8"), "月报\n");
    EXPECT_EQ(text_of("\\ansicpg936 \xD4\xC2\xB1\xA8"), "月报\n") << "bytes as they stand";
    EXPECT_EQ(text_of("\\ansicpg936 \\'81@\\'95\\\\\\'b5\\'7b"), "丂昞祘\n")
        << "the second byte is a letter";
    EXPECT_EQ(text_of("\\ansicpg1252 caf\\'e9 "), "café\n");
    EXPECT_EQ(text_of("\\ansicpg1252 \\'d4\\'c2\\'b1\\'a8"), "月报\n") << "wrongly declared";
}

TEST(Rtf, LeavesOutHiddenDeletedAndIgnoredGroups) {
    EXPECT_EQ(text_of("a{\\v b}\\v c\\v0 d{\\deleted e}{\\*\\unknown f}{\\info{\\title g}}"
                      "{\\stylesheet{\\s0 Normal;}}h\\plain i"),
              "adhi\n");
}

TEST(Rtf, WritesTablesAsRows) {
    EXPECT_EQ(text_of("x\\par\\trowd\\cellx1\\cellx2\\pard\\intbl a\\cell b\\par c\\cell\\row"
                      "\\trowd\\cellx1\\cellx2\\pard\\intbl\\cell d\\cell\\row\\pard y\\par"),
              "x\na\tb c\n\td\ny\n");
    EXPECT_EQ(text_of("\\trowd\\cellx1\\cellx2 a\\cell b\\cell\\row\\pard z"), "a\tb\nz\n")
        << "a writer that omits \\intbl";
}

TEST(Rtf, LeavesTheColumnsThatACellCoversEmpty) {
    // Edges as far apart as numbers go.
    EXPECT_EQ(text_of("\\trowd\\trleft-2147483647\\cellx2147483647 a\\cell\\row\\pard z"),
              "a\nz\n");
    const std::string three = "\\trowd\\trleft-100\\cellx1000\\cellx2000\\cellx3000";
    const std::string wide = "\\trowd\\trleft-100\\cellx2010\\cellx3000";
    const std::string cell = "\\cell\\pard\\intbl ";
    const std::string first = "\\pard\\intbl ";
    EXPECT_EQ(text_of(wide + first + "ab" + cell + "c\\cell" + wide + "\\row" + three + first +
                      "a" + cell + "b" + cell + "c\\cell\\row\\pard x\\par" + wide + first + "d" +
                      cell + "e\\cell\\row\\pard y\\par"),
              "ab\t\tc\na\tb\tc\nx\nd\te\ny\n")
        << "the second table has two columns";
    EXPECT_EQ(text_of("{\\*\\ignored" + wide + "\\row}\\par{\\*\\nesttableprops" + three +
                      "\\nestrow}" + three + first + "a" + cell + "b" + cell + "c\\cell\\row" +
                      wide + first + "d" + cell + "e\\cell\\row\\pard\\par"),
              "a\tb\tc\nd\t\te\n")
        << "rows that are not read are counted all the same";
}

TEST(Rtf, WritesNestedTablesAsRowsOfTheirOwn) {
    EXPECT_EQ(text_of("\\trowd\\pard\\intbl\\itap1 out\\par\\pard\\intbl\\itap2 a\\nestcell "
                      "b\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}{\\nonesttables\\par}"
                      "\\pard\\intbl\\itap1\\cell end\\cell\\row\\pard after"),
              "out\na\tb\n\tend\nafter\n");
}

TEST(Rtf, KeepsALabelInItsCell) {
    EXPECT_EQ(text_of("\\trowd\\pard\\intbl a\\cell{\\listtext\\pard\\plain 1.\\tab}b\\cell\\row"),
              "a\t1.\tb\n");
}

TEST(Rtf, ReadsHyperlinkFields) {
    const auto reading = read(
        "{\\rtf1 {\\field{\\*\\fldinst {\\b HYPERLINK }{\"http://a.example/\\\\x?y=1\"}}"
        "{\\fldrslt {\\ul here}}}{\\field{\\*\\fldinst PAGE}{\\fldrslt 1}}}");
    EXPECT_EQ(reading.text, "here1\n");
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://a.example/\\x?y=1");
    EXPECT_EQ(reading.links[0].text, "here");
}

TEST(Rtf, OrdersHeadersNotesBoxesAndFooters) {
    EXPECT_EQ(text_of("{\\header h\\par}{\\headerf h\\par}{\\footer f\\par}a{\\footnote n\\par}"
                      "{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt box\\par}}"
                      "{\\shprslt old}}b\\par c"),
              "h\nab\nbox\nc\nn\nf\n");
}

TEST(Rtf, PrefersTheUnicodeForm) {
    EXPECT_EQ(text_of("{\\upr{ansi}{\\*\\ud{\\u25991?}}}"), "文\n");
}

TEST(Rtf, NamesAnObjectThatIsNotOpened) {
    const auto reading = read("{\\rtf1 {\\object{\\*\\objdata 0102}{\\result shown}}}");
    EXPECT_EQ(reading.text, "shown\n");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kUnsupportedFormat));
}

TEST(Rtf, SaysThatACutFileIsDamaged) {
    const std::string whole = samples::data("report2.rtf");
    for (const std::size_t size : {whole.size() / 2, whole.size() - 2})
        EXPECT_THAT(samples::codes(read(whole.substr(0, size))), Contains(parsers::code::kDamaged));
    EXPECT_THAT(samples::codes(read("{\\rtf1 {\\pict\\pngblip\\bin99 abc")),
                Contains(parsers::code::kDamaged));
}

TEST(Rtf, SurvivesDeepGroups) {
    constexpr std::size_t kDepth = 3'000'000;
    const auto reading = read("{\\rtf1 a" + samples::repeated("{", kDepth) + "x" +
                              samples::repeated("}", kDepth) + "b}");
    EXPECT_EQ(reading.text, "ab\n");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kLimitExceeded));
}

TEST(Rtf, LeavesOutAPictureLargerThanAllowed) {
    parsers::Limits limits;
    limits.entry_bytes = 1000;
    const std::string bytes =
        "{\\rtf1 a{\\pict\\pngblip 89504e470d0a1a0a" + samples::repeated("00", 2000) + "}}";
    parsers::document::Input input;
    input.bytes = bytes;
    input.limits = &limits;
    const auto reading = parsers::document::read("application/rtf", input);
    EXPECT_THAT(reading.inner, IsEmpty());
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kLimitExceeded));
}

}  // namespace
