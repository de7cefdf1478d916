#include "parsers/ocr/rings.h"

#include <algorithm>
#include <array>
#include <vector>

#include "parsers/ocr/raster.h"

namespace parsers::ocr {
namespace {

using image::Pix;

constexpr double kLeastRing = 17;  // mm both ways: no letter is as large
constexpr double kMostRing = 75;
constexpr double kGap = 0.6;      // mm, of a worn ring
constexpr double kCorner = 0.12;  // of a ring's box: empty

/// Ways to find a ring on a page whose levels are stretched, each tried on what those before it
/// left: a pale ring holds together at the first level, a worn one when its gaps are closed, a dark
/// one stands apart from the lines it touches at the last.
struct Way {
    int ink;
    bool bridged;
};
constexpr std::array kWays = {Way{215, false}, Way{215, true}, Way{150, false}};
constexpr int kBlack = 20;     // of an even page, whose paper is 200: print
constexpr int kPaleRing = 65;  // a ring that is no paler can't be told from print
constexpr int kPaler = 12;     // than the page's own print, at least
constexpr float kMedian = 0.5F;
constexpr float kDarkStrokes = 0.25F;

int pixels(double millimetres, double dpi) {
    return std::max(1, static_cast<int>(millimetres * dpi / image::kMillimetresAnInch));
}

bool has_corners(const PIX* ink, const Rect& box) {
    const int across = std::max(1, static_cast<int>(box.width() * kCorner));
    const int along = std::max(1, static_cast<int>(box.height() * kCorner));
    for (const int left : {box.left, box.right - across})
        for (const int top : {box.top, box.bottom - along}) {
            l_int32 empty = 1;
            const Pix corner = clipped(ink, {left, top, left + across, top + along});
            if (corner) pixZero(corner.get(), &empty);
            if (empty == 0) return true;
        }
    return false;
}

/// With the gaps of a worn seal closed.
Pix bridged(const PIX* bitmap, double dpi) {
    const int gap = pixels(kGap, dpi) | 1;
    return Pix(bitmap ? pixCloseSafeBrick(nullptr, const_cast<PIX*>(bitmap), gap, gap) : nullptr);
}

/// The level this share of the ink of `mask` is darker than.
int level_of(const PIX* gray, const PIX* mask, float share) {
    l_float32 level = 0;
    if (!gray || !mask ||
        pixGetRankValueMasked(const_cast<PIX*>(gray), const_cast<PIX*>(mask), 0, 0, 1, share,
                              &level, nullptr) != 0)
        return 0;
    return static_cast<int>(level);
}

/// How dark the page's print is where it is darkest; its thin strokes are paler.
int print_level(const PIX* even, const PIX* ink, const PIX* rings) {
    const Pix print(pixSubtract(nullptr, const_cast<PIX*>(ink), const_cast<PIX*>(rings)));
    return level_of(even, print.get(), kDarkStrokes);
}

}  // namespace

Pix rings_of(const PIX* bitmap, double dpi) {
    const int least = pixels(kLeastRing, dpi);
    const int most = pixels(kMostRing, dpi);
    Pix large(bitmap ? pixSelectBySize(const_cast<PIX*>(bitmap), least, least, 8, L_SELECT_IF_BOTH,
                                       L_SELECT_IF_GTE, nullptr)
                     : nullptr);
    for (const Rect& box : components(large.get(), 8))
        if (box.width() > most || box.height() > most || has_corners(large.get(), box))
            clear(large.get(), box);
    return large;
}

void lift_rings(PIX* readable, const PIX* even, double dpi) {
    for (const Way& way : kWays) {
        const Pix ink = thresholded(readable, way.ink);
        const Pix rings = rings_of(way.bridged ? bridged(ink.get(), dpi).get() : ink.get(), dpi);
        const std::vector<Rect> boxes = components(rings.get(), 8);
        if (boxes.empty()) continue;
        const int least = std::max(kPaleRing, kPaler + print_level(even, ink.get(), rings.get()));
        for (const Rect& box : boxes) {
            const Pix ring = clipped(rings.get(), box);
            const Pix gray = clipped(even, box);
            if (!ring || !gray) continue;
            pixRasterop(ring.get(), 0, 0, box.width(), box.height(), PIX_SRC & PIX_DST,
                        const_cast<PIX*>(ink.get()), box.left, box.top);
            const int level = level_of(gray.get(), ring.get(), kMedian);
            if (level < least) continue;
            const Pix lifted(pixGammaTRC(nullptr, gray.get(), 1.0F, kBlack, level));
            if (lifted)
                pixRasterop(readable, box.left, box.top, box.width(), box.height(), PIX_SRC,
                            lifted.get(), 0, 0);
        }
    }
}

}  // namespace parsers::ocr
