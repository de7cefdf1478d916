#include "parsers/seal/seal_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <string>

#include "tests/unit/parsers/seal/drawn_page.h"

namespace parsers::seal {
namespace {

constexpr double kWidth = 148;  // A5: what a page has, in half the time
constexpr double kHeight = 210;
constexpr double kDpi = 150;

DrawnPage printed_page() {
    DrawnPage page(kWidth, kHeight, kDpi);
    page.print(20, 20, 130, 190, 5);
    return page;
}

Look look_at(const DrawnPage& page) { return find_seals(page.colour_picture().get(), page.dpi()); }

/// A certain mark of ink where the seal was drawn.
void expect_found(const DrawnPage& page, const Mark& mark, const DrawnSeal& seal) {
    EXPECT_EQ(mark.kind, SealKind::Ink);
    EXPECT_TRUE(mark.certain);
    EXPECT_GT(mark.score, 0.5);
    EXPECT_NEAR(mark.x, page.pixels(seal.x), page.pixels(1));
    EXPECT_NEAR(mark.y, page.pixels(seal.y), page.pixels(1));
    EXPECT_NEAR(std::max(mark.radius_x, mark.radius_y), page.pixels(seal.diameter / 2),
                page.pixels(0.6));
}

void expect_only(const DrawnSeal& seal) {
    DrawnPage page = printed_page();
    page.seal(seal);
    const Look look = look_at(page);
    EXPECT_TRUE(look.colour);
    ASSERT_EQ(look.marks.size(), 1U);
    expect_found(page, look.marks[0], seal);
}

TEST(SealFinder, FindsASealOverPrint) { expect_only({.x = 95, .y = 150}); }

TEST(SealFinder, FindsAFaintSeal) { expect_only({.x = 95, .y = 150, .strength = 0.25}); }

TEST(SealFinder, FindsPurpleInk) {
    expect_only({.x = 95, .y = 150, .colour = kPurpleInk, .strength = 0.5});
}

TEST(SealFinder, FindsSmallAndLargeSeals) {
    expect_only({.x = 60, .y = 60, .diameter = 30});
    expect_only({.x = 60, .y = 60, .diameter = 58});
}

TEST(SealFinder, FindsAnOvalSeal) {
    DrawnPage page = printed_page();
    page.seal({.x = 80, .y = 120, .diameter = 40, .ratio = 0.75});
    const Look look = look_at(page);
    ASSERT_EQ(look.marks.size(), 1U);
    EXPECT_TRUE(look.marks[0].certain);
    EXPECT_NEAR(std::min(look.marks[0].radius_x, look.marks[0].radius_y), page.pixels(15),
                page.pixels(0.6));
}

TEST(SealFinder, FindsTwoSealsThatTouch) {
    DrawnPage page = printed_page();
    page.seal({.x = 45, .y = 150});
    page.seal({.x = 87.5, .y = 153, .strength = 0.3});
    const Look look = look_at(page);
    ASSERT_EQ(look.marks.size(), 2U);
    EXPECT_TRUE(look.marks[0].certain && look.marks[1].certain);
    EXPECT_GE(look.marks[0].score, look.marks[1].score);
}

TEST(SealFinder, FindsASealOnARedTable) {
    DrawnPage page = printed_page();
    for (double y = 30; y < 200; y += 9) page.rule(15, y, 135, y + 0.4);
    for (double x = 15; x < 136; x += 20) page.rule(x, 30, x + 0.4, 192);
    page.seal({.x = 90, .y = 140});
    const Look look = look_at(page);
    ASSERT_EQ(look.marks.size(), 1U);
    expect_found(page, look.marks[0], {.x = 90, .y = 140});
}

TEST(SealFinder, FindsARingThatPrintCutsIntoPieces) {
    DrawnPage page(kWidth, kHeight, kDpi);
    page.seal({.x = 90, .y = 140, .strength = 0.3});
    for (double y = 20; y < 200; y += 8) page.rule(10, y, 138, y + 2.4, kBlack);
    for (double x = 10; x < 138; x += 16) page.rule(x, 20, x + 2.4, 200, kBlack);
    const Look look = look_at(page);
    ASSERT_EQ(look.marks.size(), 1U);
    expect_found(page, look.marks[0], {.x = 90, .y = 140});
}

TEST(SealFinder, FindsASealWhoseSmallerPartIsBeyondTheEdge) {
    for (const double x : {kWidth - 12, 12.0}) {  // 79 % of the seal's width
        DrawnPage page = printed_page();
        page.seal({.x = x, .y = 100});
        const Look look = look_at(page);
        ASSERT_EQ(look.marks.size(), 1U) << x;
        expect_found(page, look.marks[0], {.x = x, .y = 100});
    }
}

TEST(SealFinder, ASliceAtTheEdgeIsNoSeal) {
    for (const double share : {0.1, 0.25, 0.33, 0.5}) {
        DrawnPage page = printed_page();
        page.seal({.x = kWidth + 42 * (0.5 - share), .y = 100});
        page.seal({.x = 42 * (share - 0.5), .y = 60});
        EXPECT_TRUE(look_at(page).marks.empty()) << share;
    }
}

struct Other {
    std::string name;
    std::function<void(DrawnPage&)> draw;
};

/// Red things of a seal's size which are none.
std::vector<Other> others() {
    const auto round = [](double ratio, auto inside) {
        return [ratio, inside](DrawnPage& page) {
            page.around(80, 110, 21, ratio, kRedInk, 1, inside);
        };
    };
    return {
        {"disc", round(1, [](double, double) { return true; })},
        {"disc with a star",
         round(1, [](double rho, double turn) { return !DrawnPage::is_star(rho * 2, turn); })},
        {"bare ring", round(1, [](double rho, double) { return rho > 0.94; })},
        {"ring with a star",
         round(1, [](double rho,
                     double turn) { return rho > 0.94 || DrawnPage::is_star(rho * 3, turn); })},
        {"target", round(1, [](double rho, double) { return std::fmod(rho * 5, 1) > 0.7; })},
        {"star", round(1, [](double rho, double turn) { return DrawnPage::is_star(rho, turn); })},
        {"wreath", round(1,
                         [](double rho, double turn) {
                             return rho > 0.75 ? std::sin(40 * turn) > -0.5 || rho < 0.8
                                               : DrawnPage::is_star(rho * 2, turn);
                         })},
        {"fingerprint",
         [](DrawnPage& page) {
             page.around(80, 110, 13, 0.75, kRedInk, 1, [](double rho, double turn) {
                 return std::sin(45 * rho + std::sin(3 * turn)) > 0;
             });
         }},
        {"square seal",
         [](DrawnPage& page) {
             page.frame(70, 90, 92, 112, 1);
             page.print(72, 92, 90, 116, 9, kRedInk);
         }},
        {"large square seal",
         [](DrawnPage& page) {
             page.frame(60, 90, 98, 128, 1.5);
             page.print(63, 93, 96, 130, 11, kRedInk);
         }},
        {"rectangular stamp",
         [](DrawnPage& page) {
             page.frame(60, 90, 110, 116, 0.8);
             page.print(64, 94, 106, 100, 6, kRedInk);
             page.print(64, 106, 106, 112, 4, kRedInk);
         }},
        {"red head",
         [](DrawnPage& page) {
             page.print(20, 15, 130, 27, 12, kRedInk);
             page.rule(15, 32, 133, 33);
         }},
        {"red words", [](DrawnPage& page) { page.print(20, 60, 130, 140, 8, kRedInk); }},
        {"flag", [](DrawnPage& page) { page.rule(40, 60, 100, 100); }},
    };
}

TEST(SealFinder, TakesNothingElseForASeal) {
    for (const Other& other : others()) {
        DrawnPage page = printed_page();
        other.draw(page);
        const Look look = look_at(page);
        EXPECT_TRUE(look.colour) << other.name;
        EXPECT_TRUE(look.marks.empty()) << other.name;
    }
}

TEST(SealFinder, ARingOfACopyIsNeverSure) {
    DrawnPage page = printed_page();
    page.seal({.x = 95, .y = 150, .colour = kGrayInk});
    for (const image::Pix& picture : {page.gray_picture(), page.colour_picture()}) {
        const Look look = find_seals(picture.get(), kDpi);
        EXPECT_FALSE(look.colour);
        ASSERT_EQ(look.marks.size(), 1U);
        EXPECT_EQ(look.marks[0].kind, SealKind::Copy);
        EXPECT_FALSE(look.marks[0].certain);
        EXPECT_LE(look.marks[0].score, 0.5);
        EXPECT_NEAR(look.marks[0].x, page.pixels(95), page.pixels(1));
        EXPECT_NEAR(look.marks[0].radius_x, page.pixels(21), page.pixels(0.6));
    }
}

TEST(SealFinder, PrintWithoutColourHasNoMark) {
    const Look look = find_seals(printed_page().gray_picture().get(), kDpi);
    EXPECT_FALSE(look.colour);
    EXPECT_TRUE(look.marks.empty());
}

TEST(SealFinder, APictureMayBeTheSeal) {
    DrawnPage picture(46, 46, 250);
    picture.seal({.x = 23, .y = 23});
    for (const double said : {0.0, 72.0, 96.0}) {
        const Look look = find_seals(picture.colour_picture().get(), said);
        ASSERT_EQ(look.marks.size(), 1U) << said;
        EXPECT_TRUE(look.marks[0].certain) << said;
        EXPECT_NEAR(look.marks[0].x, picture.pixels(23), picture.pixels(1)) << said;
    }
}

TEST(SealFinder, APhotographIsTakenForAPageOfA4) {
    DrawnPage page(232, 320, 130);
    page.print(30, 40, 200, 280, 6);
    page.seal({.x = 150, .y = 240});
    for (const double said : {0.0, 72.0}) {
        const Look look = find_seals(page.colour_picture().get(), said);
        ASSERT_EQ(look.marks.size(), 1U) << said;
        expect_found(page, look.marks[0], {.x = 150, .y = 240});
    }
}

TEST(SealFinder, TheSamePageGivesTheSameMarks) {
    DrawnPage page = printed_page();
    page.seal({.x = 45, .y = 150, .strength = 0.4});
    page.seal({.x = 100, .y = 60, .diameter = 30});
    const Look first = look_at(page), second = look_at(page);
    ASSERT_EQ(first.marks.size(), second.marks.size());
    for (std::size_t i = 0; i < first.marks.size(); ++i) {
        EXPECT_EQ(first.marks[i].x, second.marks[i].x);
        EXPECT_EQ(first.marks[i].radius_y, second.marks[i].radius_y);
        EXPECT_EQ(first.marks[i].score, second.marks[i].score);
    }
}

TEST(SealFinder, NoiseHasNoMark) {
    std::mt19937 random(7);
    for (const double inked : {0.02, 0.2, 0.5}) {
        DrawnPage page(kWidth, kHeight, 75);
        page.ink(0, 0, kWidth, kHeight, kRedInk, 1,
                 [&](double, double) { return double(random() % 1000) < 1000 * inked; });
        EXPECT_TRUE(look_at(page).marks.empty()) << inked;
    }
}

TEST(SealFinder, OddPicturesHaveNoMark) {
    for (const auto& [width, height] : {std::pair(1, 1), {30'000, 1}, {1, 30'000}, {40, 3}}) {
        for (const int depth : {1, 8, 32}) {
            const image::Pix picture(pixCreate(width, height, depth));
            for (const double said : {0.0, 150.0, 1200.0})
                EXPECT_TRUE(find_seals(picture.get(), said).marks.empty()) << width << " " << depth;
        }
    }
}

}  // namespace
}  // namespace parsers::seal
