#include "parsers/mime/message.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "base/text.h"
#include "parsers/problem_codes.h"

namespace parsers::mime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string data(const std::string& name) {
    std::ifstream file(std::string(FILINGD_TEST_DATA) + "/mime/" + name + ".eml", std::ios::binary);
    EXPECT_TRUE(file.good()) << name;
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

std::vector<std::string> parts(const Message& message) {
    std::vector<std::string> out;
    for (const Leaf& leaf : message.leaves) {
        std::string text(base::trimmed(base::replaced(leaf.bytes, "\r\n", "\n")));
        out.push_back(leaf.section + '|' + leaf.name + '|' + text);
    }
    return out;
}

std::vector<std::string> problems(const Message& message) {
    std::vector<std::string> out;
    for (const Problem& problem : message.parsed.problems)
        out.push_back(problem.code + ": " + problem.detail);
    return out;
}

bool has_problem(const Message& message, std::string_view words) {
    for (const std::string& each : problems(message))
        if (each.find(words) != std::string::npos) return true;
    return false;
}

const std::vector<std::string> kTwo = {"1||first part", "2|a.bin|second part"};

struct Case {
    std::string file;
    std::vector<std::string> parts;
    std::string problem;  ///< words of the problem it must give; empty: none at all
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.file; }

class MalformedMail : public testing::TestWithParam<Case> {
 protected:
    static void expect(const Case& each, const std::string& raw) {
        const Message message = read_message(raw, Limits());
        EXPECT_EQ(parts(message), each.parts);
        EXPECT_FALSE(has_problem(message, "the MIME library"));
        if (each.problem.empty()) {
            EXPECT_THAT(problems(message), IsEmpty());
        } else {
            EXPECT_TRUE(has_problem(message, each.problem))
                << testing::PrintToString(problems(message));
        }
    }
};

TEST_P(MalformedMail, GivesAllPartsWithLineFeeds) { expect(GetParam(), data(GetParam().file)); }

TEST_P(MalformedMail, GivesAllPartsWithCarriageReturns) {
    expect(GetParam(), base::replaced(data(GetParam().file), "\n", "\r\n"));
}

TEST_P(MalformedMail, GivesAllPartsWithMixedLineEnds) {
    const std::string lines = data(GetParam().file);
    std::string mixed;
    std::size_t count = 0;
    for (const char c : lines) {
        if (c == '\n' && ++count % 2 == 0) mixed += '\r';
        mixed += c;
    }
    expect(GetParam(), mixed);
}

INSTANTIATE_TEST_SUITE_P(
    Traits, MalformedMail,
    testing::Values(
        Case{"plain", kTwo, ""}, Case{"no_final_boundary", kTwo, "final boundary is missing"},
        Case{"truncated_base64", {"1||first part", "2|a.bin|second"}, "final boundary is missing"},
        Case{"nested_same_boundary", {"1.1||first part", "2|a.bin|second part"}, ""},
        Case{"unclosed_inner",
             {"1.1||first part", "1.2||<p>first part</p>", "2|a.bin|second part"},
             "inner multipart was not closed"},
        Case{"boundary_blanks", kTwo, "ended in blanks"},
        Case{"false_prefix",
             {"1||first part\n--Bob is no boundary\nend --B inside", "2|a.bin|second part"},
             "only begins like a boundary"},
        Case{"bad_header_line", kTwo, "no header field"}, Case{"mbox_from", kTwo, "mbox line"},
        Case{"leading_blank_lines", kTwo, "blank lines stood before"},
        Case{"boundary_only_in_header", {"1||first part"}, "was read as text"},
        Case{"other_boundary", kTwo, "taken from the body"}, Case{"header_at_end", {}, ""},
        Case{"nul_in_header", kTwo, "NUL"}, Case{"mechanism_blank", kTwo, ""},
        Case{"uuencode", {"1|a.bin|second part"}, ""},
        Case{"uuencode_nameless", {"1||first part", "2|a.bin|second part"}, ""},
        Case{"uuencode_letter",
             {"1||first part\n\nbegin 644 a.bin\n+<V5C;VYD('!A<G0\n`\nend\nlast words"},
             ""},
        Case{"duplicate_content_type", kTwo, ""}, Case{"base64_junk", {"1||hello world"}, ""},
        Case{"base64_padding_inside", {"1||hello world"}, ""},
        Case{"base64_no_padding", {"1||hello world"}, ""},
        Case{"quoted_printable", {"1||hello\nsoft break =ZZ \xC4\xE3"}, ""},
        Case{"part_after_final",
             {"1||first part", "2|a.bin|second part", "3|late.bin|late part"},
             "after the final boundary"},
        Case{"no_blank_line",
             {"1||first part has no headers at all\nand no blank line"},
             "without an empty line"},
        Case{"length_error",
             {"1|utf-8': multipart/mixed|", "2||Contena.doc\"\n\nhi"},
             "without an empty line"},
        Case{"empty_attachment", {"1||first part", "2|empty.docx|"}, ""}),
    [](const auto& each) { return each.param.file; });

TEST(Message, AttachedMessageIsOneLeafWithItsTransferEncodingUndone) {
    for (const char* file : {"rfc822_base64", "rfc822_plain"}) {
        const Message message = read_message(data(file), Limits());
        ASSERT_EQ(message.leaves.size(), 2U) << file;
        EXPECT_EQ(message.leaves[1].type, "message/rfc822");
        EXPECT_EQ(message.leaves[1].section, "2");
        const Message inner = read_message(message.leaves[1].bytes, Limits());
        EXPECT_EQ(inner.parsed.subject, "inner");
        EXPECT_EQ(parts(inner), kTwo) << file;
    }
}

TEST(Message, PartsOfADigestAreMessagesByDefault) {
    const Message message = read_message(data("digest"), Limits());
    ASSERT_EQ(message.leaves.size(), 1U);
    EXPECT_EQ(message.leaves[0].type, "message/rfc822");
    EXPECT_EQ(read_message(message.leaves[0].bytes, Limits()).parsed.subject, "inner");
}

TEST(Message, BareCarriageReturnsEndLines) {
    const Message message = read_message(base::replaced(data("plain"), "\n", "\r"), Limits());
    EXPECT_EQ(message.parsed.subject, "plain");
    EXPECT_EQ(parts(message), kTwo);
}

TEST(Message, RawGbkHeadersAndFileNamesAreReadThroughBytesThatLookLikeSyntax) {
    const Message message = read_message(data("raw_gbk"), Limits());
    EXPECT_EQ(message.parsed.subject, "月报目录");
    ASSERT_EQ(message.parsed.from.size(), 1U);
    EXPECT_EQ(message.parsed.from[0].name, "县局");
    ASSERT_EQ(message.leaves.size(), 1U);
    EXPECT_EQ(message.leaves[0].name, "月报|表.docx");
}

TEST(Message, LastHeaderWithoutLineEndIsKept) {
    EXPECT_EQ(read_message(data("header_at_end"), Limits()).parsed.subject, "header at end");
}

TEST(Message, SectionsCountLikeImap) {
    const std::string raw =
        "Content-Type: multipart/mixed; boundary=A\n\n--A\n"
        "Content-Type: multipart/related; boundary=R\n\n--R\n"
        "Content-Type: multipart/alternative; boundary=C\n\n--C\n\nplain\n--C\n"
        "Content-Type: text/html\n\nhtml\n--C--\n--R\nContent-Type: image/png\n"
        "Content-ID: <logo@x>\n\npng\n--R--\n--A\n\nlast\n--A--\n";
    const Message message = read_message(raw, Limits());
    EXPECT_THAT(parts(message), ElementsAre("1.1.1||plain", "1.1.2||html", "1.2||png", "2||last"));
    EXPECT_TRUE(message.leaves[0].in_alternative);
    EXPECT_TRUE(message.leaves[0].in_related);
    EXPECT_EQ(message.leaves[0].alternative, message.leaves[1].alternative);
    EXPECT_EQ(message.leaves[2].alternative, 0U);
    EXPECT_EQ(message.leaves[2].content_id, "logo@x");
    EXPECT_FALSE(message.leaves[3].in_related);
}

TEST(Message, MailWithoutMultipartIsSectionOne) {
    const Message message = read_message("Subject: x\n\nhello", Limits());
    ASSERT_EQ(message.leaves.size(), 1U);
    EXPECT_EQ(message.leaves[0].section, "1");
    EXPECT_EQ(message.leaves[0].type, "text/plain");
}

TEST(Message, HeadersAreDecodedAndUnfolded) {
    const Message message = read_message(
        "From: =?gb2312?B?z9i+1g==?= <A@Unit.EXAMPLE>\nSubject: =?utf-8?B?5pyI5oql?=\n "
        "=?utf-8?Q?=E8=A1=A8?=\n"
        "Message-ID: <1@x>\nDate: Mon, 17 Jun 2024 08:30:00 +0800\nReply-To: b@unit.example\n\nx",
        Limits());
    EXPECT_EQ(message.parsed.subject, "月报表");
    EXPECT_EQ(message.parsed.message_id, "<1@x>");
    EXPECT_EQ(message.parsed.date_header, "Mon, 17 Jun 2024 08:30:00 +0800");
    ASSERT_EQ(message.parsed.from.size(), 1U);
    EXPECT_EQ(message.parsed.from[0].name, "县局");
    EXPECT_EQ(message.parsed.from[0].address, "A@unit.example");
    ASSERT_EQ(message.parsed.reply_to.size(), 1U);
    EXPECT_EQ(header(message.parsed, "MESSAGE-id").value_or(""), "<1@x>");
    EXPECT_FALSE(header(message.parsed, "bcc").has_value());
}

TEST(Message, UndeclaredDispositionAndTypeFallBackToDefaults) {
    const Message message = read_message(
        "Content-Type: nonsense\nContent-Disposition: strange; filename=x.doc\n\nbytes", Limits());
    ASSERT_EQ(message.leaves.size(), 1U);
    EXPECT_EQ(message.leaves[0].type, "text/plain");
    EXPECT_EQ(message.leaves[0].disposition, "attachment");
}

TEST(Message, PieceOfASplitMessageIsAProblem) {
    const Message message =
        read_message("Content-Type: message/partial; id=x; number=1\n\nhalf", Limits());
    EXPECT_TRUE(has_problem(message, code::kMessagePartial));
}

TEST(Message, MultipartsBelowTheNestingLimitStayWhole) {
    std::string raw;
    for (int i = 0; i < 15000; ++i) {
        const std::string b = "b" + std::to_string(i);
        raw += "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n";
    }
    raw += "\ndeep";
    Limits limits;
    limits.multipart_depth = 20;
    const Message message = read_message(raw, limits);
    ASSERT_EQ(message.leaves.size(), 1U);
    EXPECT_THAT(message.leaves[0].bytes, HasSubstr("deep"));
    EXPECT_TRUE(has_problem(message, code::kLimitExceeded));
}

TEST(Message, PartsBeyondTheLimitAreKeptInOnePiece) {
    std::string raw = "Content-Type: multipart/mixed; boundary=B\n\n";
    for (int i = 1; i <= 30; ++i) raw += "--B\n\npart " + std::to_string(i) + "\n";
    raw += "--B--\n";
    Limits limits;
    limits.parts = 10;
    const Message message = read_message(raw, limits);
    ASSERT_EQ(message.leaves.size(), 10U);
    EXPECT_THAT(message.leaves[9].bytes, HasSubstr("part 30"));
    EXPECT_TRUE(has_problem(message, code::kLimitExceeded));
}

TEST(Message, HeadersBeyondTheLimitsAreCutAndTheBodyIsNot) {
    const Message message = read_message(
        "Subject: " + std::string(3'000'000, 'x') + "\nX-Last: here\n\nbody", Limits());
    EXPECT_EQ(message.parsed.subject.size(), Limits().header_line);
    EXPECT_TRUE(has_problem(message, code::kHeaderTruncated));
    ASSERT_EQ(message.leaves.size(), 1U);
    EXPECT_EQ(message.leaves[0].bytes, "body");
}

TEST(Message, TextOutsideOfAllPartsIsAMismatch) {
    const std::string raw = "Content-Type: multipart/mixed; boundary=B\n\n--B\n\nx\n--B--\n";
    EXPECT_TRUE(
        has_problem(read_message(raw + std::string(5000, 'z'), Limits()), code::kMimeMismatch));
    EXPECT_FALSE(
        has_problem(read_message(raw + std::string(50, 'z'), Limits()), code::kMimeMismatch));
}

}  // namespace
}  // namespace parsers::mime
