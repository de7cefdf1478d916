#include "parsers/fields/links.h"

#include <gtest/gtest.h>

namespace parsers::fields {
namespace {

std::vector<std::string> urls(std::string_view text) {
    std::vector<std::string> found;
    for (const Link& link : find_links(text)) found.push_back(link.url);
    return found;
}

TEST(Links, JoinsWhatALineEndBroke) {
    const std::vector<std::string> whole = {
        "https://www.county.test/zfxxgk/xzcl/202408/t20240806_1172208.html"};
    EXPECT_EQ(urls("链接：\nhttps://www.county.test/zfxxgk/xzcl/202408\n/"
                   "t20240806_1172208.html\n请备案。"),
              whole);
    EXPECT_EQ(urls("https://www.county.test/zfxxgk/xzcl/\r\n202408/t20240806_1172208.html"), whole);
    EXPECT_EQ(urls("https://www.county.test/zfxxgk/xzcl/202408/t20240806_\n1172208.html"), whole);
}

TEST(Links, LeavesTheNextLineAloneWhenTheAddressIsFinished) {
    EXPECT_EQ(urls("https://a.test/t20240806_1.html\n2024年8月6日"),
              std::vector<std::string>{"https://a.test/t20240806_1.html"});
    EXPECT_EQ(urls("https://a.test/page\n请查收"), std::vector<std::string>{"https://a.test/page"});
}

TEST(Links, DropsPunctuationThatWasGluedOn) {
    const std::vector<std::string> one = {"https://a.test/x.html"};
    for (const char* text :
         {"（网址：https://a.test/x.html）。", "https://a.test/x.html。",
          "https://a.test/x.html，请查收", "<https://a.test/x.html>", "“https://a.test/x.html”",
          "https：//a.test/x.html", "https://a.test/x.html."})
        EXPECT_EQ(urls(text), one) << text;
}

TEST(Links, ReadsFullWidthLetters) {
    EXPECT_EQ(urls("http://www．county．test/zwgk"),
              std::vector<std::string>{"http://www.county.test/zwgk"});
}

TEST(Links, WantsAHost) {
    for (const char* text :
         {"http://附件", "http://", "见网址http://localhost的页", "www.county.test"})
        EXPECT_TRUE(urls(text).empty()) << text;
}

TEST(Links, ASchemeAtALinesEndIsNone) {
    EXPECT_TRUE(urls("http://\nwww.county.test/x.html").empty());
}

TEST(Links, NamesEachAddressOnce) {
    EXPECT_EQ(urls("https://a.test/x https://a.test/x").size(), 1U);
}

TEST(Links, KnowsTheLargeAttachmentsOfTheProviders) {
    for (const char* url :
         {"http://mail.qq.com/cgi-bin/ftnExs_download?k=0a1b&t=exs_ftn_download&code=1f2e3d4c",
          "https://exmail.qq.com/cgi-bin/ftnExs_download?t=exs_ftn_download&k=0a1b&code=1f2e3d4c",
          "https://wx.mail.qq.com/ftn/download?func=3&key=0a1b&code=1f2e",
          "https://iwx.mail.qq.com/ftn/download?func=4&key=0a", "https://wx.mail.qq.com/s?k=abc",
          "https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT",
          "https://mail.163.com/large-attachment-download/index.html?file=aHR0",
          "http://fs.163.com/fs/display/?p=X-NETEASE-HUGE-ATTACHMENT&file=aHR0",
          "http://fs.163.com/fs/preview/?file=aHR0", "http://fs.qiye.163.com/fs/display/?file=a",
          "http://u.163.com/abc", "https://dashi.163.com/html/cloud-attachment-download/?key=a"})
        EXPECT_TRUE(is_huge_attachment(url)) << url;
    for (const char* url : {"https://www.yx.gov.test/xwdt/202412/t20241227_1178819.html",
                            "https://mp.weixin.qq.com/s/abc",
                            "https://www.163.com/news/article/1.html", "https://mail.qq.com/"})
        EXPECT_FALSE(is_huge_attachment(url)) << url;
}

}  // namespace
}  // namespace parsers::fields
