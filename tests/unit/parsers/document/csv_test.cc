#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using testing::Contains;

std::string text_of(const std::string& bytes) { return samples::read(bytes, "台账.csv").text; }

TEST(Csv, GivesTheCellsItWasMadeFrom) {
    const auto reading = samples::read(samples::data("ledger.csv"), "ledger.csv");
    EXPECT_EQ(reading.text, samples::data("ledger.csv.txt"));
    EXPECT_TRUE(reading.problems.empty());
}

TEST(Csv, FindsTheSeparator) {
    EXPECT_EQ(text_of("序号,案由\r\n1,\"占道, 经营\"\r\n"), "序号\t案由\n1\t占道, 经营\n");
    EXPECT_EQ(text_of("a;b,c\n1;2,5\n3;4\n"), "a\tb,c\n1\t2,5\n3\t4\n");
    EXPECT_EQ(text_of("a\tb\n1\t2"), "a\tb\n1\t2\n");
    EXPECT_EQ(text_of("sep=|\r\na|b,c,d\r\n"), "a\tb,c,d\n");
}

TEST(Csv, UndoesQuotes) {
    EXPECT_EQ(text_of("a,\"say \"\"hi\"\"\",\"two\r\nlines\"\n=\"001\",,b\n"),
              "a\tsay \"hi\"\ttwo lines\n001\t\tb\n");
}

TEST(Csv, AQuoteThatNothingClosesCostsNoRecords) {
    const auto reading = samples::read("a,\"b\nc,d\n", "1.csv");
    EXPECT_EQ(reading.text, "a\t\"b\nc\td\n");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Csv, ReadsGbkAndUtf16) {
    EXPECT_EQ(text_of("\xD4\xC2,\xB1\xA8\n"), "月\t报\n");
    EXPECT_EQ(text_of(std::string("\xFF\xFE\x08\x67,\0\xA5\x62\n\0", 10)), "月\t报\n");
}

TEST(Csv, IsQuickOnManyQuotes) {
    EXPECT_FALSE(text_of(samples::repeated("\"\",\"", 1'000'000)).empty());
    EXPECT_FALSE(text_of(samples::repeated("\"a\n", 1'000'001)).empty());
}

}  // namespace
