#include "config/address.h"

#include <gtest/gtest.h>

namespace config {
namespace {

TEST(Address, IsLowerCaseLocalAtDomain) {
    EXPECT_EQ(parse_address("Office@East.Example"), "office@east.example");
    EXPECT_EQ(parse_address("a.b+c_1@mail.east.example"), "a.b+c_1@mail.east.example");
    EXPECT_EQ(parse_address("12345678@qq.example"), "12345678@qq.example");
}

TEST(Address, AnythingElseIsNone) {
    for (const char* wrong :
         {"", "@", "desk", "desk@", "@office.example", "a b@office.example", "a@@office.example",
          "a@office..example", "a@.example", "a@office.example.", "东山@office.example",
          "a@office.example\r\nBcc: b@office.example", "<a@office.example>", "a,b@office.example",
          "a@办公.example", "\"a\"@office.example"}) {
        EXPECT_FALSE(parse_address(wrong)) << wrong;
    }
}

TEST(Address, ANameMayStandBeforeIt) {
    const auto named = parse_named_address("县司法局执法监督 <Filing@office.example>");
    ASSERT_TRUE(named);
    EXPECT_EQ(named->name, "县司法局执法监督");
    EXPECT_EQ(named->address, "filing@office.example");
    const auto quoted = parse_named_address("\"Desk, first\" <desk@office.example>");
    ASSERT_TRUE(quoted);
    EXPECT_EQ(quoted->name, "Desk, first");
    const auto bare = parse_named_address(" desk@office.example ");
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->name, "");
    EXPECT_EQ(bare->address, "desk@office.example");
    for (const char* wrong :
         {"", "desk", "desk@office.example>", "Desk <desk>", "Desk desk@office.example",
          "A\nB <desk@office.example>", "\xff <desk@office.example>"}) {
        EXPECT_FALSE(parse_named_address(wrong)) << wrong;
    }
}

TEST(ServerUrl, IsSchemeHostAndPort) {
    const auto url = parse_server_url("IMAPS://Imap.Office.Example:1993/");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scheme, "imaps");
    EXPECT_EQ(url->host, "imap.office.example");
    EXPECT_EQ(url->port, 1993);
    const auto six = parse_server_url("imap://[::1]:10143");
    ASSERT_TRUE(six);
    EXPECT_EQ(six->host, "::1");
    EXPECT_EQ(six->port, 10143);
    EXPECT_EQ(parse_server_url("imap://127.0.0.1")->port, 0);
    for (const char* wrong :
         {"", "imap.office.example", "imap://", "imap://user@host", "imap://host/INBOX",
          "imap://host:0", "imap://host:65536", "imap://host:", "imap://ho st", "imap://[::1",
          "imap://[::1]x", "imap://[x]", "imap://host?x", "imap://.host"}) {
        EXPECT_FALSE(parse_server_url(wrong)) << wrong;
    }
}

TEST(Loopback, IsThisMachineAlone) {
    for (const char* host : {"localhost", "127.0.0.1", "127.8.9.10", "::1"}) {
        EXPECT_TRUE(is_loopback(host)) << host;
    }
    for (const char* host : {"127.0.0.1.example", "128.0.0.1", "localhost.example", "127.example",
                             "::2", "0.0.0.0", ""}) {
        EXPECT_FALSE(is_loopback(host)) << host;
    }
}

}  // namespace
}  // namespace config
