#include "parsers/seal/ring_features.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

namespace parsers::seal {
namespace {

constexpr int kDegrees = 360;
constexpr double kInnermost = 0.60;
constexpr double kStep = 0.0125;
constexpr int kRows = 65;  // 0.60 … 1.40
constexpr double kRimInside = 0.90;
constexpr double kRimOutside = 1.045;
constexpr double kTextInside = 0.60;
constexpr double kTextOutside = 0.84;
constexpr double kClear = 0.075;  // of paper around the rim
constexpr double kAroundInside = 1.08;
constexpr double kAroundOutside = 1.32;

enum class Ink : std::int8_t { Beyond, None, Inked };

constexpr int row_of(double rho) { return nearest((rho - kInnermost) / kStep); }
constexpr double rho_of(int row) { return kInnermost + row * kStep; }

/// The surroundings of the rim, a row a distance, a column a degree.
class Unrolled {
 public:
    Unrolled(const Plane& mask, const Ellipse& ellipse) {
        for (int degree = 0; degree < kDegrees; ++degree) {
            const Point ray = ellipse.ray(degree * std::numbers::pi / 180);
            at_edge_[std::size_t(degree)] =
                near_edge(mask, ellipse.centre().x + ray.x, ellipse.centre().y + ray.y);
            for (int row = 0; row < kRows; ++row) {
                const double rho = rho_of(row);
                const int x = static_cast<int>(std::lround(ellipse.centre().x + rho * ray.x));
                const int y = static_cast<int>(std::lround(ellipse.centre().y + rho * ray.y));
                Ink& ink = at(row, degree);
                if (mask.holds(x, y)) ink = mask.at(x, y) != 0 ? Ink::Inked : Ink::None;
            }
        }
    }
    Ink at(int row, int degree) const { return inks_[index(row, degree)]; }

    /// Whether anything between two distances at this degree is of this kind.
    bool any(double from, double to, int degree, Ink ink) const {
        for (int row = row_of(from); row <= row_of(to); ++row)
            if (at(row, degree) == ink) return true;
        return false;
    }
    /// A sheet that lies askew on the scanner ends a little inside the picture: near its edge only
    /// ink proves that the sheet is still there.
    bool visible(int degree) const {
        return any(kRimInside, kRimOutside, degree, Ink::Inked) ||
               (!at_edge_[std::size_t(degree)] && any(kRimInside, kRimOutside, degree, Ink::None));
    }
    /// How far out ink reaches at this degree.
    std::optional<double> outline(int degree) const {
        for (int row = kRows - 1; row >= 0; --row)
            if (at(row, degree) == Ink::Inked) return rho_of(row);
        return {};
    }

 private:
    Ink& at(int row, int degree) { return inks_[index(row, degree)]; }
    static std::size_t index(int row, int degree) {
        return static_cast<std::size_t>(row) * kDegrees + static_cast<std::size_t>(degree);
    }
    static bool near_edge(const Plane& mask, double x, double y) {
        constexpr double kNear = 8 * kPixelsAMillimetre;
        return x < kNear || y < kNear || x > mask.width - kNear || y > mask.height - kNear;
    }

    std::array<Ink, std::size_t{kRows} * kDegrees> inks_{};
    std::array<bool, kDegrees> at_edge_{};
};

void measure_rim(const Unrolled& unrolled, double pixel, RingFeatures& features) {
    // A rim is drawn with one radius: a pixel and a half of the view, or 3.5 % of a large one.
    const double near = std::max(0.035, 1.6 * pixel);
    int visible = 0, inked = 0, thin = 0, outside = 0;
    for (int degree = 0; degree < kDegrees; ++degree) {
        outside += unrolled.any(kAroundInside, kAroundOutside, degree, Ink::Inked);
        if (!unrolled.visible(degree)) continue;
        ++visible;
        inked += unrolled.any(kRimInside, kRimOutside, degree, Ink::Inked);
        thin += unrolled.any(1 - near, 1 + near, degree, Ink::Inked) &&
                !unrolled.any(1 + near + kStep, 1 + near + kClear, degree, Ink::Inked);
    }
    features.visible = visible / double{kDegrees};
    features.outside = outside / double{kDegrees};
    features.ring = visible == 0 ? 0 : double(inked) / visible;
    features.thin = visible == 0 ? 0 : double(thin) / visible;
}

/// Changes between ink and paper along one distance.
int transitions_at(const Unrolled& unrolled, int row) {
    int count = 0;
    Ink before = Ink::Beyond;
    for (int degree = 0; degree < kDegrees; ++degree) {
        const Ink ink = unrolled.at(row, degree);
        count += ink != before && ink != Ink::Beyond && before != Ink::Beyond;
        before = ink;
    }
    return count;
}

void measure_text(const Unrolled& unrolled, RingFeatures& features) {
    std::vector<int> transitions;
    int all = 0, inked = 0;
    for (int row = row_of(kTextInside); row <= row_of(kTextOutside); row += 2) {
        transitions.push_back(transitions_at(unrolled, row));
        for (int degree = 0; degree < kDegrees; ++degree) {
            all += unrolled.at(row, degree) != Ink::Beyond;
            inked += unrolled.at(row, degree) == Ink::Inked;
        }
    }
    const auto middle = transitions.begin() + std::ptrdiff_t(transitions.size() / 2);
    std::nth_element(transitions.begin(), middle, transitions.end());
    features.transitions = *middle / std::max(features.visible, 0.4);
    features.fill = all == 0 ? 0 : double(inked) / all;
}

/// Letters leave whole degrees of their band blank, and ink others throughout. A wreath, a target
/// or a fingerprint is much the same at every degree.
double letters_of(const Unrolled& unrolled) {
    constexpr double kBandInside = 0.66, kBandOutside = 0.86;
    constexpr double kBlankCounts = 2;  // times as much as a difference of ink
    std::vector<double> shares;
    int blank = 0;
    for (int degree = 0; degree < kDegrees; ++degree) {
        if (!unrolled.visible(degree)) continue;
        int inked = 0, rows = 0;
        for (int row = row_of(kBandInside); row <= row_of(kBandOutside); ++row, ++rows)
            inked += unrolled.at(row, degree) == Ink::Inked;
        shares.push_back(double(inked) / rows);
        blank += !unrolled.any(kBandInside, kTextOutside, degree, Ink::Inked);
    }
    if (shares.empty()) return 0;
    std::sort(shares.begin(), shares.end());
    const double spread = shares[shares.size() * 9 / 10] - shares[shares.size() / 10];
    return spread + kBlankCounts * blank / double(shares.size());
}

/// The fourth harmonic of the outline: of a square 0.1, of a ring none.
double corners_of(const Unrolled& unrolled) {
    double sine = 0, cosine = 0;
    int seen = 0;
    for (int degree = 0; degree < kDegrees; ++degree) {
        const auto outline = unrolled.outline(degree);
        if (!outline || !unrolled.visible(degree)) continue;
        // What stands further out than a square's corner is another thing.
        const double swell = std::min(*outline, 1.3) - 1;
        if (swell < -0.2) continue;
        sine += swell * std::sin(4 * degree * std::numbers::pi / 180);
        cosine += swell * std::cos(4 * degree * std::numbers::pi / 180);
        ++seen;
    }
    return seen == 0 ? 0 : 2 * std::hypot(sine, cosine) / seen;
}

}  // namespace

RingFeatures measure_ring(const Plane& mask, const Ellipse& ellipse) {
    const Unrolled unrolled(mask, ellipse);
    RingFeatures features;
    features.diameter = 2 * ellipse.larger() / kPixelsAMillimetre;
    features.width = 2 * ellipse.smaller() / kPixelsAMillimetre;
    features.ratio = ellipse.smaller() / ellipse.larger();
    measure_rim(unrolled, 1 / ellipse.smaller(), features);
    measure_text(unrolled, features);
    features.letters = letters_of(unrolled);
    features.corners = corners_of(unrolled);
    return features;
}

double rim_value(const Plane& plane, const Ellipse& ellipse) {
    constexpr double kInside = 1.5;  // pixels: half a rim
    std::vector<int> values;
    for (int degree = 0; degree < kDegrees; ++degree) {
        const Point point =
            ellipse.at(1 - kInside / ellipse.smaller(), degree * std::numbers::pi / 180);
        const int x = static_cast<int>(std::lround(point.x));
        const int y = static_cast<int>(std::lround(point.y));
        if (plane.holds(x, y)) values.push_back(plane.at(x, y));
    }
    if (values.empty()) return 0;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace parsers::seal
