#include "daemon/links/page_url.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace links {
namespace {

std::string read(std::string_view text) {
    const auto url = parse_page_url(text);
    return url ? url->text() : "none";
}

TEST(PageUrl, WritesAnewWhatItRead) {
    EXPECT_EQ(read("HTTP://WWW.Gov.CN"), "http://www.gov.cn/");
    EXPECT_EQ(read("https://a.gov.cn:443/x?y=1&z#part"), "https://a.gov.cn/x?y=1&z");
    EXPECT_EQ(read("http://a.gov.cn:443/"), "http://a.gov.cn:443/");
    EXPECT_EQ(read("http://a.gov.cn?q"), "http://a.gov.cn/?q");
    EXPECT_EQ(read("http://a.gov.cn#x"), "http://a.gov.cn/");
    EXPECT_EQ(read("http://a.gov.cn/裁量 基准"),
              "http://a.gov.cn/%E8%A3%81%E9%87%8F%20%E5%9F%BA%E5%87%86");
    EXPECT_EQ(read("http://a.gov.cn/a@b:c"), "http://a.gov.cn/a@b:c");
}

TEST(PageUrl, RefusesWhatTwoReadersCouldReadTwoWays) {
    for (const char* text : {"",
                             "a.gov.cn",
                             "//a.gov.cn",
                             "ftp://a.gov.cn/",
                             "file:///etc/passwd",
                             "http:/a.gov.cn",
                             "http:a.gov.cn",
                             "http:///a.gov.cn",
                             "http://",
                             "http:///",
                             "javascript:alert(1)",
                             "http://user@a.gov.cn/",
                             "http://user:pw@a.gov.cn/",
                             "http://a.gov.cn@evil.test/",
                             "http://evil.test\\@a.gov.cn/",
                             "http://a.gov.cn\\.evil.test/",
                             "http://a.gov.cn/\\..",
                             "http://a.gov.cn./",
                             "http://.gov.cn/",
                             "http://a..gov.cn/",
                             "http://gov/",
                             "http://127.0.0.1/",
                             "http://2130706433/",
                             "http://0x7f.1/",
                             "http://0177.0.0.1/",
                             "http://127.1/",
                             "http://a.0x7f/",
                             "http://[::1]/",
                             "http://[::ffff:127.0.0.1]/",
                             "http://a.gov.cn:/",
                             "http://a.gov.cn:0/",
                             "http://a.gov.cn:65536/",
                             "http://a.gov.cn:80:80/",
                             "http://a.gov.cn:8o/",
                             "http://a.gov.cn:+80/",
                             "http://-a.gov.cn/",
                             "http://a-.gov.cn/",
                             "http://a_b.gov.cn/",
                             "http://a%2egov.cn/",
                             "http://ａ.gov.cn/",
                             "http://a。gov.cn/",
                             "http://a.gov.cn/\r\nHost: b",
                             "http://a.gov.cn/\t",
                             "http://a.gov.cn /",
                             " http://a.gov.cn/",
                             "http://a.gov.cn\n/"})
        EXPECT_EQ(read(text), "none") << text;
    EXPECT_EQ(read(std::string("http://a.gov.cn/\0x", 18)), "none");
    EXPECT_EQ(read("http://" + std::string(64, 'a') + ".cn/"), "none");
    EXPECT_EQ(read("http://a.gov.cn/" + std::string(3000, 'a')), "none");
}

TEST(PageUrl, AListedHostIsTheOneNamedOrBelowTheSuffix) {
    const std::vector<std::string> patterns{"*.gov.cn", "mp.weixin.qq.com", "xn--fiqs8s.cn"};
    for (const char* host : {"www.yx.gov.cn", "a.gov.cn", "mp.weixin.qq.com", "xn--fiqs8s.cn"})
        EXPECT_TRUE(is_listed(host, patterns)) << host;
    for (const char* host : {"gov.cn", ".gov.cn", "evilgov.cn", "a.gov.cn.evil.test", "a.gov.cn.",
                             "weixin.qq.com", "x.mp.weixin.qq.com", "mp.weixin.qq.com.evil.test",
                             "xn--80ak6aa92e.gov.cn", "a.xn--fiqs8s.cn", ""})
        EXPECT_FALSE(is_listed(host, patterns)) << host;
    EXPECT_FALSE(is_listed("a.gov.cn", {}));
}

}  // namespace
}  // namespace links
