#include "parsers/ocr/upright.h"

#include <gtest/gtest.h>

#include "drawing.h"

namespace parsers::ocr {
namespace {

constexpr double kDpi = 200;

image::Pix text_page() {
    image::Pix page = blank_page(1200, 1600);
    for (int line = 0; line < 18; ++line) write(page, 150, 150 + line * 66, line % 3 ? 24 : 15, 30);
    return page;
}

image::Pix bitmap_of(const image::Pix& page) { return thresholded(page.get(), 128); }

TEST(Upright, LeavesAStraightPageAlone) {
    const Lie lie = lie_of(bitmap_of(text_page()).get(), kDpi);
    EXPECT_FALSE(lie.sideways);
    EXPECT_EQ(lie.degrees, 0);
}

TEST(Upright, TellsByHowMuchAPageIsAskew) {
    const image::Pix page = text_page();
    for (const float degrees : {-2.5F, 1.2F, 3.0F}) {
        const image::Pix turned(pixRotate(page.get(), degrees * 3.14159265F / 180,
                                          L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
        EXPECT_NEAR(lie_of(bitmap_of(turned).get(), kDpi).degrees, -degrees, 0.12) << degrees;
    }
}

TEST(Upright, SeesLinesThatRunDown) {
    const image::Pix page = text_page();
    for (const int quarters : {1, 3}) {
        const image::Pix turned(pixRotateOrth(page.get(), quarters));
        EXPECT_TRUE(lie_of(bitmap_of(turned).get(), kDpi).sideways) << quarters;
    }
}

TEST(Upright, HasNoOpinionAboutABlankPage) {
    const Lie lie = lie_of(bitmap_of(blank_page(800, 1000)).get(), kDpi);
    EXPECT_FALSE(lie.sideways);
    EXPECT_EQ(lie.degrees, 0);
    EXPECT_EQ(lie_of(nullptr, kDpi).degrees, 0);
}

}  // namespace
}  // namespace parsers::ocr
