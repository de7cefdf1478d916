#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using testing::Contains;

parsers::document::Reading html(const std::string& bytes, std::string_view charset = "utf-8") {
    parsers::document::warm_up();
    parsers::document::Input input;
    input.bytes = bytes;
    input.charset = charset;
    return parsers::document::read("text/html", input);
}

TEST(Html, PutsBlocksOnLinesAndRowsOnOne) {
    EXPECT_EQ(
        html("<div>一<b>二</b></div><p>三<br>四</p><table><tr><td><p>甲</p></td><td>乙</td></tr>"
             "<tr><td colspan=2>丙</td><td>丁</td></tr></table>五")
            .text,
        "一二\n三\n四\n甲\t乙\n丙\t\t丁\n五\n");
}

TEST(Html, NamesWhatAPageCallsItself) {
    EXPECT_THAT(
        html("<html><head><meta name='articletitle' content='裁量基准'><title>裁量基准_甲县\n"
             "</title></head><body><svg><title>图</title></svg><h1> </h1>"
             "<h2>裁量<b>基准</b></h2><h1>乙</h1></body></html>")
            .titles,
        testing::ElementsAre("裁量基准", "裁量基准_甲县", "裁量基准"));
    EXPECT_TRUE(html("<p>甲</p><title> </title>").titles.empty());
    const auto long_title = html("<title>" + std::string(100'000, 'a') + "<p>b").titles;
    ASSERT_EQ(long_title.size(), 1U);
    EXPECT_LT(long_title.front().size(), 1'000U);
}

TEST(Html, KeepsColumnsUnderARowspan) {
    EXPECT_EQ(
        html("<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table>").text,
        "甲\t1\n\t2\n");
}

TEST(Html, KeepsTheLinesOfALayoutTable) {
    EXPECT_EQ(html("<table><tr><td><div>一</div><div>二</div></td></tr></table>").text, "一\n二\n");
}

TEST(Html, DropsWhatIsNotShown) {
    EXPECT_EQ(
        html("<html><head><title>题</title><style>#divNeteaseBigAttach{display:none}</style></head>"
             "<body><script>var a='<p>b</p>';</script><p style=\"Display : none\">隐<b>藏</b></p>"
             "<div hidden>h</div><p>见</p><!-- 注 --></body></html>")
            .text,
        "见\n");
}

TEST(Html, ShowsAnElementThatOnlyAStyleSheetHides) {
    EXPECT_EQ(html("<style>#divNeteaseBigAttach{display:none}</style>"
                   "<div id=\"divNeteaseBigAttach\">附件</div>")
                  .text,
              "附件\n");
}

TEST(Html, KeepsNoBreakSpacesAndFoldsTheOthers) {
    EXPECT_EQ(html("<p>发件人:&nbsp;甲\n   乙&nbsp;&nbsp;丙</p>").text, "发件人: 甲 乙  丙\n");
}

TEST(Html, GivesLinksWithTheirWords) {
    const auto reading = html(
        "<a href=\"http://a.example/x?a=1&amp;b=\n2\">点<b>这里</b></a><a "
        "href=\"mailto:x@y.test\">信</a>"
        "<a href=\"javascript:x()\">坏</a>");
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://a.example/x?a=1&b=2");
    EXPECT_EQ(reading.links[0].text, "点这里");
}

TEST(Html, BelievesThePageAboutItsCharsetWhenNobodyElseSays) {
    EXPECT_EQ(html("<meta charset=gb2312><p>\xD4\xC2\xB1\xA8</p>", "").text, "月报\n");
    EXPECT_EQ(html("<meta charset=gb2312><p>月报</p>", "utf-8").text, "月报\n");
}

TEST(Html, KeepsAtMostOneEmptyLine) {
    EXPECT_EQ(html("<div>一</div><div><br></div><div><br></div><div><br></div><div>二</div>").text,
              "一\n\n二\n");
}

TEST(Html, StopsAtNestingNoPageNeeds) {
    const auto reading = html("<p>前</p>" + samples::repeated("<div>", 300'000) + "深");
    EXPECT_EQ(reading.text, "前\n");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kLimitExceeded));
}

TEST(Html, ReadsManyAttributesAndUnclosedTags) {
    const auto reading = html("<div " + samples::repeated("a=1 ", 20'000) + ">一" +
                              samples::repeated("</nosuch></p>", 100'000) + "<font><font>二<p>三");
    EXPECT_EQ(reading.text, "一二\n三\n");
}

}  // namespace
