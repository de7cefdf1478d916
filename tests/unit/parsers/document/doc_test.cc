#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/document/word_tables.h"
#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"
#include "tests/unit/parsers/document/stored_ole.h"

namespace {

using samples::little;
using samples::read;
using testing::Contains;
using testing::IsEmpty;

constexpr std::size_t kTextAt = 0x400;

/// A head of Word 97 with `count` characters of main text; the table stream begins with the pieces.
std::string head(std::size_t count, std::size_t pieces, std::uint16_t flags = 0x0200) {
    std::string main(kTextAt, '\0');
    main.replace(0, 2, little(0xA5EC, 2));
    main.replace(2, 2, little(0xC1, 2));
    main.replace(10, 2, little(flags, 2));
    main.replace(0x4C, 4, little(count, 4));
    main.replace(0x1A2, 8, little(0, 4) + little(pieces, 4));
    return main;
}

struct Piece {
    std::size_t count;
    std::uint32_t place;  ///< as it stands in the table
};

std::string piece_table(const std::vector<Piece>& pieces) {
    std::string bounds = little(0, 4);
    std::string places;
    std::size_t at = 0;
    for (const Piece& piece : pieces) {
        at += piece.count;
        bounds += little(at, 4);
        places += little(0, 2) + little(piece.place, 4) + little(0, 2);
    }
    return "\x02" + little(bounds.size() + places.size(), 4) + bounds + places;
}

/// A Word file of one piece of UTF-16.
std::string word(std::u16string_view text) {
    const std::string table = piece_table({{text.size(), kTextAt}});
    return samples::ole({{"WordDocument", head(text.size(), table.size()) + samples::wide(text)},
                         {"1Table", table}});
}

TEST(Doc, GivesTheTextItWasMadeFrom) {
    const auto reading = read(samples::data("report.doc"));
    EXPECT_EQ(reading.text, samples::data("report.doc.txt"));
    EXPECT_EQ(reading.text_source, parsers::TextSource::Text);
    EXPECT_THAT(reading.problems, IsEmpty());
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://www.liuhe.example/zfgs.html?a=1&b=2");
    EXPECT_EQ(reading.links[0].text, "公示页");
}

TEST(Doc, GivesTheSameTextOutOfManyPieces) {
    const auto reading = read(samples::data("report-pieces.doc"));
    EXPECT_EQ(reading.text, samples::data("report.doc.txt"));
    EXPECT_THAT(reading.problems, IsEmpty());
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].text, "公示页");
}

TEST(Doc, KeepsMergedCellsInTheirColumns) {
    EXPECT_EQ(read(samples::data("merged.doc")).text, samples::data("merged.doc.txt"));
}

TEST(Doc, ReadsTheGbkTextOfWord95) {
    const auto reading = read(samples::data("word95.doc"));
    EXPECT_EQ(reading.text, samples::data("word95.doc.txt"));
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Doc, ReadsWord95TextOfTwoBytesACharacter) {
    std::string main(0x300, '\0');
    main.replace(0, 2, little(0xA5DC, 2));
    main.replace(2, 2, little(104, 2));
    main.replace(6, 2, little(0x804, 2));
    main.replace(10, 2, little(0x1000, 2));
    const std::string text = little(0xD4C2, 2) + little(0xB1A8, 2) + little('A', 2) + little(13, 2);
    main.replace(0x18, 8, little(0x300, 4) + little(0x300 + text.size(), 4));
    main.replace(0x34, 4, little(4, 4));
    EXPECT_EQ(read(samples::ole({{"WordDocument", main + text}})).text, "月报A\n");
}

TEST(Doc, ReadsBytesOfAPieceAsWindows1252) {
    const std::string table = piece_table({{3, (kTextAt * 2) | 0x40000000U}, {1, kTextAt + 4}});
    const std::string text = std::string(
                                 "\x93"
                                 "a\x94\0",
                                 4) +
                             samples::wide(u"月");
    const auto reading =
        read(samples::ole({{"WordDocument", head(4, table.size()) + text}, {"1Table", table}}));
    EXPECT_EQ(reading.text, "“a”月\n");
}

TEST(Doc, PartsCellsAndRowsWithoutParagraphProperties) {
    EXPECT_EQ(read(word(u"前\r甲\x07乙\x07\x07丙\x07丁\x07\x07后\r")).text,
              "前\n甲\t乙\n丙\t丁\n后\n");
}

TEST(Doc, DropsFieldCodesAndKeepsTheirLinks) {
    const auto reading =
        read(word(u"见\x13 HYPERLINK \"http://a.example/?x=1\" \x14公示\x15，第\x13 PAGE \x14"
                  u"3\x15页\r\x13 没有尽头\r下一段\r"));
    EXPECT_EQ(reading.text, "见公示，第3页\n下一段\n");
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://a.example/?x=1");
    EXPECT_EQ(reading.links[0].text, "公示");
}

TEST(Doc, GivesPicturesInTheLineAndFloatingOnes) {
    const auto reading = read(samples::data("picture.doc"));
    EXPECT_EQ(reading.text, "盖章：\n另有\n");
    ASSERT_EQ(reading.inner.size(), 2U);
    EXPECT_EQ(reading.inner[0].bytes, samples::data("seal.png"));
    EXPECT_EQ(reading.inner[0].name, "image1.png");
    EXPECT_EQ(parsers::document::sniff(reading.inner[1].bytes, ""), "image/png");
    EXPECT_NE(reading.inner[1].bytes, reading.inner[0].bytes);
}

TEST(Doc, SaysThatAFileIsEncrypted) {
    const auto reading =
        read(samples::ole({{"WordDocument", head(4, 0, 0x0300)}, {"1Table", "x"}}));
    EXPECT_EQ(samples::codes(reading), std::vector<std::string>{parsers::code::kEncrypted});
    EXPECT_EQ(reading.problems[0].severity, parsers::Severity::Lost);
    EXPECT_EQ(reading.seal.found, parsers::SealFound::Uncertain);
}

TEST(Doc, ReadsNoBytesOutsideTheFile) {
    const std::string table =
        piece_table({{2, kTextAt}, {0x10000000, 0x3FFFFFF0}, {0x0FFFFFFF, kTextAt}});
    const auto reading = read(
        samples::ole({{"WordDocument", head(0x7FFFFFFF, table.size()) + samples::wide(u"月报")},
                      {"1Table", table}}));
    EXPECT_EQ(reading.text.substr(0, 6), "月报");
    EXPECT_LT(reading.text.size(), 100U);
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Doc, EndsWhenPiecesNameTheSameBytesAgainAndAgain) {
    std::vector<Piece> pieces(100'000, Piece{500, kTextAt});
    const std::string table = piece_table(pieces);
    // Words that are not shown: the text never reaches its limit.
    const std::string main = head(50'000'000, table.size()) + std::string(1000, '\x01');
    const auto reading = read(samples::ole({{"WordDocument", main}, {"1Table", table}}));
    EXPECT_LT(reading.text.size(), 10'000U);
}

TEST(Doc, AWorkbookInsideAWordFileDoesNotMakeItOne) {
    const std::string table = piece_table({{2, kTextAt}});
    const std::string bytes =
        samples::ole({{"ObjectPool/_1/Workbook", "x"},
                      {"WordDocument", head(2, table.size()) + samples::wide(u"甲\r")},
                      {"1Table", table}});
    EXPECT_EQ(parsers::document::sniff(bytes, "a.xls"), "application/msword");
    const std::string sheet =
        samples::ole({{"MBD01/WordDocument", "x"}, {"Workbook", "x"}, {"MBD01/1Table", "x"}});
    EXPECT_EQ(parsers::document::sniff(sheet, "a.doc"), "application/vnd.ms-excel");
}

/// A file cut or broken anywhere gives what it has or says that it is damaged; it never hangs.
void expect_survives(const std::string& whole) {
    const std::string text = read(whole).text;
    for (std::size_t size = 512; size < whole.size(); size += 377) {
        const auto reading = read(whole.substr(0, size), "x.doc");
        EXPECT_TRUE(!reading.problems.empty() || reading.text == text) << size;
    }
    for (std::size_t at = 24; at < whole.size(); at += 97) {
        std::string broken = whole;
        broken.replace(at, 4, "\xFF\xFF\xFF\x7F");
        static_cast<void>(read(broken));
        broken.replace(at, 4, std::string(4, '\0'));
        static_cast<void>(read(broken));
    }
}

TEST(Doc, SurvivesCutAndBrokenFiles) { expect_survives(samples::data("report.doc")); }

TEST(Ole, ALoopInTheSectorTableEnds) {
    std::string bytes = word(u"月报\r");
    // The table of sectors is the last one: every sector is followed by itself.
    const std::size_t table = bytes.size() - 512;
    for (std::size_t i = 0; i < 100; ++i) bytes.replace(table + 4 * i, 4, little(i, 4));
    const auto reading = read(bytes, "x.doc");
    EXPECT_FALSE(reading.problems.empty());
}

TEST(Ole, ADirectoryOfThousandsOfEntriesIsRefused) {
    std::vector<std::pair<std::string, std::string>> streams;
    for (int i = 0; i < 5000; ++i) streams.emplace_back("s" + std::to_string(i), "");
    streams.emplace_back("WordDocument", "x");
    const auto reading = [&] {
        parsers::document::Input input;
        const std::string bytes = samples::ole(streams);
        input.bytes = bytes;
        return parsers::document::read("application/msword", input);
    }();
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

}  // namespace
