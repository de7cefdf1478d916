#include "parsers/picture.h"

#include <gtest/gtest.h>

#include <string>

namespace parsers {
namespace {

using namespace std::string_literals;

TEST(Picture, SizeIsReadFromTheHeaderOfEachFormat) {
    const std::string rest(40, '\0');
    EXPECT_EQ(long_side("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xE0"s + rest), 640U);
    EXPECT_EQ(long_side("GIF89a\x2C\x01\x90\x01"s + rest), 400U);
    EXPECT_EQ(long_side("BM"s + std::string(16, '\0') + "\x20\x03\0\0\xA8\xFD\xFF\xFF"s + rest),
              800U)
        << "a height may be negative";
    EXPECT_EQ(long_side("\xFF\xD8\xFF\xE0\0\x04xx\xFF\xC0\0\x11\x08\x03\x20\x02\x58"s + rest),
              800U);
    EXPECT_EQ(
        long_side("RIFF\0\0\0\0WEBPVP8X"s + std::string(8, '\0') + "\x1F\x03\0\x57\x02\0"s + rest),
        800U);
}

TEST(Picture, UnknownAndCutOffHeadersHaveNoSize) {
    EXPECT_EQ(long_side(""), 0U);
    EXPECT_EQ(long_side("\xFF\xD8\xFF\xE0\xFF\xFF"s + std::string(30, 'x')), 0U);
    EXPECT_EQ(long_side("%PDF-1.4 this is no picture at all"), 0U);
}

}  // namespace
}  // namespace parsers
