#include "parsers/seal/ring_votes.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <optional>

namespace parsers::seal {
namespace {

constexpr double kLeastRadius = 14 * kPixelsAMillimetre;
constexpr double kRadiusStep = 2;  // pixels
constexpr int kRadii = 16;         // … 24.5 mm
constexpr int kCell = 4;           // pixels of a place that is voted for
constexpr int kLeastSlope = 6;     // levels a pixel
constexpr std::size_t kMostPlaces = 6;
constexpr std::size_t kLeastSlopes = 60;  // fewer are no ring
constexpr double kLeastVotes = 0.22;      // of the circle's pixels
constexpr double kOutwards = 0.8;         // cosine to the radius
constexpr double kRoundest = 0.88;

struct Slope {
    std::int16_t x = 0;
    std::int16_t y = 0;
    float to_light_x = 0;  // of length 1
    float to_light_y = 0;
};

struct Gradient {
    std::int16_t x = 0;
    std::int16_t y = 0;
    int size() const { return std::abs(x) + std::abs(y); }
};

Gradient gradient_at(const Plane& light, std::size_t i, std::size_t width) {
    const auto v = [&](std::size_t at) { return int{light.values[at]}; };
    const std::size_t up = i - width, down = i + width;
    const int x = v(up + 1) - v(up - 1) + 2 * (v(i + 1) - v(i - 1)) + v(down + 1) - v(down - 1);
    const int y = v(down - 1) - v(up - 1) + 2 * (v(down) - v(up)) + v(down + 1) - v(up + 1);
    return {static_cast<std::int16_t>(x), static_cast<std::int16_t>(y)};
}

/// The pixels where a slope is steepest.
std::vector<Slope> slopes_of(const Plane& light) {
    constexpr int kWeight = 8;  // of the differences summed
    const auto width = static_cast<std::size_t>(light.width);
    std::vector<Gradient> gradients(light.values.size());
    for (int y = 1; y + 1 < light.height; ++y)
        for (int x = 1; x + 1 < light.width; ++x)
            gradients[light.index(x, y)] = gradient_at(light, light.index(x, y), width);
    std::vector<Slope> slopes;
    for (int y = 1; y + 1 < light.height; ++y) {
        for (int x = 1; x + 1 < light.width; ++x) {
            const std::size_t i = light.index(x, y);
            const Gradient& here = gradients[i];
            if (here.size() < kLeastSlope * kWeight) continue;
            const std::size_t step = std::abs(here.x) > std::abs(here.y) ? 1 : width;
            if (here.size() < gradients[i - step].size() ||
                here.size() <= gradients[i + step].size())
                continue;
            const double length = std::hypot(here.x, here.y);
            slopes.push_back({static_cast<std::int16_t>(x), static_cast<std::int16_t>(y),
                              static_cast<float>(here.x / length),
                              static_cast<float>(here.y / length)});
        }
    }
    return slopes;
}

struct Place {
    Point centre;
    double radius = 0;
    double votes = 0;  // share of the circle's pixels
};

/// What the slopes vote for: places in cells, one layer for each radius.
class Ballot {
 public:
    Ballot(const Plane& light, const std::vector<Slope>& slopes)
        : across_(light.width / kCell + 1), down_(light.height / kCell + 1) {
        const std::size_t layer = std::size_t(across_) * std::size_t(down_);
        votes_.resize(layer * kRadii);
        for (const Slope& slope : slopes)
            for (int i = 0; i < kRadii; ++i) vote(slope, i, layer);
    }

    std::vector<Place> places() const {
        std::vector<Place> all;
        for (int i = 0; i < kRadii; ++i)
            for (int y = 1; y + 1 < down_; ++y)
                for (int x = 1; x + 1 < across_; ++x) {
                    const double circle = 2 * std::numbers::pi * radius(i);
                    // The best cell of nine has a ninth of their votes at least.
                    if (9 * at(x, y, i) < kLeastVotes * circle) continue;
                    const double share = around(x, y, i) / circle;
                    if (share < kLeastVotes) continue;
                    all.push_back({{(x + 0.5) * kCell, (y + 0.5) * kCell}, radius(i), share});
                }
        return apart(std::move(all));
    }

 private:
    static double radius(int i) { return kLeastRadius + i * kRadiusStep; }

    void vote(const Slope& slope, int i, std::size_t layer) {
        const double x = slope.x - radius(i) * slope.to_light_x;
        const double y = slope.y - radius(i) * slope.to_light_y;
        if (x < 0 || y < 0) return;
        const int cell_x = static_cast<int>(x) / kCell, cell_y = static_cast<int>(y) / kCell;
        if (cell_x >= across_ || cell_y >= down_) return;
        ++votes_[layer * std::size_t(i) + std::size_t(cell_y) * std::size_t(across_) +
                 std::size_t(cell_x)];
    }
    int at(int x, int y, int i) const {
        const std::size_t row = std::size_t(i) * std::size_t(down_) + std::size_t(y);
        return votes_[row * std::size_t(across_) + std::size_t(x)];
    }
    double around(int x, int y, int i) const {
        int sum = 0;
        for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx) sum += at(x + dx, y + dy, i);
        return sum;
    }
    /// The best, none within half a radius of a better one.
    static std::vector<Place> apart(std::vector<Place> all) {
        std::stable_sort(all.begin(), all.end(), [](const Place& one, const Place& other) {
            return one.votes > other.votes;
        });
        std::vector<Place> chosen;
        for (const Place& place : all) {
            if (chosen.size() == kMostPlaces) break;
            const bool near = std::any_of(chosen.begin(), chosen.end(), [&](const Place& better) {
                return std::hypot(place.centre.x - better.centre.x,
                                  place.centre.y - better.centre.y) < better.radius / 2;
            });
            if (!near) chosen.push_back(place);
        }
        return chosen;
    }

    int across_;
    int down_;
    std::vector<std::uint16_t> votes_;
};

bool outwards(const Slope& slope, const Point& centre) {
    const double dx = slope.x - centre.x, dy = slope.y - centre.y;
    const double length = std::hypot(dx, dy);
    return length > 0 && (dx * slope.to_light_x + dy * slope.to_light_y) >= kOutwards * length;
}

std::optional<Ellipse> refined(const Place& place, const std::vector<Slope>& slopes,
                               std::mt19937& random) {
    constexpr double kNear = 7;  // pixels: two cells, nearly
    constexpr int kAttempts = 600;
    std::vector<Point> points;
    for (const Slope& slope : slopes) {
        const double distance = std::hypot(slope.x - place.centre.x, slope.y - place.centre.y);
        if (std::fabs(distance - place.radius) < kNear && outwards(slope, place.centre))
            points.push_back({double(slope.x), double(slope.y)});
    }
    const EllipseLimits limits{0.85 * kLeastRadius, place.radius + 2 * kNear, kRoundest, 1.6};
    return find_ellipse(points, limits, kAttempts, random);
}

/// The share of the turn inside the picture along which outward slopes lie on the rim.
double coverage(const Ellipse& ellipse, const std::vector<Slope>& slopes, const Plane& light) {
    constexpr int kDegrees = 360;
    std::vector<bool> covered(kDegrees), visible(kDegrees);
    std::vector<Point> on_rim;
    for (const Slope& slope : slopes)
        if (outwards(slope, ellipse.centre())) on_rim.push_back({double(slope.x), double(slope.y)});
    for (const Point& point : points_on(ellipse, on_rim, 1.8)) {
        const double turn = std::atan2(point.y - ellipse.centre().y, point.x - ellipse.centre().x);
        const int degree = static_cast<int>(turn * 180 / std::numbers::pi + kDegrees);
        for (int near = degree - 1; near <= degree + 1; ++near)
            covered[static_cast<std::size_t>(near % kDegrees)] = true;
    }
    int seen = 0, hit = 0;
    for (int degree = 0; degree < kDegrees; ++degree) {
        const Point point = ellipse.at(1, degree * std::numbers::pi / 180);
        if (!light.holds(static_cast<int>(point.x), static_cast<int>(point.y))) continue;
        ++seen;
        hit += covered[static_cast<std::size_t>(degree)];
    }
    return seen < kDegrees / 2 ? 0 : double(hit) / seen;
}

}  // namespace

std::vector<VotedRing> find_rings(const Plane& light, std::mt19937& random) {
    const std::vector<Slope> slopes = slopes_of(light);
    if (slopes.size() < kLeastSlopes) return {};
    std::vector<VotedRing> rings;
    for (const Place& place : Ballot(light, slopes).places())
        if (const auto ellipse = refined(place, slopes, random))
            rings.push_back({*ellipse, coverage(*ellipse, slopes, light)});
    return rings;
}

}  // namespace parsers::seal
