#include "daemon/links/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/error.h"

namespace links {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// Through the real filing-parser, confined.
class PageRead : public ::testing::Test {
 protected:
    static void SetUpTestSuite() {
        config::ParserSettings settings;
        settings.children = 1;
        auto started = pipeline::start_parser(settings);
        ASSERT_TRUE(started) << base::describe(started.error());
        parser = std::move(*started);
    }
    static void TearDownTestSuite() { parser.reset(); }

    static std::optional<PageFacts> read(const std::string& type, const std::string& body) {
        Page page;
        page.content_type = type;
        page.body = body;
        auto facts = read_page(*parser, page, {});
        EXPECT_TRUE(facts) << base::describe(facts.error());
        return facts ? *facts : std::nullopt;
    }
    static std::unique_ptr<pipeline::ParserProcess> parser;
};
std::unique_ptr<pipeline::ParserProcess> PageRead::parser;

const std::string kPage =
    "<html><head><title>免罚清单_甲县人民政府</title></head><body><p>正文</body></html>";

TEST_F(PageRead, GivesTheTitleOfAWebPage) {
    EXPECT_THAT(read("text/html; charset=utf-8", kPage)->titles,
                ElementsAre("免罚清单_甲县人民政府"));
    EXPECT_THAT(read("", kPage)->titles, ElementsAre("免罚清单_甲县人民政府"));
    EXPECT_THAT(read("application/xhtml+xml", kPage)->titles, ElementsAre("免罚清单_甲县人民政府"));
}

TEST_F(PageRead, ReadsWhatTheServerCallsSomethingElse) {
    const std::string gbk = "<meta charset=gbk><title>\xc3\xe2\xb7\xa3\xc7\xe5\xb5\xa5</title><p>x";
    EXPECT_THAT(read("text/html", gbk)->titles, ElementsAre("免罚清单"));
    EXPECT_THAT(read("text/html; charset=\"GBK\"", gbk)->titles, ElementsAre("免罚清单"));
}

TEST_F(PageRead, GivesTheTitleOfAPdf) {
    std::ifstream file(std::string(FILINGD_TEST_DATA) + "/documents/text.pdf");
    const std::string found(std::istreambuf_iterator<char>(file), {});
    ASSERT_FALSE(found.empty());
    const auto facts = read("application/pdf", found);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->media_type, "application/pdf");
    EXPECT_FALSE(facts->titles.empty());
}

TEST_F(PageRead, SurvivesWhatIsNoPage) {
    for (const std::string& body :
         {std::string(1, '\0'), std::string(100'000, '<'), std::string("\xff\xfe\x00", 3)})
        EXPECT_TRUE(read("text/html", body));
}

TEST(PageMail, ADeclaredTypeGivesNoHeaderOfItsOwn) {
    const std::string mail = mail_around("text/html\r\nBcc: x@mail.test; charset=a\"\r\nX: y", "p");
    EXPECT_THAT(mail, Not(HasSubstr("Bcc")));
    EXPECT_THAT(mail, Not(HasSubstr("X: y")));
    EXPECT_THAT(mail, HasSubstr("Content-Type: application/octet-stream"));
    EXPECT_THAT(mail_around("Text/HTML;charset=GB2312", "p"),
                HasSubstr("Content-Type: text/html; charset=\"gb2312\"\r\n"));
}

}  // namespace
}  // namespace links
