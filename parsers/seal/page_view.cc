#include "parsers/seal/page_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace parsers::seal {
namespace {

using image::Pix;

constexpr int kLeastSide = 24;  // pixels of the view: less than a seal's radius
/// Under this factor leptonica's area mapping is exact; nearer to 1 it interpolates.
constexpr double kAreaMapped = 0.7;

struct Rgb {
    int red = 0;
    int green = 0;
    int blue = 0;
};

Rgb rgb_of(l_uint32 word) {
    return {static_cast<int>(word >> L_RED_SHIFT & 0xff),
            static_cast<int>(word >> L_GREEN_SHIFT & 0xff),
            static_cast<int>(word >> L_BLUE_SHIFT & 0xff)};
}

/// 32 bits or 8, scaled.
Pix scaled(const PIX* page, double factor) {
    // The library takes what it reads without const.
    PIX* source = const_cast<PIX*>(page);
    Pix plain;
    if (pixGetDepth(source) != 32 && pixGetDepth(source) != 8) {
        plain.reset(pixConvertTo32(source));
        source = plain.get();
    }
    if (!source) return {};
    const auto by = static_cast<l_float32>(factor);
    Pix small(factor < kAreaMapped ? pixScaleAreaMap(source, by, by)
                                   : pixScaleGeneral(source, by, by, 0, 0));
    if (small && pixGetDepth(small.get()) != pixGetDepth(source)) return {};
    return small;
}

std::span<const l_uint32> row_of(const Pix& pix, int y) {
    const auto words = static_cast<std::size_t>(pixGetWpl(pix.get()));
    return {pixGetData(pix.get()) + static_cast<std::size_t>(y) * words, words};
}

using Histogram = std::array<long, 256>;

/// The value that 35 % of the pixels reach; never under 60, which is no paper.
int paper_of(const Histogram& histogram) {
    long all = 0;
    for (const long count : histogram) all += count;
    long seen = 0;
    for (int value = 255; value > 60; --value) {
        seen += histogram[static_cast<std::size_t>(value)];
        if (double(seen) > 0.35 * double(all)) return value;
    }
    return 60;
}

Rgb white_of(const Pix& pix) {
    Histogram red{}, green{}, blue{};
    for (int y = 0; y < pixGetHeight(pix.get()); y += 3) {
        const auto row = row_of(pix, y);
        for (std::size_t x = 0; x < row.size(); x += 3) {
            const Rgb pixel = rgb_of(row[x]);
            ++red[static_cast<std::size_t>(pixel.red)];
            ++green[static_cast<std::size_t>(pixel.green)];
            ++blue[static_cast<std::size_t>(pixel.blue)];
        }
    }
    const Rgb white{paper_of(red), paper_of(green), paper_of(blue)};
    const int most = std::max({white.red, white.green, white.blue});
    const int least = std::min({white.red, white.green, white.blue});
    if (least < 0.6 * most) return {most, most, most};
    return white;
}

std::uint8_t byte_of(double share) {
    return static_cast<std::uint8_t>(nearest(std::clamp(share, 0.0, 1.0) * 255));
}

/// Each value of a channel as a share of white.
using Shares = std::array<double, 256>;

Shares shares_of(int white) {
    Shares shares{};
    for (std::size_t value = 0; value < shares.size(); ++value)
        shares[value] = static_cast<double>(value) / white;
    return shares;
}

std::uint8_t redness(double red, double green, double blue) {
    constexpr double kTowardsBlue = 0.5, kFromMagenta = 2;
    if (red <= 0.25) return 0;
    const double above_green = red - green, above_blue = red - blue;
    if (above_green <= 0 || above_blue <= 0) return 0;
    const double above = std::min(above_green - kTowardsBlue * std::max(0.0, blue - green),
                                  kFromMagenta * above_blue);
    return byte_of(std::min({above, above / red, above_green / 1.2}));
}

/// A gray picture kept as colour has equal channels, give or take what JPEG rounds.
class ColourCount {
 public:
    void see(const Rgb& pixel) {
        const int apart = std::max({pixel.red, pixel.green, pixel.blue}) -
                          std::min({pixel.red, pixel.green, pixel.blue});
        ++pixels_;
        sum_ += apart;
        if (apart > 24) ++strong_;
    }
    bool any() const {
        return double(sum_) > 1.5 * double(pixels_) || double(strong_) > 0.0003 * double(pixels_);
    }

 private:
    long pixels_ = 0;
    long sum_ = 0;
    long strong_ = 0;
};

void see_colours(const Pix& pix, PageView& view) {
    const Rgb white = white_of(pix);
    const Shares reds = shares_of(white.red), greens = shares_of(white.green),
                 blues = shares_of(white.blue);
    ColourCount colours;
    view.red = Plane(view.light.width, view.light.height);
    for (int y = 0; y < view.light.height; ++y) {
        const auto row = row_of(pix, y);
        for (int x = 0; x < view.light.width; ++x) {
            const Rgb pixel = rgb_of(row[static_cast<std::size_t>(x)]);
            const double red = reds[static_cast<std::size_t>(pixel.red)];
            const double green = greens[static_cast<std::size_t>(pixel.green)];
            const double blue = blues[static_cast<std::size_t>(pixel.blue)];
            colours.see(pixel);
            view.red.at(x, y) = redness(red, green, blue);
            view.light.at(x, y) = byte_of(std::max({red, green, blue}));
        }
    }
    view.colour = colours.any();
}

void see_gray(const Pix& pix, PageView& view) {
    Histogram histogram{};
    for (int y = 0; y < view.light.height; ++y) {
        const l_uint32* row = row_of(pix, y).data();
        for (int x = 0; x < view.light.width; ++x) {
            const auto value = static_cast<std::uint8_t>(GET_DATA_BYTE(row, x));
            view.light.at(x, y) = value;
            ++histogram[value];
        }
    }
    const Shares shares = shares_of(paper_of(histogram));
    for (std::uint8_t& value : view.light.values) value = byte_of(shares[value]);
}

}  // namespace

std::optional<PageView> view_of(const PIX* page, double dpi) {
    PageView view;
    view.scale = kViewDpi / dpi;
    // The library takes what it reads without const.
    auto* source = const_cast<PIX*>(page);
    if (pixGetWidth(source) * view.scale < kLeastSide + 1 ||
        pixGetHeight(source) * view.scale < kLeastSide + 1)
        return {};
    const Pix small = scaled(page, view.scale);
    if (!small) return {};
    const int width = pixGetWidth(small.get()), height = pixGetHeight(small.get());
    if (width < kLeastSide || height < kLeastSide) return {};
    view.light = Plane(width, height);
    if (pixGetDepth(small.get()) == 8)
        see_gray(small, view);
    else
        see_colours(small, view);
    return view;
}

Plane above(const Plane& plane, double threshold) {
    Plane mask(plane.width, plane.height);
    std::transform(plane.values.begin(), plane.values.end(), mask.values.begin(),
                   [threshold](std::uint8_t value) { return std::uint8_t{value > threshold}; });
    return mask;
}

}  // namespace parsers::seal
