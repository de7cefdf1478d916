#include "parsers/ocr/rectify.h"

#include <gtest/gtest.h>

#include <cmath>

#include "drawing.h"

namespace parsers::ocr {
namespace {

/// A light quadrilateral on a darker ground.
image::Pix photograph(int width, int height, const Sheet& sheet, int ground) {
    image::Pix picture = blank_page(width, height, ground);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            bool inside = true;
            for (std::size_t i = 0; i < 4; ++i) {
                const Corner& p = sheet[i];
                const Corner& q = sheet[(i + 1) % 4];
                inside = inside && (q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x) >= 0;
            }
            if (inside) pixSetPixel(picture.get(), x, y, 225);
        }
    return picture;
}

const Sheet kLeaning{Corner{90, 70}, Corner{820, 110}, Corner{870, 1150}, Corner{60, 1180}};

TEST(Rectify, FindsTheCornersOfASheet) {
    const image::Pix picture = photograph(960, 1280, kLeaning, 80);
    const auto sheet = find_sheet(picture.get());
    ASSERT_TRUE(sheet);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR((*sheet)[i].x, kLeaning[i].x, 11) << i;
        EXPECT_NEAR((*sheet)[i].y, kLeaning[i].y, 11) << i;
    }
}

TEST(Rectify, FindsItWithPrintOnItAndPartOfItInShadow) {
    const image::Pix picture = photograph(960, 1280, kLeaning, 60);
    for (int line = 0; line < 12; ++line) write(picture, 180, 200 + line * 50, 16, 24);
    for (int y = 0; y < 1280; ++y)
        for (int x = 0; x < 420; ++x) {
            l_uint32 value = 0;
            pixGetPixel(picture.get(), x, y, &value);
            pixSetPixel(picture.get(), x, y, value * 3 / 4);
        }
    ASSERT_TRUE(find_sheet(picture.get()));
}

TEST(Rectify, PullsItIntoTheShapeOfPaper) {
    const image::Pix picture = photograph(960, 1280, kLeaning, 80);
    const image::Pix flat = rectified(picture.get(), kLeaning);
    ASSERT_TRUE(flat);
    EXPECT_NEAR(static_cast<double>(pixGetHeight(flat.get())) / pixGetWidth(flat.get()),
                std::sqrt(2.0), 0.01);
    l_uint32 value = 0;
    for (const auto& [x, y] : {std::pair{0.02, 0.02}, {0.98, 0.02}, {0.98, 0.98}, {0.02, 0.98}}) {
        pixGetPixel(flat.get(), static_cast<int>(x * pixGetWidth(flat.get())),
                    static_cast<int>(y * pixGetHeight(flat.get())), &value);
        EXPECT_GT(value, 200U) << x << ' ' << y;
    }
}

TEST(Rectify, LeavesAScanAlone) {
    const image::Pix page = blank_page(827, 1169, 245);
    for (int line = 0; line < 15; ++line) write(page, 100, 100 + line * 50, 18, 22);
    EXPECT_FALSE(find_sheet(page.get()));
    fill(page, {0, 0, 12, 1169}, 90);  // the lid's edge
    EXPECT_FALSE(find_sheet(page.get()));
}

TEST(Rectify, FindsNoSheetInARoundOrPaleThing) {
    const image::Pix round = blank_page(900, 900, 60);
    for (int y = 0; y < 900; ++y)
        for (int x = 0; x < 900; ++x)
            if ((x - 450) * (x - 450) + (y - 450) * (y - 450) < 380 * 380)
                pixSetPixel(round.get(), x, y, 220);
    EXPECT_FALSE(find_sheet(round.get()));
    EXPECT_FALSE(find_sheet(photograph(960, 1280, kLeaning, 215).get()));
    EXPECT_FALSE(find_sheet(nullptr));
}

}  // namespace
}  // namespace parsers::ocr
