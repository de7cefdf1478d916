/// Lines of text make the ink of neighbouring pixel rows differ most when the rows run along them.
/// The library turns the page by up to seven degrees and looks for the angle at which the squared
/// differences are greatest; the same is asked of the page turned by a quarter, and the greater sum
/// wins. Rules and pictures shout louder than text in that sum, and say nothing about which way
/// the text runs: only ink of a character's size is counted for it. They know the angle well,
/// though, except where they are the dark edge of the scanner's glass.

#include "parsers/ocr/upright.h"

#include <algorithm>
#include <cmath>

#include "parsers/ocr/raster.h"

namespace parsers::ocr {
namespace {

using image::Pix;

constexpr double kLargestInk = 16;    // mm
constexpr double kSmallestInk = 0.6;  // less is dust
constexpr double kSearchDpi = 100;
constexpr float kSweep = 7.0F;
constexpr float kStep = 1.0F;
constexpr float kFinest = 0.02F;
constexpr double kLeastAngle = 0.08;
constexpr double kLeastConfidence = 1.7;
constexpr double kSideways = 1.15;  // times the sum of the page as it lies

struct Straightened {
    double degrees = 0;
    double confidence = 0;
    double score = 0;
};

Straightened straighten(PIX* bitmap, int reduction) {
    l_float32 angle = 0, confidence = 0, score = 0;
    if (pixFindSkewSweepAndSearchScore(bitmap, &angle, &confidence, &score, reduction, reduction, 0,
                                       kSweep, kStep, kFinest) != 0)
        return {};
    return {double{angle}, double{confidence}, double{score}};
}

int pixels(double millimetres, double dpi) {
    return std::max(2, static_cast<int>(millimetres * dpi / image::kMillimetresAnInch));
}

Straightened with_rules(const PIX* bitmap, bool sideways, int reduction) {
    Pix inside(pixRemoveBorderConnComps(const_cast<PIX*>(bitmap), 8));
    if (inside && sideways) inside.reset(pixRotateOrth(inside.get(), 1));
    return inside ? straighten(inside.get(), reduction) : Straightened{};
}

}  // namespace

Lie lie_of(const PIX* bitmap, double dpi) {
    Lie lie;
    const Pix ink = of_size(bitmap, pixels(kSmallestInk, dpi), pixels(kLargestInk, dpi));
    if (!ink) return lie;
    int reduction = 1;
    while (dpi / reduction > 1.5 * kSearchDpi && reduction < 8) reduction *= 2;
    const Straightened across = straighten(ink.get(), reduction);
    const Pix turned(pixRotateOrth(ink.get(), 1));
    const Straightened along = turned ? straighten(turned.get(), reduction) : Straightened{};
    lie.sideways = along.score > kSideways * across.score;
    const Straightened& text = lie.sideways ? along : across;
    const Straightened all = with_rules(bitmap, lie.sideways, reduction);
    const Straightened& best = all.confidence > text.confidence ? all : text;
    if (best.confidence >= kLeastConfidence && std::abs(best.degrees) >= kLeastAngle)
        lie.degrees = best.degrees;
    return lie;
}

}  // namespace parsers::ocr
