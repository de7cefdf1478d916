#include "parsers/seal/ring_strip.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "parsers/seal/ellipse.h"

// The ring is unrolled clockwise, its outside on top: rho .925 … .56 become 56 rows, and the turn
// as many columns as keep the letters' shape. Ink is what is dark in green where there is some red
// (JPEG keeps colour at half the sharpness of light, so red alone is blurred); on a copy, darkness.
// Paper (the first quartile) becomes white, ink (97 %) black.
namespace parsers::seal {
namespace {

using image::Pix;

constexpr int kHeight = 56;
constexpr double kInside = 0.56;
constexpr double kOutside = 0.925;
constexpr double kBand = kOutside - kInside;
constexpr int kWidth = static_cast<int>(std::numbers::pi * (kInside + kOutside) / kBand * kHeight);
constexpr int kRedProves = 3;  // times as much darkness as red above green
constexpr int kMargin = kHeight / 2;

/// How much ink a pixel of the page has.
class InkOf {
 public:
    InkOf(const PIX* page, SealKind kind)
        // The library takes what it reads without const.
        : pix_(const_cast<PIX*>(page)),
          words_(pixGetWpl(pix_)),
          deep_(pixGetDepth(pix_) == 32),
          red_(kind != SealKind::Copy) {}

    double at(int x, int y) const {
        if (x < 0 || y < 0 || x >= pixGetWidth(pix_) || y >= pixGetHeight(pix_)) return 0;
        const l_uint32* row = pixGetData(pix_) + std::ptrdiff_t{y} * words_;
        if (!deep_) return 255 - static_cast<int>(GET_DATA_BYTE(row, x));
        const l_uint32 word = row[x];
        const int red = static_cast<int>(word >> L_RED_SHIFT & 0xff);
        const int green = static_cast<int>(word >> L_GREEN_SHIFT & 0xff);
        if (!red_) return 255 - std::max(red, green);
        return std::clamp(kRedProves * (red - green), 0, 255 - green);
    }
    /// Between four pixels.
    double between(double x, double y) const {
        const double left = std::floor(x), top = std::floor(y);
        const double right_share = x - left, bottom_share = y - top;
        const int column = static_cast<int>(left), row = static_cast<int>(top);
        const double above =
            at(column, row) * (1 - right_share) + at(column + 1, row) * right_share;
        const double below =
            at(column, row + 1) * (1 - right_share) + at(column + 1, row + 1) * right_share;
        return above * (1 - bottom_share) + below * bottom_share;
    }

 private:
    PIX* pix_;
    int words_;
    bool deep_;
    bool red_;
};

/// The unrolled ring: ink, row by row.
class Strip {
 public:
    Strip(const InkOf& ink, const Ellipse& ellipse)
        : values_(std::size_t{kWidth} * std::size_t{kHeight}) {
        // A ring of many pixels is averaged, not picked from.
        const double thick = kBand * ellipse.smaller() / kHeight;
        const int fine = std::clamp(static_cast<int>(std::ceil(thick)), 1, 4);
        for (int x = 0; x < kWidth; ++x)
            for (int y = 0; y < kHeight; ++y)
                values_[index(x, y)] = static_cast<float>(mean(ink, ellipse, x, y, fine));
    }

    float at(int x, int y) const { return values_[index(x % kWidth, y)]; }

    float rank(double share) const {
        std::vector<float> sorted = values_;
        const auto place =
            sorted.begin() + static_cast<std::ptrdiff_t>(share * double(sorted.size() - 1));
        std::nth_element(sorted.begin(), place, sorted.end());
        return *place;
    }

 private:
    static std::size_t index(int x, int y) {
        return static_cast<std::size_t>(y) * std::size_t{kWidth} + static_cast<std::size_t>(x);
    }
    static double mean(const InkOf& ink, const Ellipse& ellipse, int x, int y, int fine) {
        double sum = 0;
        for (int i = 0; i < fine; ++i) {
            const double turn = 2 * std::numbers::pi * (x + (i + 0.5) / fine) / kWidth;
            // From the foot of the seal, where no name begins.
            const Point ray = ellipse.ray(std::numbers::pi / 2 + turn);
            for (int j = 0; j < fine; ++j) {
                const double rho = kOutside - kBand * (y + (j + 0.5) / fine) / kHeight;
                sum +=
                    ink.between(ellipse.centre().x + rho * ray.x, ellipse.centre().y + rho * ray.y);
            }
        }
        return sum / (fine * fine);
    }

    std::vector<float> values_;
};

/// The column in the middle of the widest stretch without ink; the first where there is none.
int widest_gap(const Strip& strip, float ink) {
    constexpr double kBlank = 0.06;  // of a column's rows
    constexpr int kLeastGap = kWidth / 20;
    std::vector<bool> blank(std::size_t{kWidth});
    for (int x = 0; x < kWidth; ++x) {
        int inked = 0;
        for (int y = kHeight / 8; y < kHeight * 7 / 8; ++y) inked += strip.at(x, y) > ink;
        blank[static_cast<std::size_t>(x)] = inked < kBlank * kHeight;
    }
    int longest = 0, end = 0, length = 0;
    for (int x = 0; x < 2 * kWidth; ++x) {  // twice around: a gap may lie across the seam
        length = blank[static_cast<std::size_t>(x % kWidth)] ? length + 1 : 0;
        if (length <= longest) continue;
        longest = length;
        end = x;
    }
    if (longest < kLeastGap || longest >= kWidth) return 0;
    return (end - longest / 2) % kWidth;
}

bool usable(const PIX* page, const Mark& mark) {
    if (page == nullptr || !(mark.radius_x >= 1) || !(mark.radius_y >= 1)) return false;
    // The library takes what it reads without const.
    const int depth = pixGetDepth(const_cast<PIX*>(page));
    const double most =
        4.0 * std::max(pixGetWidth(const_cast<PIX*>(page)), pixGetHeight(const_cast<PIX*>(page)));
    return (depth == 8 || depth == 32) && mark.radius_x <= most && mark.radius_y <= most &&
           std::fabs(mark.x) <= most && std::fabs(mark.y) <= most && std::isfinite(mark.angle);
}

}  // namespace

Pix ring_strip(const PIX* page, const Mark& mark) {
    constexpr float kFaintest = 20;
    constexpr double kPaperRank = 0.25, kInkRank = 0.97;
    if (!usable(page, mark)) return {};
    const Ellipse ellipse({mark.x - 0.5, mark.y - 0.5}, mark.radius_x, mark.radius_y, mark.angle);
    const Strip strip(InkOf(page, mark.kind), ellipse);
    const float paper = strip.rank(kPaperRank);
    const float ink = std::max(paper + kFaintest, strip.rank(kInkRank));
    const int start = widest_gap(strip, paper + (ink - paper) * 0.45F);
    Pix picture(pixCreate(kWidth + 2 * kMargin, kHeight + 2 * kMargin, 8));
    if (!picture || pixSetAll(picture.get()) != 0) return {};
    for (int y = 0; y < kHeight; ++y) {
        l_uint32* row =
            pixGetData(picture.get()) + std::ptrdiff_t{y + kMargin} * pixGetWpl(picture.get());
        for (int x = 0; x < kWidth; ++x) {
            const float share =
                std::clamp((strip.at(x + start, y) - paper) / (ink - paper), 0.0F, 1.0F);
            SET_DATA_BYTE(row, x + kMargin, static_cast<l_uint8>(255 - 255 * share));
        }
    }
    return picture;
}

}  // namespace parsers::seal
