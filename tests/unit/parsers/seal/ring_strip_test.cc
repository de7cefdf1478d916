#include "parsers/seal/ring_strip.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/unit/parsers/seal/drawn_page.h"

namespace parsers::seal {
namespace {

constexpr double kDpi = 200;

DrawnPage page_with(const DrawnSeal& seal) {
    DrawnPage page(80, 80, kDpi);
    page.print(5, 5, 75, 75, 5);
    page.seal(seal);
    return page;
}

Mark mark_of(const DrawnPage& page, const DrawnSeal& seal) {
    return {.kind = SealKind::Ink,
            .x = page.pixels(seal.x),
            .y = page.pixels(seal.y),
            .radius_x = page.pixels(seal.diameter / 2),
            .radius_y = page.pixels(seal.diameter / 2 * seal.ratio)};
}

int value_at(const image::Pix& strip, int x, int y) {
    l_uint32 value = 255;
    pixGetPixel(strip.get(), x, y, &value);
    return static_cast<int>(value);
}

/// Groups of columns with ink in the letters' rows, parted by more than a stroke's width.
int groups_of(const image::Pix& strip) {
    constexpr int kStroke = 12;
    int groups = 0, blank = kStroke;
    for (int x = 0; x < pixGetWidth(strip.get()); ++x) {
        bool inked = false;
        for (int y = 40; y < 72; ++y) inked = inked || value_at(strip, x, y) < 128;
        if (inked && blank >= kStroke) ++groups;
        blank = inked ? 0 : blank + 1;
    }
    return groups;
}

TEST(RingStrip, LaysTheLettersInALine) {
    const DrawnSeal seal{.x = 40, .y = 40, .letters = 9};
    const DrawnPage page = page_with(seal);
    const image::Pix strip = ring_strip(page.colour_picture().get(), mark_of(page, seal));
    ASSERT_TRUE(strip);
    EXPECT_EQ(pixGetDepth(strip.get()), 8);
    EXPECT_EQ(groups_of(strip), 9);
}

TEST(RingStrip, BeginsAtTheGapBelow) {
    const DrawnSeal seal{.x = 40, .y = 40, .letters = 9};
    const DrawnPage page = page_with(seal);
    const image::Pix strip = ring_strip(page.colour_picture().get(), mark_of(page, seal));
    ASSERT_TRUE(strip);
    const int width = pixGetWidth(strip.get());
    for (int y = 40; y < 72; ++y) {  // 60 of 360 degrees are blank, half of them on each side
        for (int x = 0; x < 60; ++x) {
            EXPECT_GT(value_at(strip, x, y), 128);
            EXPECT_GT(value_at(strip, width - 1 - x, y), 128);
        }
    }
}

TEST(RingStrip, ReadsAnOvalAndACopy) {
    for (const DrawnSeal& seal : {DrawnSeal{.x = 40, .y = 40, .ratio = 0.75, .letters = 8},
                                  DrawnSeal{.x = 40, .y = 40, .colour = kGrayInk, .letters = 8}}) {
        DrawnPage page(80, 80, kDpi);
        page.seal(seal);
        Mark mark = mark_of(page, seal);
        if (seal.colour.red < 0.5) mark.kind = SealKind::Copy;
        EXPECT_EQ(groups_of(ring_strip(page.colour_picture().get(), mark)), 8);
        if (mark.kind == SealKind::Copy) {
            EXPECT_EQ(groups_of(ring_strip(page.gray_picture().get(), mark)), 8);
        }
    }
}

TEST(RingStrip, AMarkBeyondThePictureIsPaper) {
    const DrawnPage page = page_with({.x = 40, .y = 40});
    const image::Pix picture = page.colour_picture();
    const image::Pix strip =
        ring_strip(picture.get(), {.x = -500, .y = 900, .radius_x = 80, .radius_y = 70});
    ASSERT_TRUE(strip);
    EXPECT_EQ(groups_of(strip), 0);
}

TEST(RingStrip, ImpossibleMarksHaveNone) {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    const image::Pix picture = page_with({.x = 40, .y = 40}).colour_picture();
    EXPECT_FALSE(ring_strip(picture.get(), {}));
    EXPECT_FALSE(ring_strip(picture.get(), {.x = 1, .y = 1, .radius_x = kNan, .radius_y = 9}));
    EXPECT_FALSE(ring_strip(picture.get(), {.x = kNan, .y = 1, .radius_x = 9, .radius_y = 9}));
    EXPECT_FALSE(ring_strip(picture.get(), {.x = 1, .y = 1, .radius_x = 1e9, .radius_y = 9}));
    EXPECT_FALSE(ring_strip(nullptr, {.x = 1, .y = 1, .radius_x = 9, .radius_y = 9}));
}

}  // namespace
}  // namespace parsers::seal
