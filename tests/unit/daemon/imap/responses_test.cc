#include "daemon/imap/responses.h"

#include <gtest/gtest.h>

namespace imap {
namespace {

class Last : public ResponseParser::Receiver {
 public:
    base::Result<bool> literal_begins(const Response& so_far, std::uint64_t) override {
        return awaits_body(so_far);
    }
    base::Result<> literal_bytes(std::string_view) override { return {}; }
    base::Result<> response(Response&& response) override {
        value = std::move(response);
        return {};
    }
    Response value;
};

Response read(std::string_view line) {
    Last last;
    ResponseParser parser;
    EXPECT_TRUE(parser.feed(line, last));
    return last.value;
}

TEST(Responses, ReadsFetchItemsInAnyOrder) {
    const auto fetch = as_fetch(
        read("* 3 FETCH (BODY[] {3}\r\nabc X (1 (2)) RFC822.SIZE 9 FLAGS (\\Seen $a) UID 1392611444"
             " INTERNALDATE \"01-Jul-2024 00:00:00 +0000\")\r\n"));
    ASSERT_TRUE(fetch);
    EXPECT_EQ(fetch->uid, 1392611444U);
    EXPECT_EQ(fetch->size, 9U);
    EXPECT_EQ(fetch->body, Fetch::Body::Streamed);
    ASSERT_TRUE(fetch->internal_date);
    EXPECT_EQ(base::format_instant(*fetch->internal_date), "2024-07-01T08:00:00+08:00");
}

TEST(Responses, ReadsBodiesWithoutLiteral) {
    const auto quoted = as_fetch(read("* 3 FETCH (UID 4 BODY[] \"abc\")\r\n"));
    ASSERT_TRUE(quoted);
    EXPECT_EQ(quoted->body, Fetch::Body::Inline);
    EXPECT_EQ(quoted->inline_body, "abc");
    EXPECT_EQ(as_fetch(read("* 3 FETCH (UID 4 BODY[] NIL)\r\n"))->body, Fetch::Body::Nil);
}

TEST(Responses, TakesNothingOutOfShape) {
    EXPECT_FALSE(as_fetch(read("* 3 FETCH\r\n")));
    EXPECT_FALSE(as_fetch(read("F1 3 FETCH (UID 4)\r\n")));
    EXPECT_FALSE(as_fetch(read("* 3 FETCH (UID 0)\r\n"))->uid);
    EXPECT_FALSE(as_fetch(read("* 3 FETCH (UID 4294967296)\r\n"))->uid);
    EXPECT_FALSE(as_fetch(read("* 3 FETCH (UID\r\n"))->uid);
    EXPECT_FALSE(as_number(read("* x EXISTS\r\n"), "EXISTS"));
    EXPECT_EQ(as_number(read("* 12 exists\r\n"), "EXISTS"), 12U);
}

TEST(Responses, ReadsCapabilitiesFromDataAndCode) {
    const std::vector<std::string> names = {"IMAP4REV1", "IDLE"};
    EXPECT_EQ(as_capabilities(read("* CAPABILITY IMAP4rev1 idle\r\n")), names);
    EXPECT_EQ(as_capabilities(read("F1 OK [CAPABILITY IMAP4rev1 idle] in\r\n")), names);
    EXPECT_FALSE(as_capabilities(read("F1 OK in\r\n")));
}

TEST(Responses, ReadsInternalDates) {
    for (const char* text :
         {" 7-Jul-2024 10:00:00 +0800", "7-Jul-2024 10:00:00 +0800", "07-Jul-2024 10:00:00 +0800",
          "07-jul-2024 02:00:00 +0000", "06-Jul-2024 22:00:00 -0400"}) {
        const auto date = parse_internal_date(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(base::format_instant(*date), "2024-07-07T10:00:00+08:00") << text;
    }
    for (const char* text :
         {"", "7-Jul-2024", "31-Feb-2024 10:00:00 +0800", "07-Jux-2024 10:00:00 +0800",
          "07-Jul-2024 25:00:00 +0800", "07-Jul-2024 10:00:00 *0800", "07-Jul-2024 1a:00:00 +0800"})
        EXPECT_FALSE(parse_internal_date(text)) << text;
}

}  // namespace
}  // namespace imap
