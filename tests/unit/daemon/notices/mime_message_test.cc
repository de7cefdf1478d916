#include "daemon/notices/mime_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"

namespace notices {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

MimeMessage sample() {
    MimeMessage message;
    message.from_name = "某县司法局执法监督";
    message.from_address = "desk@office.example";
    MimeMessage::To to;
    to.name = "O\"Brien";
    to.address = "unit@town.example";
    message.to = {to};
    message.subject = "回执 2024-000123：行政执法工作月报（2024年8月）材料不全，请补发盖章件";
    message.message_id = "<0123456789abcdef@office.example>";
    message.auto_submitted = "auto-replied";
    message.text = "一行\n.点\n";
    message.html = "<p>一行</p>\n";
    return message;
}

TEST(MimeMessage, HasOnlyAsciiLinesThatEndInCrlf) {
    const auto built = build(sample());
    ASSERT_TRUE(built);
    EXPECT_THAT(*built, EndsWith("--\r\n"));
    std::size_t at = 0;
    while (at < built->size()) {
        const std::size_t end = built->find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        EXPECT_LE(end - at, 76U) << built->substr(at, end - at);
        EXPECT_FALSE(base::has_control(built->substr(at, end - at)));
        at = end + 2;
    }
    for (const char c : *built) ASSERT_EQ(static_cast<unsigned char>(c) & 0x80U, 0U);
}

TEST(MimeMessage, CarriesBothBodies) {
    const auto built = build(sample());
    ASSERT_TRUE(built);
    EXPECT_THAT(
        *built,
        HasSubstr(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
            base::base64("一行\r\n.点\r\n")));
    EXPECT_THAT(*built, HasSubstr(base::base64("<p>一行</p>\r\n")));
    EXPECT_THAT(*built, HasSubstr("To: \"O\\\"Brien\" <unit@town.example>\r\n"));
}

TEST(MimeMessage, CarriesAttachmentsUnderTheirChineseNames) {
    auto message = sample();
    MimeMessage::To copy;
    copy.address = "head@town.example";
    message.cc = {copy};
    message.attachments = {
        {"未报送名单.xlsx", "application/octet-stream", std::string("PK\0\1", 4)}};
    const auto built = build(message);
    ASSERT_TRUE(built);
    EXPECT_THAT(*built, HasSubstr("Cc: <head@town.example>\r\n"));
    EXPECT_THAT(*built, HasSubstr("Content-Type: multipart/mixed; boundary="));
    EXPECT_THAT(*built,
                HasSubstr("filename*=UTF-8''%E6%9C%AA%E6%8A%A5%E9%80%81%E5%90%8D%E5%8D%95.xlsx"));
    EXPECT_THAT(*built, HasSubstr("name=\"=?UTF-8?B?"));
    EXPECT_THAT(*built, HasSubstr("\r\n\r\n" + base::base64(std::string("PK\0\1", 4)) + "\r\n--="));
    EXPECT_THAT(*built, EndsWith("--\r\n"));

    message.attachments[0].name = "a\r\nBcc: x@y.test";
    EXPECT_FALSE(build(message));
    message.attachments[0].name = "a.xlsx";
    message.attachments[0].media_type = "text/x; a=b";
    EXPECT_FALSE(build(message));
    message.attachments.clear();
    message.cc[0].address = "no address";
    EXPECT_FALSE(build(message));
}

TEST(MimeMessage, RefusesControlCharactersInEveryHeader) {
    for (std::string MimeMessage::*field :
         {&MimeMessage::from_name, &MimeMessage::from_address, &MimeMessage::subject,
          &MimeMessage::message_id, &MimeMessage::auto_submitted}) {
        auto message = sample();
        (message.*field) += "\r\nBcc: x@y.test";
        EXPECT_FALSE(build(message));
    }
    for (std::string MimeMessage::To::*field :
         {&MimeMessage::To::name, &MimeMessage::To::address}) {
        auto message = sample();
        (message.to[0].*field) += "\r\nBcc: x@y.test";
        EXPECT_FALSE(build(message));
    }
    auto nobody = sample();
    nobody.to.clear();
    EXPECT_FALSE(build(nobody));
}

TEST(MimeMessage, LeavesOutAThreadThatIsNoMessageId) {
    for (const char* bad : {"", "abc", "<a b@c.example>", "<a@b.example>\r\nBcc: x@y.test",
                            "<a@b.example> <c@d.example>", "<收@b.example>"}) {
        auto message = sample();
        message.in_reply_to = bad;
        const auto built = build(message);
        ASSERT_TRUE(built) << bad;
        EXPECT_THAT(*built, Not(HasSubstr("In-Reply-To")));
        EXPECT_THAT(*built, Not(HasSubstr("Bcc")));
    }
}

TEST(MimeMessage, EncodesWordsOnCharacterBoundaries) {
    EXPECT_EQ(encoded_header("plain words"), "plain words");
    EXPECT_EQ(encoded_header("回执"), "=?UTF-8?B?5Zue5omn?=");
    EXPECT_THAT(encoded_header("=?UTF-8?B?x?="), Not(HasSubstr("=?UTF-8?B?x?=")));
    const std::string line = encoded_header(std::string(200, 'x'));
    EXPECT_THAT(line, HasSubstr("?=\r\n =?UTF-8?B?"));
    std::string text;
    for (int i = 0; i < 40; ++i) text += "兴";
    const std::string words = encoded_header(text);
    // Every word alone is whole characters: 39 bytes are 13 of them.
    EXPECT_TRUE(words.starts_with("=?UTF-8?B?" + base::base64(text.substr(0, 39)) + "?=\r\n "));
}

TEST(MimeMessage, MakesMessageIdsOfItsOwnDomainOnlyOnce) {
    const std::string one = random_message_id("desk@office.example");
    EXPECT_TRUE(is_message_id(one));
    EXPECT_THAT(one, EndsWith("@office.example>"));
    EXPECT_NE(one, random_message_id("desk@office.example"));
}

}  // namespace
}  // namespace notices
