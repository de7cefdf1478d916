#pragma once
/// A page made small for the search of seals: 75 dots an inch, its white balanced, and for each
/// pixel how red and how dark it is. Pure; one thread; throws only bad_alloc.
///
/// White is what the 65th percentile of each channel says (paper under a lamp), unless the channels
/// differ so much that the page has no white. Redness is how far red stands above green, less half
/// of what blue does (purple ink is red, violet is not: at most twice red above blue), limited to
/// the same as a share of red, so that a threshold of it asks for difference, saturation and hue at
/// once: orange and yellow fall out, faded and purple ink stay. Darkness is of the strongest
/// channel, where red ink is as light as paper.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "parsers/image/pix.h"

namespace parsers::seal {

constexpr double kViewDpi = 75;
constexpr double kPixelsAMillimetre = kViewDpi / image::kMillimetresAnInch;

/// To the nearest whole number, of what is not negative.
constexpr int nearest(double value) {
    const int whole = static_cast<int>(value);
    return value - whole < 0.5 ? whole : whole + 1;
}

/// One byte a pixel, row by row.
struct Plane {
    Plane() = default;
    Plane(int w, int h) : width(w), height(h), values(std::size_t(w) * std::size_t(h)) {}

    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> values;

    bool holds(int x, int y) const { return x >= 0 && y >= 0 && x < width && y < height; }
    std::uint8_t& at(int x, int y) { return values[index(x, y)]; }
    std::uint8_t at(int x, int y) const { return values[index(x, y)]; }
    std::size_t index(int x, int y) const {
        return std::size_t(y) * std::size_t(width) + std::size_t(x);
    }
};

struct PageView {
    Plane red;            ///< redness × 255; empty when the picture has one channel
    Plane light;          ///< the strongest channel, 255 = paper
    double scale = 1;     ///< pixels of the view to a pixel of the picture
    bool colour = false;  ///< the channels differ by more than the noise of a gray picture
};

/// Nothing when the picture is too small, or can't be scaled.
std::optional<PageView> view_of(const PIX* page, double dpi);

/// The pixels of `plane` above `threshold`, as ones.
Plane above(const Plane& plane, double threshold);

}  // namespace parsers::seal
