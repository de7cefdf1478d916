#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/document/lzfu.h"
#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"
#include "tests/unit/parsers/document/stored_ole.h"

namespace {

using parsers::document::unpack_rtf;
using samples::little;
using samples::read;
using samples::wide;
using testing::Contains;
using testing::IsEmpty;

constexpr char kProperties[] = "__properties_version1.0";

std::string row(std::uint16_t id, std::uint16_t type, std::uint64_t value) {
    return little(type, 2) + little(id, 2) + little(6, 4) + little(value, 8);
}

std::string message(const std::string& rows, samples::Files streams) {
    streams.emplace_back(kProperties, std::string(32, '\0') + rows);
    return samples::ole(streams);
}

std::string packed(const std::string& body, std::size_t size, std::uint32_t kind = 0x75465A4C) {
    return little(body.size() + 12, 4) + little(size, 4) + little(kind, 4) + little(0, 4) + body;
}

/// The example of [MS-OXRTFCP] 4.1.1: "{\rtf1\ansi\ansicpg1252\pard hello world}\r\n".
const std::string kHelloWorld(
    "\x03\x00\x0A\x00\x72\x63\x70\x67\x31\x32\x35\x42\x32\x0A\xF3\x20\x68\x65\x6C\x09\x00\x20\x62"
    "\x77\x05\xB0\x6C\x64\x7D\x0A\x80\x0F\xA0",
    33);

TEST(Msg, GivesTheTextItWasMadeFrom) {
    const auto reading = read(samples::data("report.msg"));
    EXPECT_EQ(reading.text, samples::data("report.msg.txt"));
    EXPECT_THAT(reading.problems, IsEmpty());
    ASSERT_EQ(reading.inner.size(), 1U);
    EXPECT_EQ(reading.inner[0].name, "6月月报（盖章）.txt");
    EXPECT_EQ(reading.inner[0].bytes, "月报正文");
}

TEST(Msg, ReadsTextsInTheCodePagesTheMessageNames) {
    const auto reading = read(message(
        row(0x3FFD, 3, 936) + row(0x3FDE, 3, 65001),
        {{"__substg1.0_0037001E", "\xD4\xC2\xB1\xA8"}, {"__substg1.0_1000001E", "正文\r\n"}}));
    EXPECT_EQ(reading.text, "发件人:\n收件人:\n主题: 月报\n日期:\n\n正文\n");
}

TEST(Msg, TakesTheHtmlBodyWhereThereIsNoPlainOneAndItsLinksAlways) {
    const std::string html = "<p>\xC7\xEB\xB2\xE9\xCA\xD5</p><a href='http://a.example/'>x</a>";
    const auto only = read(message(row(0x3FDE, 3, 936), {{"__substg1.0_10130102", html}}));
    EXPECT_NE(only.text.find("\n\n请查收\n"), std::string::npos) << only.text;
    const auto both = read(message(row(0x3FDE, 3, 936), {{"__substg1.0_10130102", html},
                                                         {"__substg1.0_1000001F", wide(u"正文")}}));
    EXPECT_EQ(both.text.find("请查收"), std::string::npos);
    ASSERT_EQ(both.links.size(), 1U);
    EXPECT_EQ(both.links[0].url, "http://a.example/");
}

TEST(Msg, ReadsABodyInRtfAloneAsTheLetterNotAsAFile) {
    const auto reading = read(message("", {{"__substg1.0_10090102", packed(kHelloWorld, 43)}}));
    EXPECT_NE(reading.text.find("\n\nhello world\n"), std::string::npos) << reading.text;
    EXPECT_THAT(reading.inner, IsEmpty());
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Msg, SaysThatAnRtfBodyIsCutShort) {
    const auto reading = read(message("", {{"__substg1.0_10090102", packed(kHelloWorld, 99)}}));
    EXPECT_NE(reading.text.find("hello world"), std::string::npos);
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Msg, NamesAnAttachmentThatIsElsewhere) {
    const auto reading = read(
        message("", {{"__attach_version1.0_#00000000/__properties_version1.0",
                      std::string(8, '\0') + row(0x3705, 3, 2)},
                     {"__attach_version1.0_#00000000/__substg1.0_3707001F", wide(u"月报.doc")}}));
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kUnsupportedFormat));
}

TEST(Msg, StopsAtMessagesTooDeepInOneAnother) {
    std::string path;
    samples::Files files;
    for (int i = 0; i < 8; ++i) {
        path += "__attach_version1.0_#00000000/";
        files.emplace_back(path + kProperties, std::string(8, '\0') + row(0x3705, 3, 5));
        path += "__substg1.0_3701000D/";
        files.emplace_back(path + kProperties, std::string(24, '\0'));
        files.emplace_back(path + "__substg1.0_1000001F", wide(u"深"));
    }
    const auto reading = read(message("", files));
    EXPECT_EQ(samples::codes(reading), std::vector<std::string>{parsers::code::kLimitExceeded});
    EXPECT_NE(reading.text.find("深"), std::string::npos);
}

TEST(Msg, SurvivesCutAndBrokenFiles) {
    const std::string whole = samples::data("report.msg");
    const std::string text = read(whole).text;
    for (std::size_t size = 512; size < whole.size(); size += 101) {
        const auto reading = read(whole.substr(0, size), "x.msg");
        EXPECT_TRUE(!reading.problems.empty() || reading.text == text) << size;
    }
    for (std::size_t at = 24; at < whole.size(); at += 37) {
        std::string broken = whole;
        broken.replace(at, 4, "\xFF\xFF\xFF\x7F");
        EXPECT_LE(read(broken).text.size(), whole.size() * 3);
    }
}

TEST(Lzfu, UnpacksTheExamplesOfTheFormat) {
    const auto hello = unpack_rtf(packed(kHelloWorld, 43), 1000);
    EXPECT_TRUE(hello.whole);
    EXPECT_EQ(hello.bytes, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    // [MS-OXRTFCP] 4.1.2: a reference into what it writes itself.
    const std::string crossing("\x41\x00\x04\x20WXYZ\x0D\x6E\x7D\x01\x0E\xB0", 14);
    const auto repeated = unpack_rtf(packed(crossing, 28), 1000);
    EXPECT_TRUE(repeated.whole);
    EXPECT_EQ(repeated.bytes, "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
}

TEST(Lzfu, TakesStoredTextAsItIs) {
    const auto stored = unpack_rtf(packed("{\\rtf1 a}", 9, 0x414C454D), 1000);
    EXPECT_TRUE(stored.whole);
    EXPECT_EQ(stored.bytes, "{\\rtf1 a}");
}

TEST(Lzfu, SurvivesEveryCutAndKeepsItsLimit) {
    const std::string whole = packed(kHelloWorld, 43);
    for (std::size_t size = 0; size < whole.size() - 2; ++size)
        EXPECT_FALSE(unpack_rtf(whole.substr(0, size), 1000).whole) << size;
    EXPECT_EQ(unpack_rtf(whole, 10).bytes, "{\\rtf1\\ans");
}

}  // namespace
