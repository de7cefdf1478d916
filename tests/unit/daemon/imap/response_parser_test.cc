#include "daemon/imap/response_parser.h"

#include <gtest/gtest.h>

#include "daemon/imap/responses.h"

namespace imap {
namespace {

/// Writes down everything the parser says, bodies apart from the rest.
class Recorder : public ResponseParser::Receiver {
 public:
    base::Result<bool> literal_begins(const Response& so_far, std::uint64_t size) override {
        const bool body = awaits_body(so_far);
        if (body) said += "[body " + std::to_string(size) + "]";
        return body;
    }
    base::Result<> literal_bytes(std::string_view bytes) override {
        said += bytes;
        return {};
    }
    base::Result<> response(Response&& response) override {
        said += "<" + response.tag + "|" +
                (response.status ? std::to_string(static_cast<int>(*response.status)) : "");
        said += "|" + response.code + "|" + response.code_argument + "|" + response.text + "|";
        for (const auto& token : response.tokens) said += token.text + ",";
        said += ">";
        responses.push_back(std::move(response));
        return {};
    }
    std::string said;
    std::vector<Response> responses;
};

std::string parse(std::string_view bytes) {
    Recorder recorder;
    ResponseParser parser;
    return parser.feed(bytes, recorder) ? recorder.said : "error";
}

const std::string kDialogue =
    "* OK [CAPABILITY IMAP4rev1 ID] ready {3}\r\n"
    "* CAPABILITY IMAP4rev1 IDLE\r\n"
    "F1 OK [ALERT] a (strange \"text\r\n"
    "* LIST (\\HasNoChildren) \"/\" {5}\r\na\r\nbc\r\n"
    "* 3 FETCH (UID 5 FLAGS (\\Seen) INTERNALDATE \" 7-Jul-2024 10:00:00 +0800\" BODY[] {21}\r\n"
    "F2 OK forged\r\n* BYE\r\n)\r\n"
    "* 4 FETCH (BODY[HEADER.FIELDS (TO CC)] {2}\r\nab BODY[] {4+}\r\nwxyz UID 6)\r\n"
    "+ go on\r\n+\r\n"
    "* 8 EXPUNGE\r\n* SEARCH\r\n"
    "F2 NO [UIDVALIDITY 7] no\r\n* BYE Autologout; idle for too long\r\n";

TEST(ResponseParser, ReadsTheSameHoweverTheBytesAreCut) {
    const std::string whole = parse(kDialogue);
    ASSERT_NE(whole, "error");
    for (std::size_t at = 0; at <= kDialogue.size(); ++at) {
        Recorder recorder;
        ResponseParser parser;
        ASSERT_TRUE(parser.feed(std::string_view(kDialogue).substr(0, at), recorder));
        ASSERT_TRUE(parser.feed(std::string_view(kDialogue).substr(at), recorder));
        ASSERT_EQ(recorder.said, whole) << "cut at " << at;
    }
    Recorder single;
    ResponseParser parser;
    for (const char c : kDialogue) ASSERT_TRUE(parser.feed({&c, 1}, single));
    EXPECT_EQ(single.said, whole);
}

TEST(ResponseParser, TakesAForgedTagInALiteralForText) {
    Recorder recorder;
    ResponseParser parser;
    ASSERT_TRUE(parser.feed(kDialogue, recorder));
    std::size_t tagged = 0;
    for (const auto& response : recorder.responses)
        if (response.tag == "F2") ++tagged;
    EXPECT_EQ(tagged, 1U);
    EXPECT_NE(recorder.said.find("[body 21]F2 OK forged\r\n* BYE\r\n<"), std::string::npos)
        << recorder.said;
}

TEST(ResponseParser, StreamsBodiesAndKeepsOtherLiterals) {
    EXPECT_EQ(
        parse("* 4 FETCH (BODY[HEADER.FIELDS (TO CC)] {2}\r\nab BODY[] {4+}\r\nwxyz UID 6)\r\n"),
        "[body 4]wxyz<||||"
        "|4,FETCH,,BODY[HEADER.FIELDS (TO CC)],ab,BODY[],,UID,6,,>");
}

TEST(ResponseParser, ReadsStatusCodes) {
    EXPECT_EQ(parse("F9 NO [UIDVALIDITY 7] sorry\r\n"), "<F9|1|UIDVALIDITY|7|sorry|>");
    EXPECT_EQ(parse("* BYE\r\n"), "<|3||||>");
    EXPECT_EQ(parse("* OK [unclosed\r\n"), "<|0|||[unclosed|>");
}

TEST(ResponseParser, ForgivesBareLineFeedsAndUnclosedQuotes) {
    EXPECT_EQ(parse("* 2 EXISTS\n\n* LIST () \"/\" \"open\r\n"),
              "<||||"
              "|2,EXISTS,><||||"
              "|LIST,,,/,open,>");
}

TEST(ResponseParser, TakesABraceThatIsNoLiteralForAnAtom) {
    EXPECT_EQ(parse("* X {a} {12}b {3\r\n"),
              "<||||"
              "|X,{a},{12}b,{3,>");
}

TEST(ResponseParser, GivesUpOnEndlessLinesListsAndNesting) {
    EXPECT_EQ(parse("* X " + std::string(2U << 20, 'a') + "\r\n"), "error");
    EXPECT_EQ(parse("* X " + std::string(1000, '(')), "error");
    std::string list = "* X";
    for (int i = 0; i < 110'000; ++i) list += " a";
    EXPECT_EQ(parse(list + "\r\n"), "error");
    EXPECT_EQ(parse("* 1 FETCH (BODY[] {99999999999999999999999}\r\n"), "error");
}

TEST(ResponseParser, CountsALiteralNobodyStreamsWithoutKeepingIt) {
    Recorder recorder;
    ResponseParser parser;
    ASSERT_TRUE(parser.feed("* X {3000000}\r\n", recorder));
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(parser.feed(std::string(1'000'000, 'z'), recorder));
    ASSERT_TRUE(parser.feed("\r\n", recorder));
    ASSERT_EQ(recorder.responses.size(), 1U);
    EXPECT_EQ(recorder.responses[0].tokens[1].size, 3'000'000U);
    EXPECT_EQ(recorder.responses[0].tokens[1].text.size(), 64U << 10);
}

}  // namespace
}  // namespace imap
