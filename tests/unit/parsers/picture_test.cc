#include "parsers/picture.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

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

/// A TIFF directory of entries (tag, type, value), in the byte order "II".
std::string directory(const std::vector<std::array<std::uint32_t, 3>>& entries,
                      std::uint32_t next) {
    const auto little = [](std::uint32_t value, int size) {
        std::string bytes;
        for (int i = 0; i < size; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
        return bytes;
    };
    std::string bytes = little(static_cast<std::uint32_t>(entries.size()), 2);
    for (const auto& [tag, type, value] : entries)
        bytes += little(tag, 2) + little(type, 2) + little(1, 4) + little(value, 4);
    return bytes + little(next, 4);
}

TEST(Picture, PagesOfATiffAreItsDirectories) {
    const std::string first = directory({{256, 3, 100}, {257, 3, 50}, {274, 3, 6}}, 8 + 42);
    const std::string tiff =
        "II*\0\x08\0\0\0"s + first +
        directory({{256, 4, 2480}, {257, 4, 3508}, {282, 5, 8 + 42 + 54}, {296, 3, 2}}, 0) +
        "\x58\x02\0\0\x02\0\0\0"s;
    const PictureFacts facts = picture_facts(tiff);
    EXPECT_EQ(facts.pages, 2U);
    EXPECT_EQ(facts.width, 2480U);
    EXPECT_EQ(facts.height, 3508U);
    EXPECT_EQ(facts.dpi, 300U);
    EXPECT_EQ(facts.orientation, 6U);
}

TEST(Picture, ATiffThatBitesItsTailEnds) {
    const std::string tiff = "II*\0\x08\0\0\0"s + directory({{256, 3, 1}, {257, 3, 1}}, 8);
    EXPECT_EQ(picture_facts(tiff).pages, 10'000U);
}

TEST(Picture, DensityIsReadFromPngJfifExifAndBmp) {
    const std::string rest(40, '\0');
    EXPECT_EQ(picture_facts("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xE0\x08\0\0\0\0"
                            "\0\0\0\0\0\0\0\x09pHYs\0\0\x1E\xC2\0\0\x1E\xC2\x01"s +
                            rest)
                  .dpi,
              200U);
    EXPECT_EQ(
        picture_facts("\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\x02\0\x76\0\x76\0\0\xFF\xC0\0\x11\x08"
                      "\x03\x20\x02\x58"s +
                      rest)
            .dpi,
        299U);
    const std::string exif = "Exif\0\0II*\0\x08\0\0\0"s + directory({{274, 3, 8}}, 0);
    const PictureFacts turned =
        picture_facts("\xFF\xD8\xFF\xE1\0"s + static_cast<char>(exif.size() + 2) + exif +
                      "\xFF\xC2\0\x11\x08\x03\x20\x02\x58"s + rest);
    EXPECT_EQ(turned.orientation, 8U);
    EXPECT_EQ(turned.height, 800U);
    EXPECT_EQ(turned.width, 600U);
    EXPECT_EQ(picture_facts("BM"s + std::string(12, '\0') + "\x28\0\0\0\x20\x03\0\0\x58\x02\0\0"s +
                            std::string(12, '\0') + "\x13\x0B\0\0"s + rest)
                  .dpi,
              72U);
}

TEST(Picture, UnknownAndCutOffHeadersHaveNoSize) {
    EXPECT_EQ(long_side(""), 0U);
    EXPECT_EQ(long_side("\xFF\xD8\xFF\xE0\xFF\xFF"s + std::string(30, 'x')), 0U);
    EXPECT_EQ(long_side("%PDF-1.4 this is no picture at all"), 0U);
}

}  // namespace
}  // namespace parsers
