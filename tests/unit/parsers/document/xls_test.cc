#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"
#include "tests/unit/parsers/document/stored_ole.h"

namespace {

using samples::little;
using samples::read;
using samples::wide;
using testing::IsEmpty;

std::string record(std::uint16_t id, const std::string& data) {
    return little(id, 2) + little(data.size(), 2) + data;
}

const std::string kEof = record(0x0A, "");

std::string begin(std::uint16_t kind, std::uint16_t version = 0x0600) {
    return record(0x809, little(version, 2) + little(kind, 2) + std::string(12, '\0'));
}

/// A workbook of one sheet "表".
std::string book(const std::string& globals, const std::string& cells) {
    const auto head = [&](std::size_t at) {
        return begin(5) + globals +
               record(0x85, little(at, 4) + little(0, 2) + little(1, 1) + "\x01" + wide(u"表")) +
               kEof;
    };
    const std::string start = head(0);
    return samples::ole({{"Workbook", head(start.size()) + begin(0x10) + cells + kEof}});
}

std::string place(std::uint16_t row, std::uint16_t column, std::uint16_t style = 0) {
    return little(row, 2) + little(column, 2) + little(style, 2);
}

std::string number(double value) { return little(std::bit_cast<std::uint64_t>(value), 8); }

TEST(Xls, GivesTheTextItWasMadeFrom) {
    const auto reading = read(samples::data("report.xls"));
    EXPECT_EQ(reading.text, samples::data("report.xls.txt"));
    EXPECT_THAT(reading.problems, IsEmpty());
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://www.liuhe.example/zfgs.html");
    EXPECT_EQ(reading.links[0].text, "点击查看");
}

TEST(Xls, JoinsAStringSplitBetweenCharactersOfOneAndTwoBytes) {
    // Four characters, of two bytes; after the split the rest has one byte each. With two runs of
    // formatting, split once more, and a second string behind them.
    const std::string first =
        little(2, 4) + little(2, 4) + little(5, 2) + "\x09" + little(2, 2) + wide(u"月报");
    const std::string second = std::string(1, '\0') + "abc" + std::string(5, 'r');
    const std::string third = std::string(3, 'r') + little(2, 2) + "\x01" + wide(u"完了");
    const auto reading = read(book(record(0xFC, first) + record(0x3C, second) + record(0x3C, third),
                                   record(0xFD, place(0, 0) + little(0, 4)) +
                                       record(0xFD, place(0, 1) + little(1, 4)) +
                                       record(0xFD, place(0, 2) + little(9, 4))));
    EXPECT_EQ(reading.text, "表\n月报abc\t完了\n");
}

TEST(Xls, ReadsEveryKindOfCell) {
    const std::string rk_percent = little((12345U << 2U) | 3U, 4);  // whole number, in hundredths
    const std::string text_result = std::string("\0\0\0\0\0\0\xFF\xFF", 8);
    const std::string true_result = std::string("\x01\0\x01\0\0\0\xFF\xFF", 8);
    const auto reading =
        read(book("", record(0x204, place(1, 0) + little(2, 2) + "\x01" + wide(u"标签")) +
                          record(0x27E, place(0, 0) + rk_percent) +
                          record(0xBD, little(0, 2) + little(1, 2) + little(0, 2) + little(30, 4) +
                                           little(0, 2) + little(0x40080000, 4) + little(2, 2)) +
                          record(0x203, place(0, 4) + number(-1.5)) +
                          record(0x205, place(0, 5) + std::string("\x2A\x01", 2)) +
                          record(0x205, place(0, 6) + std::string("\0\0", 2)) +
                          record(0x06, place(2, 0) + text_result + std::string(8, '\0')) +
                          record(0x207, little(2, 2) + "\x01" + wide(u"算得")) +
                          record(0x06, place(2, 1) + true_result + std::string(8, '\0')) +
                          record(0x06, place(2, 2) + number(8) + std::string(8, '\0'))));
    EXPECT_EQ(reading.text, "表\n123.45\t7\t3\t\t-1.5\t#N/A\tFALSE\n标签\n算得\tTRUE\t8\n");
}

TEST(Xls, ShowsDatesByFormatAndEpoch) {
    const std::string styles = record(0xE0, little(0, 2) + little(14, 2) + std::string(16, '\0')) +
                               record(0xE0, little(0, 2) + little(164, 2) + std::string(16, '\0'));
    const std::string format =
        record(0x41E, little(164, 2) + little(5, 2) + "\x01" + wide(u"yyyy年"));
    const std::string cells = record(0x203, place(0, 0, 0) + number(44016)) +
                              record(0x203, place(0, 1, 1) + number(44016));
    EXPECT_EQ(read(book(styles + format + record(0x22, little(1, 2)), cells)).text,
              "表\n2024-07-05\t2024-07-05\n");
    EXPECT_EQ(read(book(styles + format, cells)).text, "表\n2020-07-04\t2020-07-04\n");
}

TEST(Xls, GivesLinksOfFormulas) {
    const std::string tokens = std::string("\x17\x11\0", 3) + "http://a.example/" +
                               std::string("\x17\x01\0x\x42\x02", 6) + little(359, 2);
    const auto reading =
        read(book("", record(0x06, place(0, 0) + std::string("\0\0\0\0\0\0\xFF\xFF", 8) +
                                       std::string(6, '\0') + little(tokens.size(), 2) + tokens) +
                          record(0x207, little(1, 2) + "\x01" + wide(u"看"))));
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://a.example/");
    EXPECT_EQ(reading.links[0].text, "看");
}

TEST(Xls, ReadsExcel95InItsCodePage) {
    const auto head = [&](std::size_t at) {
        return begin(5, 0x0500) + record(0x42, little(936, 2)) +
               record(0x85, little(at, 4) + little(0, 2) + "\x02\xB1\xED") + kEof;
    };
    const std::string bytes = head(head(0).size()) + begin(0x10, 0x0500) +
                              record(0x204, place(0, 0) + little(4, 2) + "\xD4\xC2\xB1\xA8") + kEof;
    EXPECT_EQ(read(samples::ole({{"Book", bytes}})).text, "表\n月报\n");
}

TEST(Xls, GivesThePicturesOfItsSheets) {
    const auto reading = read(samples::data("picture.xls"));
    EXPECT_EQ(reading.text, "表\n盖章\n");
    ASSERT_EQ(reading.inner.size(), 1U);
    EXPECT_EQ(reading.inner[0].bytes, samples::data("seal.png"));
}

TEST(Xls, SaysThatAWorkbookIsEncrypted) {
    const auto reading = read(book(record(0x2F, std::string(54, 'x')), ""));
    EXPECT_EQ(samples::codes(reading), std::vector<std::string>{parsers::code::kEncrypted});
    EXPECT_EQ(reading.seal.found, parsers::SealFound::Uncertain);
}

TEST(Xls, SurvivesCountsThatLie) {
    const auto reading = read(
        book(record(0xFC, little(0xFFFFFFFF, 4) + little(0xFFFFFFFF, 4) + little(0xFFFF, 2) +
                              "\x0D" + little(0xFFFF, 2) + little(0xFFFFFFFF, 4) + wide(u"月")),
             record(0xFD, place(0, 0) + little(0, 4)) +
                 record(0x204, place(0xFFFF, 0xFFFF) + little(0xFFFF, 2) + "\x01")));
    EXPECT_EQ(reading.text, "表\n月\n");
}

TEST(Xls, SheetsThatShareTheirRecordsAreNotReadAThousandTimes) {
    std::string entries;
    for (int i = 0; i < 3000; ++i)
        entries += record(0x85, little(0, 4) + little(0, 2) + std::string("\x01\0x", 3));
    const std::string bytes = begin(5) + entries + std::string(4U << 20, '\0');
    const auto reading = read(samples::ole({{"Workbook", bytes}}));
    EXPECT_EQ(reading.text, "");
}

TEST(Xls, SurvivesCutAndBrokenFiles) {
    const std::string whole = samples::data("report.xls");
    const std::string text = read(whole).text;
    for (std::size_t size = 512; size < whole.size(); size += 997) {
        const auto reading = read(whole.substr(0, size), "x.xls");
        EXPECT_TRUE(!reading.problems.empty() || reading.text == text) << size;
    }
    for (std::size_t at = 24; at < whole.size(); at += 211) {
        std::string broken = whole;
        broken.replace(at, 4, "\xFF\xFF\xFF\x7F");
        static_cast<void>(read(broken));
    }
}

}  // namespace
