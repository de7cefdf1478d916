#include "daemon/links/check.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace links {
namespace {

/// Sites that answer from a table, and what was asked of them.
struct Sites {
    std::map<std::string, Fetched> answers;
    std::vector<std::string> asked;
    std::vector<std::chrono::milliseconds> left;
    pipeline::StillClock clock;
    std::chrono::milliseconds slow{0};

    void page(const std::string& url, const std::string& body) {
        answers[url].code = 200;
        answers[url].body = body;
    }
    void redirect(const std::string& url, const std::string& to, long code = 302) {
        answers[url].code = code;
        answers[url].redirect = to;
    }
    Page reach(const std::string& url) {
        const std::vector<std::string> hosts{"*.gov.cn"};
        return reach_page(
            url, hosts,
            [this](const PageUrl& at, std::chrono::milliseconds within, const std::stop_token&) {
                asked.push_back(at.text());
                left.push_back(within);
                clock.advance(slow);
                return answers[at.text()];
            },
            clock, {});
    }
};

TEST(ReachPage, GivesThePageAndWhereItStood) {
    Sites sites;
    sites.redirect("http://a.gov.cn/x", "https://b.gov.cn/y", 301);
    sites.page("https://b.gov.cn/y", "<p>甲");
    const Page page = sites.reach("http://a.gov.cn/x#top");
    EXPECT_TRUE(page.reached());
    EXPECT_EQ(page.final_url, "https://b.gov.cn/y");
    EXPECT_EQ(page.body, "<p>甲");
}

TEST(ReachPage, OpensNothingThatIsNotListed) {
    Sites sites;
    EXPECT_EQ(sites.reach("http://evil.test/").cause, "not_listed");
    EXPECT_EQ(sites.reach("http://127.0.0.1/").cause, "bad_address");
    EXPECT_EQ(sites.reach("http://a.gov.cn@evil.test/").cause, "bad_address");
    EXPECT_TRUE(sites.asked.empty());
}

TEST(ReachPage, JudgesEveryRedirectAnew) {
    for (const auto& [to, cause] : {std::pair{"http://evil.test/", "redirect_not_listed"},
                                    {"http://127.0.0.1/", "bad_redirect"},
                                    {"http://[::1]/", "bad_redirect"},
                                    {"file:///etc/passwd", "bad_redirect"},
                                    {"gopher://a.gov.cn/", "bad_redirect"},
                                    {"http://a.gov.cn:80@evil.test/", "bad_redirect"},
                                    {"", "bad_redirect"}}) {
        Sites sites;
        sites.redirect("http://a.gov.cn/", to);
        EXPECT_EQ(sites.reach("http://a.gov.cn/").cause, cause) << to;
        EXPECT_EQ(sites.asked.size(), 1U) << to;
    }
}

TEST(ReachPage, FollowsFiveRedirectsAndNoSixth) {
    Sites sites;
    for (int i = 0; i < 6; ++i)
        sites.redirect("http://a.gov.cn/" + std::to_string(i),
                       "http://a.gov.cn/" + std::to_string(i + 1));
    sites.page("http://a.gov.cn/6", "x");
    EXPECT_EQ(sites.reach("http://a.gov.cn/0").cause, "redirects");
    EXPECT_EQ(sites.asked.size(), 6U);
    EXPECT_TRUE(sites.reach("http://a.gov.cn/1").reached());
}

TEST(ReachPage, TwentySecondsAreForAllOfThem) {
    Sites sites;
    sites.slow = std::chrono::seconds(9);
    for (int i = 0; i < 4; ++i)
        sites.redirect("http://a.gov.cn/" + std::to_string(i),
                       "http://a.gov.cn/" + std::to_string(i + 1));
    EXPECT_EQ(sites.reach("http://a.gov.cn/0").cause, "timeout");
    ASSERT_EQ(sites.left.size(), 3U);
    EXPECT_EQ(sites.left[0], std::chrono::seconds(20));
    EXPECT_EQ(sites.left[2], std::chrono::seconds(2));
}

TEST(ReachPage, TellsGoneFromOtherAnswers) {
    for (const auto& [code, cause] : {std::pair{404L, "gone"},
                                      {410L, "gone"},
                                      {403L, "http_403"},
                                      {500L, "http_500"},
                                      {204L, "http_204"},
                                      {304L, "http_304"}}) {
        Sites sites;
        sites.page("http://a.gov.cn/", "x");
        sites.answers["http://a.gov.cn/"].code = code;
        const Page page = sites.reach("http://a.gov.cn/");
        EXPECT_EQ(page.cause, cause);
        EXPECT_EQ(page.gone(), std::string(cause) == "gone");
    }
    Sites sites;
    sites.page("http://a.gov.cn/", "");
    EXPECT_EQ(sites.reach("http://a.gov.cn/").cause, "empty");
    sites.answers["http://a.gov.cn/"].code = 404;
    sites.answers["http://a.gov.cn/"].cause = "timeout";  // it broke off inside the answer
    EXPECT_FALSE(sites.reach("http://a.gov.cn/").gone());
}

}  // namespace
}  // namespace links
