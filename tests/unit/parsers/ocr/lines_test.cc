#include "parsers/ocr/lines.h"

#include <gtest/gtest.h>

#include "drawing.h"

namespace parsers::ocr {
namespace {

constexpr double kDpi = 200;
constexpr int kLetter = 30;  // pixels: 3.8 mm

std::vector<Row> rows_of(const image::Pix& page) {
    const image::Pix bitmap = thresholded(page.get(), 128);
    return find_rows(bitmap.get(), kDpi);
}

TEST(Lines, FindsEachLineWithItsExtent) {
    const image::Pix page = blank_page(1000, 600);
    write(page, 100, 50, 12, kLetter);
    write(page, 160, 110, 9, kLetter);
    const std::vector<Row> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 2U);
    const Rect first = rows[0].pieces.at(0).lines.at(0);
    EXPECT_EQ(first.left, 100);
    EXPECT_EQ(first.top, 50);
    EXPECT_EQ(first.bottom, 80);
    EXPECT_EQ(first.right, 100 + 12 * 36 - 6);
    EXPECT_EQ(rows[1].pieces.at(0).lines.at(0).left, 160);
    EXPECT_EQ(rows[1].pieces.at(0).line_height, kLetter);
}

TEST(Lines, CutsALineAtAWideGapOnly) {
    const image::Pix page = blank_page(1400, 300);
    write(page, 50, 100, 5, kLetter);
    write(page, 50 + 5 * 36 + 40, 100, 4, kLetter);
    write(page, 800, 100, 4, kLetter);
    const std::vector<Row> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 1U);
    ASSERT_EQ(rows[0].pieces.size(), 2U);
    EXPECT_EQ(rows[0].pieces[1].lines.at(0).left, 800);
}

TEST(Lines, KeepsTheStrokesOfACharacterTogether) {
    const image::Pix page = blank_page(600, 400);
    write(page, 50, 50, 8, kLetter);
    fill(page, {60, 122, 80, 126});  // 二: two strokes, nothing else on the line
    fill(page, {55, 136, 85, 140});
    const std::vector<Row> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].pieces.at(0).lines.at(0).top, 122);
    EXPECT_EQ(rows[1].pieces.at(0).lines.at(0).bottom, 140);
}

TEST(Lines, PartsLinesThatTouch) {
    const image::Pix page = blank_page(1000, 500);
    for (int i = 0; i < 4; ++i) write(page, 50, 40 + i * 60, 14, kLetter);
    fill(page, {300, 220, 304, 290});  // a tail from the last line down to the next
    write(page, 50, 280, 14, kLetter);
    EXPECT_EQ(rows_of(page).size(), 5U);
}

/// Its characters are much like 工: hardly any ink between two strokes across.
TEST(Lines, LeavesATitleInLargePrintWhole) {
    const image::Pix page = blank_page(1654, 2339);
    for (int x = 500; x < 500 + 7 * 70; x += 70) {
        fill(page, {x, 200, x + 56, 204});
        fill(page, {x + 27, 204, x + 29, 256});
        fill(page, {x, 256, x + 56, 260});
    }
    for (int i = 0; i < 6; ++i) write(page, 160, 400 + i * 50, 24, kLetter);
    const std::vector<Row> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 7U);
    ASSERT_EQ(rows.front().pieces.size(), 1U);
    EXPECT_EQ(rows.front().pieces.front().lines.front().height(), 60);
}

TEST(Lines, TakesDustForNothing) {
    const image::Pix page = blank_page(1000, 500);
    write(page, 100, 50, 12, kLetter);
    for (int y = 120; y < 490; y += 23)
        for (int x = 10 + y % 7; x < 990; x += 31) fill(page, {x, y, x + 2, y + 2});
    EXPECT_EQ(rows_of(page).size(), 1U);
}

TEST(Lines, LeavesOutTheRingOfACopiedSeal) {
    const image::Pix page = blank_page(1000, 700);
    write(page, 500, 300, 6, kLetter);
    for (int y = 0; y < 340; ++y)
        for (int x = 0; x < 340; ++x) {
            const int from_middle = (x - 170) * (x - 170) + (y - 170) * (y - 170);
            if (from_middle < 170 * 170 && from_middle > 163 * 163)
                pixSetPixel(page.get(), 430 + x, 150 + y, 0);
        }
    const std::vector<Row> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].pieces.at(0).lines.at(0).left, 500);
}

TEST(Lines, AreNoneOnABlankOrBlackPage) {
    EXPECT_TRUE(rows_of(blank_page(500, 500)).empty());
    rows_of(blank_page(500, 500, 0));
    EXPECT_TRUE(find_rows(nullptr, kDpi).empty());
}

/// Three columns of 60, 20 and 40 mm, four rows of 10 mm; the first cell of rows 2 and 3 is one.
image::Pix table_page() {
    const image::Pix page = blank_page(1200, 800);
    const int xs[] = {100, 572, 730, 1045};
    for (int row = 0; row <= 4; ++row) {
        const int y = 200 + row * 79;
        fill(page, {row == 2 ? xs[1] : xs[0], y, xs[3] + 3, y + 3});
    }
    for (const int x : xs) fill(page, {x, 200, x + 3, 200 + 4 * 79 + 3});
    image::Pix made(pixCopy(nullptr, page.get()));
    return made;
}

TEST(Tables, HoldTheirCellsRowByRow) {
    const image::Pix page = table_page();
    write(page, 120, 220, 6, kLetter);
    write(page, 590, 220, 2, kLetter);
    fill(page, {640, 305, 646, 325});  // a lone digit 1
    write(page, 120, 600, 10, kLetter);
    const std::vector<Row> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 5U);
    ASSERT_EQ(rows[0].pieces.size(), 3U);
    EXPECT_TRUE(rows[0].pieces[0].cell);
    EXPECT_EQ(rows[0].pieces[0].lines.size(), 1U);
    EXPECT_TRUE(rows[0].pieces[2].lines.empty());
    ASSERT_EQ(rows[1].pieces.size(), 3U);
    ASSERT_EQ(rows[1].pieces[1].lines.size(), 1U);
    EXPECT_EQ(rows[1].pieces[1].lines[0].left, 640);
    EXPECT_FALSE(rows[4].pieces.at(0).cell);
}

TEST(Tables, KeepTheColumnsUnderAMergedCell) {
    const image::Pix page = table_page();
    write(page, 120, 320, 6, kLetter);  // in the merged cell
    write(page, 590, 380, 2, kLetter);
    const std::vector<Row> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[1].pieces.at(0).lines.size(), 1U);
    ASSERT_EQ(rows[2].pieces.size(), 3U);
    EXPECT_TRUE(rows[2].pieces[0].lines.empty());
    EXPECT_EQ(rows[2].pieces[1].lines.size(), 1U);
}

TEST(Tables, AFrameRoundATextIsNone) {
    const image::Pix page = blank_page(1000, 600);
    fill(page, {50, 50, 900, 54});
    fill(page, {50, 400, 900, 404});
    fill(page, {50, 50, 54, 404});
    fill(page, {896, 50, 900, 404});
    write(page, 100, 120, 12, kLetter);
    write(page, 100, 180, 12, kLetter);
    const std::vector<Row> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_FALSE(rows[0].pieces.at(0).cell);
}

TEST(Tables, StandInFramesAndAtTheEdgeOfTheSheetOnce) {
    const image::Pix page = table_page();
    write(page, 120, 220, 6, kLetter);
    write(page, 120, 700, 10, kLetter);
    fill(page, {0, 0, 1200, 4});  // the sheet's edge
    fill(page, {0, 0, 4, 800});
    fill(page, {1196, 0, 1200, 800});
    fill(page, {40, 100, 1150, 103});  // a frame round all
    fill(page, {40, 760, 1150, 763});
    fill(page, {40, 100, 43, 763});
    fill(page, {1147, 100, 1150, 763});
    const std::vector<Row> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_TRUE(rows[0].pieces.at(0).cell);
    EXPECT_FALSE(rows[4].pieces.at(0).cell);
}

}  // namespace
}  // namespace parsers::ocr
