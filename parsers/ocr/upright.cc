/// Which way the lines run is seen from the gaps: characters of a line stand nearer to each other
/// than lines do, however the page is turned and whatever the skew. Bridging short gaps joins more
/// of them along the lines than across.
///
/// The skew is the angle, of up to seven degrees, at which the ink of neighbouring pixel rows
/// differs most, as the library looks for it. Rules know it best, except where they are the dark
/// edge of the scanner's glass: it is asked of the ink of a character's size, and of all that
/// touches no edge; the surer answer counts.

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
constexpr double kSideways = 1.35;     // times as many parts: lines run down
constexpr double kCharacterGap = 1.6;  // mm

int pixels(double millimetres, double dpi) {
    return std::max(2, static_cast<int>(millimetres * dpi / image::kMillimetresAnInch));
}

std::size_t parts(const PIX* ink, int across, int along) {
    const Pix joined(pixCloseSafeBrick(nullptr, const_cast<PIX*>(ink), across, along));
    return components(joined.get(), 8).size();
}

/// Bridging the gaps between characters leaves fewer parts along the lines than across them.
bool runs_down(const PIX* ink, double dpi) {
    const int gap = pixels(kCharacterGap, dpi);
    return static_cast<double>(parts(ink, gap, 1)) >
           kSideways * static_cast<double>(parts(ink, 1, gap));
}

struct Straightened {
    double degrees = 0;
    double confidence = 0;
};

Straightened straighten(const PIX* bitmap, bool sideways, int reduction) {
    if (!bitmap) return {};
    PIX* source = const_cast<PIX*>(bitmap);
    const Pix upright(sideways ? pixRotateOrth(source, 1) : pixClone(source));
    l_float32 angle = 0, confidence = 0;
    if (!upright || pixFindSkewSweepAndSearch(upright.get(), &angle, &confidence, reduction,
                                              reduction, kSweep, kStep, kFinest) != 0)
        return {};
    return {double{angle}, double{confidence}};
}

Pix text_ink(const PIX* bitmap, double dpi) {
    return of_size(bitmap, pixels(kSmallestInk, dpi), pixels(kLargestInk, dpi));
}

double degrees_of(const PIX* bitmap, const PIX* ink, double dpi, bool sideways) {
    int reduction = 1;
    while (dpi / reduction > 1.5 * kSearchDpi && reduction < 8) reduction *= 2;
    const Straightened text = straighten(ink, sideways, reduction);
    const Pix inside(pixRemoveBorderConnComps(const_cast<PIX*>(bitmap), 8));
    const Straightened all = straighten(inside.get(), sideways, reduction);
    const Straightened& best = all.confidence > text.confidence ? all : text;
    const bool told = best.confidence >= kLeastConfidence && std::abs(best.degrees) >= kLeastAngle;
    return told ? best.degrees : 0;
}

}  // namespace

Lie lie_of(const PIX* bitmap, double dpi) {
    const Pix ink = text_ink(bitmap, dpi);
    if (!ink) return {};
    const bool sideways = runs_down(ink.get(), dpi);
    return {sideways, degrees_of(bitmap, ink.get(), dpi, sideways)};
}

Lie other_lie(const PIX* bitmap, double dpi, const Lie& lie) {
    const Pix ink = text_ink(bitmap, dpi);
    if (!ink) return lie;
    return {!lie.sideways, degrees_of(bitmap, ink.get(), dpi, !lie.sideways)};
}

}  // namespace parsers::ocr
