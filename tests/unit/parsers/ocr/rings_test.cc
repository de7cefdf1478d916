#include "parsers/ocr/rings.h"

#include <gtest/gtest.h>

#include "drawing.h"

namespace parsers::ocr {
namespace {

constexpr double kDpi = 200;
constexpr int kRadius = 165;  // 42 mm across
constexpr int kX = 500;
constexpr int kY = 350;

/// A ring of 9 pixels; every `gap` degrees (0: nowhere) six are worn away.
void ring(const image::Pix& page, int gray, int gap = 0) {
    for (int y = -kRadius; y <= kRadius; ++y)
        for (int x = -kRadius; x <= kRadius; ++x) {
            const int square = x * x + y * y;
            if (square > kRadius * kRadius || square < (kRadius - 9) * (kRadius - 9)) continue;
            if (gap > 0 && (x + 2 * kRadius) % gap < 3) continue;
            pixSetPixel(page.get(), kX + x, kY + y, static_cast<l_uint32>(gray));
        }
}

/// An even page as Page makes it (paper 200) and the one that is read.
struct Pages {
    image::Pix even = blank_page(1000, 700, 200);
    image::Pix readable;
    void ready() { readable.reset(pixGammaTRC(nullptr, even.get(), 1.0F, 20, 190)); }
};

l_uint32 level(const image::Pix& page, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(page.get(), x, y, &value);
    return value;
}

/// The ring's lowest point, and a stroke of the letters below.
l_uint32 of_ring(const Pages& pages) { return level(pages.readable, kX, kY + kRadius - 4); }
l_uint32 of_print(const Pages& pages) { return level(pages.readable, kX - 60, kY + 1); }

Pages sealed(int ring_gray, int print_gray, int gap = 0) {
    Pages pages;
    fill(pages.even, {kX - 120, kY, kX + 120, kY + 5}, print_gray);
    ring(pages.even, ring_gray, gap);
    pages.ready();
    return pages;
}

TEST(Rings, APaleSealGoesAndPrintStays) {
    for (const int gray : {90, 120, 150}) {
        Pages pages = sealed(gray, 30);
        ASSERT_LT(of_ring(pages), 230U) << gray;
        lift_rings(pages.readable.get(), pages.even.get(), kDpi);
        EXPECT_GE(of_ring(pages), 250U) << gray;
        EXPECT_LT(of_print(pages), 60U) << gray;
    }
}

TEST(Rings, AWornSealGoesToo) {
    Pages pages = sealed(130, 30, 40);
    lift_rings(pages.readable.get(), pages.even.get(), kDpi);
    EXPECT_GE(of_ring(pages), 250U);
    EXPECT_LT(of_print(pages), 60U);
}

TEST(Rings, ASealAsDarkAsPrintStays) {
    Pages pages = sealed(35, 30);
    const l_uint32 before = of_ring(pages);
    lift_rings(pages.readable.get(), pages.even.get(), kDpi);
    EXPECT_EQ(of_ring(pages), before);
}

TEST(Rings, PrintAsPaleAsItsSealIsNotThinnedWithIt) {
    Pages pages = sealed(110, 100);
    const l_uint32 before = of_print(pages);
    lift_rings(pages.readable.get(), pages.even.get(), kDpi);
    EXPECT_EQ(of_print(pages), before);
}

TEST(Rings, AFrameIsNone) {
    Pages pages;
    fill(pages.even, {300, 200, 700, 206}, 120);
    fill(pages.even, {300, 494, 700, 500}, 120);
    fill(pages.even, {300, 200, 306, 500}, 120);
    fill(pages.even, {694, 200, 700, 500}, 120);
    pages.ready();
    const l_uint32 before = level(pages.readable, 500, 203);
    lift_rings(pages.readable.get(), pages.even.get(), kDpi);
    EXPECT_EQ(level(pages.readable, 500, 203), before);
}

TEST(Rings, AreNoneOnNothing) {
    EXPECT_FALSE(rings_of(nullptr, kDpi));
    Pages pages;
    pages.ready();
    lift_rings(pages.readable.get(), pages.even.get(), kDpi);
    EXPECT_EQ(level(pages.readable, 10, 10), 255U);
}

}  // namespace
}  // namespace parsers::ocr
