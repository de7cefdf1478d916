#include "parsers/text/guess.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/text/charset.h"

namespace parsers::text {
namespace {

using namespace std::string_literals;

std::string bytes_of(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

TEST(Guess, ReadsUnlabelledTextOfAnyLength) {
    std::ifstream in(std::string(FILINGD_TEST_DATA) + "/charsets/unlabelled.tsv");
    std::string line;
    int count = 0;
    while (std::getline(in, line)) {
        const auto fields = base::split(line, '\t');
        ASSERT_EQ(fields.size(), 3U);
        const std::string bytes = bytes_of(fields[1]);
        EXPECT_EQ(decode(bytes, "").text, bytes_of(fields[2])) << fields[0] << ' ' << fields[1];
        EXPECT_EQ(document::sniff(bytes, "1.txt"), "text/plain") << fields[0] << ' ' << fields[1];
        ++count;
    }
    EXPECT_GT(count, 250);
}

TEST(Guess, EveryCommonCharacterOfGb2312StandsAlone) {
    for (int lead = 0xB0; lead <= 0xD7; ++lead)
        for (int trail = 0xA1; trail <= 0xFE; ++trail) {
            const std::string bytes = {static_cast<char>(lead), static_cast<char>(trail)};
            EXPECT_FALSE(is_rather_big5(bytes)) << lead << ' ' << trail;
            EXPECT_EQ(decode(bytes, "").text, decode(bytes, "gb18030").text);
        }
}

TEST(Guess, ACarelessTildeIsNoHz) {
    EXPECT_FALSE(is_hz("a ~{ b"));
    EXPECT_FALSE(is_hz("~{~}"));
    EXPECT_FALSE(is_hz("for (~{x;y}~)"));
    EXPECT_TRUE(is_hz("at ~{<{~} and ~{VPND~}"));
    EXPECT_EQ(decode("~{TB1(~} ok", "us-ascii").text, "月报 ok");
    EXPECT_EQ(decode("~{TB1(~} ok", "utf-8").text, "~{TB1(~} ok") << "a label is believed";
}

TEST(Guess, BytesWithZerosAreNotAlwaysText) {
    EXPECT_EQ(unmarked_wide("\x01\x00\x02\x00\x03\x00"s), nullptr);
    EXPECT_EQ(unmarked_wide(std::string(100, '\0')), nullptr);
    EXPECT_EQ(unmarked_wide("abc"), nullptr);
    EXPECT_EQ(unmarked_wide(""), nullptr);
}

}  // namespace
}  // namespace parsers::text
