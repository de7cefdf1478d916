#include "parsers/document/container.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/document/volumes.h"
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

struct Told {
    std::string name;                    ///< of the archive
    std::vector<std::string> passwords;  ///< the mail's
};

Opened open(const std::string& bytes, const parsers::Limits& limits, Budget& budget,
            const Told& told = {}) {
    parsers::document::warm_up();
    Opened opened;
    parsers::document::ArchiveFile archive;
    archive.bytes = bytes;
    archive.name = told.name;
    archive.passwords = [&]() -> const std::vector<std::string>& { return told.passwords; };
    parsers::document::open_archive(
        archive, limits, budget,
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

Opened open(const std::string& bytes, const Told& told) {
    const parsers::Limits limits;
    Budget budget(limits);
    return open(bytes, limits, budget, told);
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
    const auto opened = open(
        samples::zip({{"a/", ""}, {"__MACOSX/._a", "x"}, {"a/.DS_Store", "x"}, {"a/b.txt", "x"}}));
    EXPECT_THAT(opened.names, ElementsAre("a/b.txt"));
    EXPECT_THAT(opened.problems,
                ElementsAre("__MACOSX/._a entry_skipped", "a/.DS_Store entry_skipped"));
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

using samples::stored_archive;

std::string stored(const std::string& name) {
    std::string bytes = stored_archive(name);
    EXPECT_FALSE(bytes.empty()) << name;
    return bytes;
}

TEST(Container, OpensAZipWithAPasswordOfTheMail) {
    for (const char* file : {"zipcrypto.zip", "aes.zip"}) {
        const auto opened = open(stored(file), Told{"", {"123456", "yxfz@2024", "other"}});
        EXPECT_THAT(opened.names, ElementsAre("月报.txt", "附表.txt")) << file;
        EXPECT_THAT(opened.contents, ElementsAre("六月月报的内容\n", "第二个文件\n")) << file;
        EXPECT_THAT(opened.problems, ElementsAre(" password_used")) << file;
    }
}

TEST(Container, FindsThePasswordAmongManyWrongOnes) {
    // One in 256 passes ZipCrypto's own check.
    std::vector<std::string> many;
    for (int i = 0; i < 600; ++i) many.push_back("wrong" + std::to_string(i));
    many.emplace_back("yxfz@2024");
    EXPECT_EQ(open(stored("zipcrypto.zip"), Told{"", many}).names.size(), 2U);
}

TEST(Container, NamesEveryEntryThatStaysLocked) {
    for (const char* file : {"zipcrypto.zip", "aes.zip"})
        EXPECT_THAT(open(stored(file), Told{"", {"123456"}}).problems,
                    ElementsAre("月报.txt encrypted", "附表.txt encrypted"))
            << file;
}

TEST(Container, SaysThatRarAndSevenZipAreLocked) {
    EXPECT_THAT(open(stored("locked.7z")).problems, ElementsAre("月报.txt encrypted"));
    EXPECT_THAT(open(stored("locked_names.7z")).problems, ElementsAre(" encrypted"));
    EXPECT_THAT(open(stored("rar4_locked.rar")).problems,
                ElementsAre("foo.txt encrypted", "bar.txt encrypted"));
    EXPECT_THAT(open(stored("rar4_locked_names.rar")).problems, ElementsAre(" encrypted"));
}

TEST(Container, NamesAMethodItDoesNotKnow) {
    EXPECT_THAT(open(stored("deflate64.zip")).problems, ElementsAre("long.txt unsupported_format"));
}

TEST(Container, ReadsRarOfBothGenerations) {
    EXPECT_THAT(open(stored("rar5_stored.rar")).names, ElementsAre("helloworld.txt"));
    EXPECT_THAT(open(stored("rar5_compressed.rar")).names, ElementsAre("test.bin"));
    EXPECT_EQ(open(stored("rar5_compressed.rar")).contents[0].size(), 1200U);
    EXPECT_EQ(open(stored("rar5_solid.rar")).names.size(), 7U);
    EXPECT_THAT(open(stored("rar5_solid.rar")).problems, IsEmpty());
    EXPECT_THAT(open(stored("rar4_windows.rar")).problems, ElementsAre());
    EXPECT_THAT(open(stored("rar4_unicode.rar")).names,
                Contains("表だよ/漢字長いファイル名long-filename-in-漢字.txt"));
}

TEST(Container, NamesTheFileInAGzOrXz) {
    EXPECT_THAT(open(stored("named.gz"), Told{"x.gz", {}}).names, ElementsAre("附表.txt"));
    EXPECT_THAT(open(stored("nameless.gz"), Told{"六月.txt.gz", {}}).names,
                ElementsAre("六月.txt"));
    EXPECT_THAT(open(stored("nameless.xz"), Told{"六月.txt.XZ", {}}).names,
                ElementsAre("六月.txt"));
    EXPECT_THAT(open(stored("nameless.xz")).names, ElementsAre("data"));
    EXPECT_THAT(open(stored("nameless.xz")).contents, ElementsAre("六月月报的内容\n"));
}

TEST(Container, SaysWhichEntriesAreLinks) {
    const auto opened = open(stored("links.tar"));
    EXPECT_THAT(opened.names, testing::UnorderedElementsAre("文件夹/附表.txt",
                                                            testing::AnyOf("月报.txt", "hard")));
    EXPECT_THAT(opened.problems, Contains("link entry_skipped"));
    EXPECT_EQ(opened.problems.size(), 2U);
}

TEST(Volumes, AreToldByContentAndByName) {
    using parsers::document::volume;
    EXPECT_EQ(volume(stored("rar4_volume.part1.rar"), "x"), "one volume of a split RAR archive");
    EXPECT_EQ(volume(stored("rar5_volume.part01.rar"), "x"), "one volume of a split RAR archive");
    EXPECT_EQ(volume(stored("split.z01"), "x"), "one volume of a split zip archive");
    EXPECT_EQ(volume(stored("split.zip"), "x.zip"), "one volume of a split zip archive");
    EXPECT_EQ(volume(stored("split.7z.001"), "x.7z.001"), "one volume of a split 7z archive");
    EXPECT_EQ(volume(stored("split.7z.002"), "月报.7z.002"), "one volume of a split 7z archive");
    EXPECT_EQ(volume("anything", "月报.z02"), "one volume of a split zip archive");
    EXPECT_EQ(volume("anything", "月报.ZIP.002"), "one volume of a split zip archive");
}

TEST(Volumes, AWholeArchiveIsNone) {
    using parsers::document::volume;
    for (const char* file : {"aes.zip", "locked.7z", "rar4_windows.rar", "rar5_stored.rar",
                             "rar4_locked_names.rar", "links.tar"})
        EXPECT_EQ(volume(stored(file), file), "") << file;
    EXPECT_EQ(volume(stored("locked.7z"), "月报.7z.001"), "") << "all of it fits in one volume";
    EXPECT_EQ(volume("text", "第2期.docx"), "");
    EXPECT_EQ(volume("text", "月报.2024.001"), "");
    EXPECT_EQ(volume("", "x.7z.001"), "");
}

}  // namespace
