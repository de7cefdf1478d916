// A child that lies in its frames costs its message its verdict, and filingd nothing: through the
// real fork server and confinement, with a child that writes what the test says.

#include <gtest/gtest.h>
#include <linux/futex.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "daemon/pipeline/parser_process.h"
#include "parsers/codec.h"
#include "parsers/confine/messages.h"
#include "parsers/frame_table.h"
#include "parsers/frames.h"
#include "parsers/problem_codes.h"
#include "tests/unit/daemon/pipeline/parser_fixture.h"

namespace pipeline {
namespace {

using How = ChildDeath::How;
using parsers::FrameType;

// How the child ends once it has written.
constexpr char kExit = 'x';
constexpr char kWait = 'w';        ///< for ever, using no time
constexpr char kCrash = 'c';       ///< by a signal
constexpr char kAgain = 'a';       ///< writes it again and again, for ever
constexpr char kClose = 'p';       ///< closes its pipe and waits
constexpr char kByteByByte = 'b';  ///< each byte a write of its own, then exits

void write_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(parsers::confine::kOutput, bytes.data(), bytes.size());
        if (written <= 0) ::_exit(1);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

[[noreturn]] void wait_for_ever() {
    for (int nobody = 0;;) ::syscall(SYS_futex, &nobody, FUTEX_WAIT, 0, nullptr, nullptr, 0);
}

/// The message is the script: how it ends, how many bytes come once, and what is written.
void lie(std::string_view input, const parsers::Limits&, parsers::Sink&) {
    const char end = input.front();
    const std::string_view once = input.substr(
        3, static_cast<unsigned char>(input[1]) * 256U + static_cast<unsigned char>(input[2]));
    std::string_view rest = input.substr(3 + once.size());
    write_bytes(once);
    if (end == kByteByByte) {
        for (; !rest.empty(); rest.remove_prefix(1)) write_bytes(rest.substr(0, 1));
    }
    do write_bytes(rest);
    while (end == kAgain);
    if (end == kClose) ::close(parsers::confine::kOutput);
    if (end == kCrash) ::kill(::getpid(), SIGSEGV);  // not allowed: SIGSYS
    if (end == kWait || end == kClose) wait_for_ever();
    ::_exit(0);
}

std::string script(char end, std::string_view bytes, std::string_view once = {}) {
    std::string all{end, static_cast<char>(once.size() / 256),
                    static_cast<char>(once.size() % 256)};
    all += once;
    all += bytes;
    return all;
}

std::string frame(FrameType type, std::string_view payload,
                  std::uint64_t length = std::numeric_limits<std::uint64_t>::max()) {
    if (length == std::numeric_limits<std::uint64_t>::max()) length = payload.size();
    std::string out(1, static_cast<char>(type));
    for (unsigned shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<char>((length >> shift) & 0xffU));
    return out.append(payload);
}

template <class Fill>
std::string coded(FrameType type, Fill&& fill) {
    std::string payload;
    parsers::codec::Encoder encoder(payload);
    fill(encoder);
    return frame(type, payload);
}

std::string message() {
    return coded(FrameType::Message, [](auto& c) {
        c(parsers::frames::kVersion);
        parsers::codec::code_envelope(c, parsers::Parsed());
    });
}

parsers::Document document(std::string part = "1") {
    parsers::Document made;
    made.name = part;
    made.part = std::move(part);
    return made;
}

std::string part(const parsers::Document& of = document()) {
    return coded(FrameType::Part, [&](auto& c) { parsers::codec::code_beginning(c, of); });
}

std::string facts(const parsers::Document& of = document()) {
    return coded(FrameType::Document, [&](auto& c) { parsers::codec::code_facts(c, of); });
}

std::string problem() {
    return coded(FrameType::Problem, [](auto& c) {
        parsers::codec::code(c, parsers::Problem{"damaged", parsers::Severity::Note, "1", "x"});
    });
}

std::string field(std::string_view text) {
    return coded(FrameType::Field, [&](auto& c) {
        c(std::uint32_t{0});
        parsers::codec::code(c, parsers::Link{std::string(text), ""});
    });
}

std::string header(std::string_view value) {
    return coded(FrameType::Header, [&](auto& c) {
        parsers::codec::code(c, parsers::Header{"X", std::string(value)});
    });
}

std::string end(std::uint64_t documents, std::uint64_t problems, std::uint64_t bytes) {
    return coded(FrameType::End, [&](auto& c) {
        c(documents);
        c(problems);
        c(bytes);
    });
}

/// Two documents and a problem, as an honest child writes them.
std::string good() {
    return header("a") + message() + problem() + part() + frame(FrameType::Chunk, "bytes") +
           frame(FrameType::Text, "text") + field("http://a.example") + facts() +
           part(document("2")) + frame(FrameType::Chunk, "more") + facts(document("2")) +
           end(2, 1, 9);
}

class LyingChild : public testing::Test {
 protected:
    ParseOutcome told(const std::string& script, const parsers::Limits& limits = quick()) {
        memory_ = Memory();
        auto outcome = parser_.parse(file_with(script).get(), limits, memory_);
        EXPECT_TRUE(outcome) << base::describe(outcome.error());
        if (!outcome) return {};
        EXPECT_EQ(outcome->parsed.documents.size(), memory_.finished);
        if (outcome->died) {
            EXPECT_EQ(outcome->parsed.problems.back().code, parsers::code::kParserDied);
            EXPECT_EQ(outcome->parsed.problems.back().severity, parsers::Severity::Lost);
        }
        return std::move(*outcome);
    }

    /// The words of a death for breaking the protocol, which must be the end.
    std::string fault(const std::string& script, const parsers::Limits& limits = quick()) {
        const ParseOutcome outcome = told(script, limits);
        if (!outcome.died) return "believed";
        EXPECT_EQ(outcome.died->how, How::BrokeProtocol) << outcome.died->words;
        return outcome.died->words;
    }

    void TearDown() override {
        // Whatever it told, the next is heard.
        const ParseOutcome next = told(script(kExit, good()));
        EXPECT_FALSE(next.died);
        EXPECT_EQ(next.parsed.documents.size(), 2U);
        EXPECT_EQ(started_, 1);
    }

    int started_ = 0;
    ParserProcess parser_{server_of(lie, &started_), 1, base::system_clock()};
    Memory memory_;
};

TEST_F(LyingChild, IsBelievedWhereItDoesNotLie) {
    const ParseOutcome outcome = told(script(kExit, good()));
    ASSERT_FALSE(outcome.died) << outcome.died->words;
    ASSERT_EQ(outcome.parsed.documents.size(), 2U);
    EXPECT_EQ(outcome.parsed.documents[0].text, "text");
    EXPECT_EQ(memory_.begun[1], "more");
}

TEST_F(LyingChild, SlowlyByteByByteIsHeardAllTheSame) {
    EXPECT_FALSE(told(script(kByteByByte, good())).died);
}

TEST_F(LyingChild, ThatStopsAnywhereIsNotBelieved) {
    const std::string all = good();
    for (std::size_t size = 0; size < all.size(); ++size) {
        EXPECT_EQ(fault(script(kExit, all.substr(0, size))), "ended before its end") << size;
    }
}

TEST_F(LyingChild, ClaimsLengths) {
    const std::string begun = message() + part();
    EXPECT_EQ(fault(script(kWait, begun + frame(FrameType::Chunk, "x", 0xFFFFFFFF))),
              "sent what it may not: chunk frame of 4294967295 bytes");
    EXPECT_EQ(fault(script(kWait, frame(FrameType::Header, "x", 0x80000000))),
              "sent what it may not: header frame of 2147483648 bytes");
    EXPECT_EQ(fault(script(kWait, message() + frame(FrameType::End, "", 65))),
              "sent what it may not: end frame of 65 bytes");
    // Within its cap, but never sent.
    EXPECT_EQ(fault(script(kExit, frame(FrameType::Header, "x", 4U << 20))),
              "ended before its end");
    // A payload longer or shorter than its frame says.
    std::string longer = part();
    longer[1] = static_cast<char>(longer[1] + 1);
    EXPECT_EQ(fault(script(kExit, message() + longer + facts())),
              "sent what it may not: damaged part frame");
    EXPECT_EQ(fault(script(kExit, begun + frame(FrameType::Chunk, "") + facts())),
              "sent what it may not: empty chunk frame");
    EXPECT_EQ(fault(script(kExit, begun + frame(FrameType::Text, "") + facts())),
              "sent what it may not: empty text frame");
}

TEST_F(LyingChild, SendsKindsThatDoNotExist) {
    for (const int kind : {0, 10, 127, 255}) {
        EXPECT_EQ(fault(script(kWait, message() + frame(static_cast<FrameType>(kind), "x"))),
                  "sent what it may not: unknown frame type");
    }
}

TEST_F(LyingChild, SendsFramesOutOfOrder) {
    const std::string chunk = frame(FrameType::Chunk, "x");
    const std::string text = frame(FrameType::Text, "x");
    const std::string last = end(0, 0, 0);
    const std::vector<std::string> all = {
        part(),
        chunk,
        text,
        facts(),
        last,
        field("x"),
        message() + message(),
        message() + header("x"),
        message() + chunk,
        message() + text,
        message() + facts(),
        message() + part() + part(),
        message() + part() + last,
        message() + part() + message(),
        message() + part() + text + chunk,
        message() + part() + facts() + facts(),
    };
    for (const std::string& bytes : all) {
        EXPECT_NE(fault(script(kWait, bytes)).find("frame out of order"), std::string::npos);
    }
    EXPECT_EQ(fault(script(kExit, message() + last + problem())),
              "sent what it may not: bytes after the end");
    EXPECT_EQ(fault(script(kExit, message() + last + "\xff")),
              "sent what it may not: unknown frame type");
    EXPECT_EQ(fault(script(kExit, message() + last + last)),
              "sent what it may not: bytes after the end");
}

TEST_F(LyingChild, CountsWrongly) {
    const std::string one = message() + part() + frame(FrameType::Chunk, "bytes") + facts();
    for (const auto& [documents, problems, bytes] : std::vector<std::array<std::uint64_t, 3>>{
             {0, 0, 5}, {2, 0, 5}, {1, 1, 5}, {1, 0, 6}, {1, 0, std::uint64_t{1} << 63}}) {
        EXPECT_EQ(fault(script(kExit, one + end(documents, problems, bytes))),
                  "sent what it may not: the end does not add up");
    }
    parsers::Document other = document("2");
    EXPECT_EQ(fault(script(kExit, message() + part() + facts(other))),
              "sent what it may not: a document ends that did not begin");
}

TEST_F(LyingChild, ClaimsASizeThatNobodyBelieves) {
    parsers::Document large = document();
    large.size = std::uint64_t{1} << 40;
    const ParseOutcome outcome = told(script(
        kExit, message() + part() + frame(FrameType::Chunk, "abc") + facts(large) + end(1, 0, 3)));
    ASSERT_FALSE(outcome.died);
    EXPECT_EQ(outcome.parsed.documents.at(0).size, 3U);
}

TEST_F(LyingChild, SendsTextThatIsNone) {
    parsers::Document made = document();
    made.name = "\xff\xfe\x80";
    const ParseOutcome outcome =
        told(script(kExit, message() + part(made) + frame(FrameType::Text, "a\xC3") + facts(made) +
                               end(1, 0, 0)));
    ASSERT_FALSE(outcome.died);
    EXPECT_TRUE(base::is_utf8(outcome.parsed.documents.at(0).name));
    EXPECT_EQ(outcome.parsed.documents.at(0).text, "a\uFFFD");
}

TEST_F(LyingChild, NamesPathsThatStayWords) {
    const parsers::Document made = document("../../../../etc/passwd");
    const ParseOutcome outcome =
        told(script(kExit, message() + part(made) + facts(made) + end(1, 0, 0)));
    ASSERT_FALSE(outcome.died);
    EXPECT_EQ(outcome.parsed.documents.at(0).name, made.name);
    EXPECT_EQ(memory_.begun.size(), 1U);
}

TEST_F(LyingChild, SendsMoreDocumentsThanThereMayBe) {
    parsers::Limits limits = quick();
    limits.parts = 2;
    limits.entries = 1;
    std::string many = message();
    for (int i = 0; i < 5; ++i) many += part() + facts();
    EXPECT_EQ(fault(script(kWait, many), limits),
              "sent what it may not: more documents than allowed");
    EXPECT_EQ(memory_.finished, 4U);
}

TEST_F(LyingChild, WithoutEndIsStoppedByItsBudgetAndFilingdDoesNotGrow) {
    rusage before{};
    ::getrusage(RUSAGE_SELF, &before);
    parsers::Limits limits;  // the real ones
    const std::string large(60'000, 'x');
    const auto endless = [&](const std::string& once, const std::string& again) {
        return fault(script(kAgain, again, once), limits);
    };
    const auto more = [](std::string_view what) {
        return "sent what it may not: more " + std::string(what) + " than allowed";
    };
    EXPECT_EQ(endless("", header(large)), more("header bytes"));
    EXPECT_EQ(endless("", header("")), more("header bytes"));
    EXPECT_EQ(endless("", problem()), more("problems"));
    EXPECT_EQ(endless(message(), part() + facts()), more("documents"));
    EXPECT_EQ(endless(message(), part(document(large)) + facts(document(large))),
              more("bytes about documents"));
    EXPECT_EQ(endless(message() + part(), frame(FrameType::Text, large)), more("bytes of text"));
    EXPECT_EQ(endless(message() + part(), field(large)), more("bytes of fields"));
    EXPECT_EQ(endless(message() + part(), field("")), more("bytes of fields"));
    limits.opened_bytes = 8 << 20;
    EXPECT_EQ(endless(message() + part(), frame(FrameType::Chunk, large)),
              more("bytes of documents"));
    rusage after{};
    ::getrusage(RUSAGE_SELF, &after);
#ifndef FILINGD_INSTRUMENTED
    EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 160 << 10) << "KiB";
#endif
}

TEST_F(LyingChild, ThatDiesAfterItsEndIsNotBelieved) {
    const ParseOutcome outcome = told(script(kCrash, good()));
    ASSERT_TRUE(outcome.died);
    EXPECT_EQ(outcome.died->how, How::Signal);
    EXPECT_EQ(outcome.parsed.documents.size(), 2U);
}

TEST_F(LyingChild, ThatNeverEndsRunsOutOfTime) {
    for (const char end : {kWait, kClose}) {
        const ParseOutcome outcome = told(script(end, good()));
        ASSERT_TRUE(outcome.died);
        EXPECT_EQ(outcome.died->how, How::OutOfTime) << end;
        EXPECT_EQ(outcome.parsed.documents.size(), 2U);
    }
}

TEST_F(LyingChild, ThatSaysNothingIsNotBelieved) {
    EXPECT_EQ(fault(script(kExit, "")), "ended before its end");
}

}  // namespace
}  // namespace pipeline
