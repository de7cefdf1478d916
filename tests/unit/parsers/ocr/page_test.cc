#include "parsers/ocr/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "drawing.h"
#include "parsers/ocr/line_reader.h"

namespace parsers::ocr {
namespace {

using testing::HasSubstr;

/// Loaded once: it takes a tenth of a second.
Recogniser& recogniser() {
    static const std::unique_ptr<Recogniser> loaded = [] {
        auto result = Recogniser::load("");
        return result ? std::move(*result) : nullptr;
    }();
    return *loaded;
}

image::Picture sample(const std::string& name = "upside-down.png") {
    std::ifstream file(FILINGD_TEST_DATA "/pages/reading/" + name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    return image::decode(bytes).value();
}

TEST(Recogniser, SaysHowToGetAModel) {
    const auto result = Recogniser::load("/nowhere");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, base::Kind::Denied);
    EXPECT_THAT(result.error().text, HasSubstr("/nowhere"));
    EXPECT_THAT(result.error().hint, HasSubstr("tesseract-ocr-chi-sim"));
}

TEST(Recogniser, ReadsNothingFromNothing) {
    EXPECT_TRUE(recogniser().read(nullptr, Recogniser::Shape::Line).empty());
    const image::Pix white = blank_page(300, 40);
    EXPECT_TRUE(recogniser().read(white.get(), Recogniser::Shape::Page).empty());
}

TEST(Page, IsTurnedUprightAndReadLineByLine) {
    const image::Picture picture = sample();
    const auto page = Page::prepare(picture.pix.get(), picture.dpi, recogniser());
    ASSERT_TRUE(page);
    EXPECT_NEAR(page->dpi(), 150, 1);
    const PageText read = page->read(Pass::Lines, recogniser());
    EXPECT_THAT(read.text, HasSubstr("云应急罚〔2024〕25号"));
    EXPECT_THAT(read.text, HasSubstr("15,000.00元"));
    EXPECT_THAT(read.text, HasSubstr("2024年7月8日"));
    EXPECT_THAT(read.text, HasSubstr("\t34"));
    EXPECT_THAT(read.text, HasSubstr("\t8"));
    const auto date = std::find_if(read.lines.begin(), read.lines.end(),
                                   [](const Line& line) { return line.text == "2024年7月8日"; });
    ASSERT_NE(date, read.lines.end());
    EXPECT_GT(date->confidence, 0.7);
    EXPECT_NEAR(date->place.top, 180, 4);
    EXPECT_NEAR(date->place.left, 136, 5);
}

/// A dozen widely set characters do not show which way their lines run.
TEST(Page, OfAFewWordsIsTurnedToWhereItReads) {
    const image::Picture picture = sample("few-words-sideways.png");
    for (const int quarters : {0, 1, 2, 3}) {
        const image::Pix turned(pixRotateOrth(picture.pix.get(), quarters));
        const auto page = Page::prepare(turned.get(), 200, recogniser());
        ASSERT_TRUE(page) << quarters;
        EXPECT_GT(pixGetHeight(page->colour()), pixGetWidth(page->colour())) << quarters;
        const PageText read = page->read(Pass::Lines, recogniser());
        EXPECT_THAT(read.text, HasSubstr("此页无正文")) << quarters;
        EXPECT_THAT(read.text, HasSubstr("三年一月十九日")) << quarters;
    }
}

TEST(Page, StrokesBesideItsTextAreTheEdgeOfASheet) {
    const image::Pix page = blank_page(1654, 2339);
    for (int y = 300; y < 480; y += 60) write(page, 300, y, 20, 32);
    for (int y = 290; y < 2100; y += 31) fill(page, {1530 + y / 40, y, 1538 + y / 40, y + 22});
    const auto rows = rows_of(page.get(), 200);
    ASSERT_EQ(rows.size(), 3U);
    for (const Row& row : rows) {
        ASSERT_EQ(row.pieces.size(), 1U);
        EXPECT_EQ(row.pieces.front().lines.front().height(), 32);
        EXPECT_NEAR(row.pieces.front().line_height, 32, 1) << "strokes say nothing about it";
    }
}

TEST(Page, TheEdgeOfASheetIsNoText) {
    const image::Pix page = blank_page(1654, 2339);
    write(page, 300, 300, 20, 32);
    constexpr int kEdge = 1540;
    for (int y = 500; y < 2100; y += 90) fill(page, {kEdge, y, kEdge + 5, y + 28});
    const auto rows = rows_of(page.get(), 200);
    ASSERT_EQ(rows.size(), 1U) << "strokes alone are no rows";
    EXPECT_LT(rows.front().top, 340);
}

TEST(Page, AFewStrokesMayBeFigures) {
    const image::Pix page = blank_page(1654, 2339);
    write(page, 300, 300, 20, 32);
    for (int y = 500; y < 900; y += 90) fill(page, {700, y, 705, y + 28});
    EXPECT_EQ(rows_of(page.get(), 200).size(), 6U);
}

TEST(Page, CharactersComeWithTheirConfidence) {
    const image::Picture picture = sample();
    const auto page = Page::prepare(picture.pix.get(), picture.dpi, recogniser());
    ASSERT_TRUE(page);
    const PageText read = page->read(Pass::Lines, recogniser());
    const auto date = std::ranges::find(read.lines, "2024年7月8日", &Line::text);
    ASSERT_NE(date, read.lines.end());
    std::u32string told;
    double sum = 0;
    for (const Character& character : date->characters) {
        told += character.value;
        EXPECT_GT(character.confidence, 0);
        EXPECT_LE(character.confidence, 1);
        sum += character.confidence;
    }
    EXPECT_EQ(told, U"2024年7月8日");
    EXPECT_GT(sum, 0.8 * static_cast<double>(told.size()));
}

TEST(Page, MergesTheRedHeadAtItsPlace) {
    const image::Picture picture = sample();
    const auto page = Page::prepare(picture.pix.get(), picture.dpi, recogniser());
    ASSERT_TRUE(page);
    const PageText read = page->read(Pass::Lines, recogniser());
    ASSERT_FALSE(read.lines.empty());
    EXPECT_TRUE(read.lines.front().red);
    EXPECT_THAT(read.lines.front().text, HasSubstr("应急管理局文件"));
    EXPECT_EQ(std::count_if(read.lines.begin(), read.lines.end(),
                            [](const Line& line) { return line.red; }),
              1);
}

TEST(Page, IsReadInOtherWaysToo) {
    const image::Picture picture = sample();
    const auto page = Page::prepare(picture.pix.get(), picture.dpi, recogniser());
    ASSERT_TRUE(page);
    for (const Pass pass : {Pass::Layout, Pass::Contrast}) {
        const PageText read = page->read(pass, recogniser());
        const auto sum = std::find_if(read.lines.begin(), read.lines.end(), [](const Line& line) {
            return line.text.find("15,000.00元") != std::string::npos;
        });
        ASSERT_NE(sum, read.lines.end()) << read.text;
        EXPECT_NEAR(sum->place.top, 96, 2);
        EXPECT_NEAR(sum->place.right, 93, 3);
    }
}

TEST(Page, LeavesTheGivenPictureAsItWas) {
    const image::Picture picture = sample();
    const image::Pix before(pixCopy(nullptr, picture.pix.get()));
    ASSERT_TRUE(Page::prepare(picture.pix.get(), picture.dpi, recogniser()));
    l_int32 same = 0;
    ASSERT_EQ(pixEqual(before.get(), picture.pix.get(), &same), 0);
    EXPECT_EQ(same, 1);
}

TEST(Page, GuessesTheResolutionOfAPage) {
    const image::Pix scan = blank_page(827, 1169, 250);
    for (const double dpi : {0.0, 1200.0}) {
        const auto page = Page::prepare(scan.get(), dpi, recogniser());
        ASSERT_TRUE(page);
        EXPECT_NEAR(page->dpi(), 100, 1) << dpi;
        EXPECT_TRUE(page->read(Pass::Lines, recogniser()).text.empty());
    }
}

TEST(Page, IsNoneOfASpeck) {
    EXPECT_FALSE(Page::prepare(nullptr, 200, recogniser()));
    EXPECT_FALSE(Page::prepare(blank_page(20, 20).get(), 200, recogniser()));
}

TEST(Page, StreaksAndSpecksAreNoWords) {
    const image::Pix page = blank_page(1650, 2300);
    fill(page, {12, 900, 16, 1000});
    fill(page, {20, 1100, 23, 1230});
    fill(page, {900, 1500, 906, 1540});
    const auto ready = Page::prepare(page.get(), 200, recogniser());
    ASSERT_TRUE(ready);
    for (const Pass pass : {Pass::Lines, Pass::Layout})
        EXPECT_EQ(ready->read(pass, recogniser()).text, "");
}

}  // namespace
}  // namespace parsers::ocr
