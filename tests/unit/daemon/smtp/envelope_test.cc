#include "daemon/smtp/envelope.h"

#include <gtest/gtest.h>

#include <string>

namespace smtp {
namespace {

TEST(Envelope, TakesPlainAddresses) {
    for (const char* address :
         {"a@b.example", "first.last+tag@mail.b-c.example", "12345@qq.example", "o@localhost"})
        EXPECT_TRUE(check_address(address)) << address;
}

TEST(Envelope, RefusesWhatCouldBecomeACommandOfItsOwn) {
    for (const char* address :
         {"a@b.example\r\nRCPT TO:<evil@y.test>", "a\n@b.example", "a@b.example\t", "a@b.example>",
          "<a@b.example>", "a b@c.example", "a@b.example, c@d.example", "\x7f@b.example"})
        EXPECT_FALSE(check_address(address)) << address;
}

TEST(Envelope, RefusesWhatIsNoAddress) {
    for (const std::string& address :
         {std::string(), std::string("a"), std::string("@b.example"), std::string("a@"),
          std::string("a..b@c.example"), std::string("a@-b.example"), std::string("a@b..example"),
          std::string(65, 'a') + "@b.example", "a@" + std::string(254, 'b')})
        EXPECT_FALSE(check_address(address)) << address;
}

TEST(Envelope, SaysWhyAnAddressBeyondAsciiIsRefused) {
    const auto result = check_address("收发室@机关.example");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, base::Kind::BadInput);
    EXPECT_NE(result.error().text.find("beyond ASCII"), std::string::npos);
    EXPECT_FALSE(result.error().hint.empty());
}

TEST(Envelope, WantsRecipientsAndLinesThatEndInCrlf) {
    const std::string message = "Subject: x\r\n\r\nbody\r\n";
    EXPECT_TRUE(check_envelope("o@b.example", {"a@b.example"}, message));
    EXPECT_FALSE(check_envelope("o@b.example", {}, message));
    EXPECT_FALSE(check_envelope("o@b.example", {"a@b.example", "a\r@b.example"}, message));
    EXPECT_FALSE(check_envelope("o\n@b.example", {"a@b.example"}, message));
    for (const char* bad :
         {"", "Subject: x\n\nbody\n", "Subject: x\r\n\r\nbody", "Subject: x\r\n\r\nbo\rdy\r\n"})
        EXPECT_FALSE(check_envelope("o@b.example", {"a@b.example"}, bad)) << bad;
}

TEST(Envelope, KnowsTheMachineItself) {
    for (const char* host : {"localhost", "127.0.0.1", "127.8.0.1", "::1", "[::1]"})
        EXPECT_TRUE(is_loopback(host)) << host;
    for (const char* host : {"", "127.0.0.1.evil.example", "mail.example", "10.0.0.1", "127"})
        EXPECT_FALSE(is_loopback(host)) << host;
}

}  // namespace
}  // namespace smtp
