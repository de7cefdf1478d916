#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using namespace std::string_literals;
using parsers::SealFound;
using samples::codes;
using samples::read;
using testing::Contains;
using testing::ElementsAre;

std::string png(const std::string& width, const std::string& height) {
    return "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s + width + height + std::string(40, '\0');
}

TEST(Image, APictureNeedsEyesAndIsNoPdf) {
    const auto reading = read(png("\0\0\x09\xB0"s, "\0\0\x0D\xB4"s));
    EXPECT_TRUE(reading.needs_eyes);
    EXPECT_EQ(reading.pages, 1U);
    EXPECT_EQ(reading.seal.found, SealFound::Uncertain);
    EXPECT_EQ(reading.text, "");
    EXPECT_THAT(codes(reading), ElementsAre(parsers::code::kFormatNotPdf));
}

TEST(Image, NobodyLooksAtOneOfTooManyPixels) {
    const auto reading = read(png("\0\0\xEA\x60"s, "\0\0\xEA\x60"s));
    EXPECT_FALSE(reading.needs_eyes);
    EXPECT_THAT(codes(reading), Contains(parsers::code::kLimitExceeded));
    EXPECT_TRUE(read(png("\0\0\x23\x28"s, "\0\0\x20\x00"s)).needs_eyes) << "73.7 Mpx";
}

TEST(Image, ABrokenHeaderIsDamaged) {
    const auto reading = read("\xFF\xD8\xFF\xE0\xFF\xFF"s + std::string(60, 'x'));
    EXPECT_FALSE(reading.needs_eyes);
    EXPECT_THAT(codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Image, HeicSaysWhatToAskFor) {
    const auto reading = read("\0\0\0\x18"s + "ftypheic" + std::string(40, '\0'));
    ASSERT_EQ(reading.problems.size(), 2U);
    EXPECT_EQ(reading.problems[1].code, parsers::code::kHeicPicture);
    EXPECT_EQ(reading.problems[1].severity, parsers::Severity::Lost);
    EXPECT_NE(reading.problems[1].detail.find("PDF or JPG"), std::string::npos);
    EXPECT_FALSE(reading.needs_eyes);
}

}  // namespace
