#include "parsers/document/container.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using namespace std::string_literals;
using parsers::document::Budget;
using parsers::document::Entry;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

struct Opened {
    std::vector<std::string> names;
    std::vector<std::string> contents;
    std::vector<std::string> problems;  ///< "part code"
};

Opened open(const std::string& bytes, const parsers::Limits& limits, Budget& budget) {
    parsers::document::warm_up();
    Opened opened;
    parsers::document::open_archive(
        bytes, limits, budget,
        [&](Entry entry) {
            opened.names.push_back(std::move(entry.name));
            opened.contents.push_back(std::move(entry.bytes));
        },
        [&](const parsers::Problem& problem) {
            opened.problems.push_back(problem.part + " " + problem.code);
        });
    return opened;
}

Opened open(const std::string& bytes, const parsers::Limits& limits = {}) {
    Budget budget(limits);
    return open(bytes, limits, budget);
}

TEST(Container, ReadsNamesInUtf8WithAndWithoutTheFlag) {
    EXPECT_THAT(open(samples::zip({{"月报/六月.docx", "x"}}, 0x800)).names,
                ElementsAre("月报/六月.docx"));
    EXPECT_THAT(open(samples::zip({{"六月.docx", "x"}})).names, ElementsAre("六月.docx"));
}

TEST(Container, ReadsNamesInGbk) {
    const auto opened = open(samples::zip({{"\xC1\xF9\xD4\xC2\xD4\xC2\xB1\xA8.docx", "x"}}));
    EXPECT_THAT(opened.names, ElementsAre("六月月报.docx"));
    EXPECT_THAT(opened.contents, ElementsAre("x"));
    EXPECT_THAT(opened.problems, IsEmpty());
    // A character whose second byte is a backslash.
    EXPECT_THAT(open(samples::zip({{"\x95\\.docx", "x"}})).names, ElementsAre("昞.docx"));
}

TEST(Container, SkipsFoldersAndLitter) {
    EXPECT_THAT(
        open(samples::zip(
                 {{"a/", ""}, {"__MACOSX/._a", "x"}, {"a/.DS_Store", "x"}, {"a/b.txt", "x"}}))
            .names,
        ElementsAre("a/b.txt"));
}

TEST(Container, KeepsAPathThatClimbsAsANameOnly) {
    EXPECT_THAT(open(samples::zip({{"../../etc/x.docx", "x"}, {"..\\y.pdf", "y"}})).names,
                ElementsAre("../../etc/x.docx", "../y.pdf"));
}

TEST(Container, TakesControlCharactersOutOfNames) {
    const auto opened = open(samples::zip({{"a\nb.txt", "x"}}));
    EXPECT_THAT(opened.names, ElementsAre("ab.txt"));
    EXPECT_THAT(opened.problems, ElementsAre("ab.txt name_sanitised"));
}

TEST(Container, SaysWhichEntryNeedsAPassword) {
    const auto opened = open(samples::zip({{"a.docx", std::string(40, 'x')}}, 1));
    EXPECT_THAT(opened.names, IsEmpty());
    EXPECT_THAT(opened.problems, ElementsAre("a.docx encrypted"));
}

TEST(Container, OpensTheOtherArchivesTheSameWay) {
    const samples::Files files = {{"六月.txt", "内容"}};
    EXPECT_THAT(open(samples::packed("7zip", files)).contents, ElementsAre("内容"));
    EXPECT_THAT(open(samples::packed("gnutar", files)).names, ElementsAre("六月.txt"));
    EXPECT_THAT(open(samples::packed("gnutar", files, true)).contents, ElementsAre("内容"));
    EXPECT_THAT(open(samples::packed("zip", files)).contents, ElementsAre("内容"));
}

TEST(Container, StopsABombByItsRatio) {
    const std::string bomb = samples::packed("zip", {{"a", std::string(30U << 20, '\0')}});
    ASSERT_LT(bomb.size(), 60'000U);
    const auto opened = open(bomb);
    EXPECT_THAT(opened.names, IsEmpty());
    EXPECT_THAT(opened.problems, ElementsAre("a limit_exceeded"));
}

TEST(Container, LeavesOutAnEntryTooLargeAndGoesOn) {
    parsers::Limits limits;
    limits.entry_bytes = 1000;
    const auto opened =
        open(samples::zip({{"big", std::string(2000, 'x')}, {"small", "y"}}), limits);
    EXPECT_THAT(opened.names, ElementsAre("small"));
    EXPECT_THAT(opened.problems, ElementsAre("big limit_exceeded"));
}

TEST(Container, SharesOneBudgetAmongAllArchivesOfAMessage) {
    parsers::Limits limits;
    limits.entries = 3;
    limits.opened_bytes = 100;
    Budget budget(limits);
    const std::string two = samples::zip({{"a", std::string(40, 'x')}, {"b", "y"}});
    EXPECT_EQ(open(two, limits, budget).names.size(), 2U);
    const auto second = open(two, limits, budget);
    EXPECT_THAT(second.names, ElementsAre("a"));
    EXPECT_THAT(second.problems, ElementsAre(" limit_exceeded"));
    Budget bytes(limits);
    EXPECT_THAT(
        open(samples::zip({{"a", std::string(200, 'x')}, {"b", "y"}}), limits, bytes).problems,
        ElementsAre("a limit_exceeded"));
}

TEST(Container, CountsEveryEntryOfAHugeDirectory) {
    samples::Files files;
    for (int i = 0; i < 5000; ++i) files.emplace_back("f" + std::to_string(i), "x");
    const auto opened = open(samples::zip(files));
    EXPECT_EQ(opened.names.size(), 2000U);
    EXPECT_THAT(opened.problems, ElementsAre(" limit_exceeded"));
}

TEST(Container, NeverLosesATruncationSilently) {
    for (const char* format : {"zip", "7zip", "gnutar"}) {
        const std::string whole =
            samples::packed(format, {{"a.txt", samples::repeated("月报", 3000)}});
        for (std::size_t size = 70; size + 1 < whole.size(); size += 11) {
            const auto opened = open(whole.substr(0, size));
            const bool complete = !opened.contents.empty() && opened.contents[0].size() == 18'000;
            EXPECT_TRUE(complete || !opened.problems.empty()) << format << " " << size;
        }
    }
}

TEST(Container, SaysThatWhatIsNoArchiveIsDamaged) {
    EXPECT_THAT(open("Rar!\x1A\x07\x01\0nothing"s + std::string(60, 'x')).problems,
                ElementsAre(" damaged"));
    EXPECT_THAT(open("no archive at all").problems, ElementsAre(" damaged"));
}

}  // namespace
