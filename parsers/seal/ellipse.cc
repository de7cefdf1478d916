#include "parsers/seal/ellipse.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace parsers::seal {
namespace {

constexpr std::size_t kUnknowns = 5;
using Equations = std::array<std::array<double, kUnknowns + 1>, kUnknowns>;

/// Gauss and Jordan, with pivots. The last column becomes the solution.
bool solve(Equations& rows) {
    for (std::size_t i = 0; i < kUnknowns; ++i) {
        std::size_t pivot = i;
        for (std::size_t j = i + 1; j < kUnknowns; ++j)
            if (std::fabs(rows[j][i]) > std::fabs(rows[pivot][i])) pivot = j;
        if (std::fabs(rows[pivot][i]) < 1e-12) return false;
        std::swap(rows[i], rows[pivot]);
        for (std::size_t j = 0; j < kUnknowns; ++j) {
            if (j == i) continue;
            const double factor = rows[j][i] / rows[i][i];
            for (std::size_t k = i; k <= kUnknowns; ++k) rows[j][k] -= factor * rows[i][k];
        }
    }
    for (std::size_t i = 0; i < kUnknowns; ++i) rows[i][kUnknowns] /= rows[i][i];
    return true;
}

/// Ax² + Bxy + Cy² + Dx + Ey = 1.
struct Conic {
    double a, b, c, d, e;
};

/// In coordinates with the points' centre as origin and their mean distance as unit, where the
/// constant can't vanish for an ellipse around them.
std::optional<Ellipse> ellipse_of(const Conic& conic) {
    const auto [a, b, c, d, e] = conic;
    const double f = -1;
    const double denominator = b * b - 4 * a * c;
    if (denominator >= -1e-9) return {};
    const Point centre{(2 * c * d - b * e) / denominator, (2 * a * e - b * d) / denominator};
    const double g = 2 * (a * e * e + c * d * d - b * d * e + denominator * f);
    const double root = std::hypot(a - c, b);
    const double first = g * (a + c + root), second = g * (a + c - root);
    if (!(first > 0) || !(second > 0)) return {};
    double angle = a < c ? 0 : std::numbers::pi / 2;
    if (std::fabs(b) >= 1e-12) angle = std::atan2(c - a - root, b);
    return Ellipse(centre, std::sqrt(first) / -denominator, std::sqrt(second) / -denominator,
                   angle);
}

bool meets(const EllipseLimits& limits, const Ellipse& ellipse) {
    return ellipse.larger() >= limits.least_axis && ellipse.larger() <= limits.most_axis &&
           ellipse.smaller() >= limits.least_ratio * ellipse.larger();
}

/// The squares of rho between which a point is on the rim.
std::pair<double, double> rim_of(const Ellipse& ellipse, double tolerance) {
    const double share = std::min(0.9, tolerance / ellipse.smaller());
    return {(1 - share) * (1 - share), (1 + share) * (1 + share)};
}

long count_on(const Ellipse& ellipse, std::span<const Point> points, double tolerance) {
    const auto [least, most] = rim_of(ellipse, tolerance);
    long count = 0;
    for (const Point& point : points) {
        const double square = ellipse.rho_squared(point);
        count += square > least && square < most;
    }
    return count;
}

}  // namespace

Ellipse::Ellipse(Point centre, double a, double b, double angle)
    : centre_(centre), a_(a), b_(b), angle_(angle), cos_(std::cos(angle)), sin_(std::sin(angle)) {}

double Ellipse::rho_squared(Point point) const {
    const double dx = point.x - centre_.x, dy = point.y - centre_.y;
    const double u = (dx * cos_ + dy * sin_) / a_, v = (dy * cos_ - dx * sin_) / b_;
    return u * u + v * v;
}

Point Ellipse::ray(double theta) const {
    const Point way{std::cos(theta), std::sin(theta)};
    const double length = 1 / std::sqrt(rho_squared({centre_.x + way.x, centre_.y + way.y}));
    return {way.x * length, way.y * length};
}

Point Ellipse::at(double rho, double theta) const {
    const Point way = ray(theta);
    return {centre_.x + rho * way.x, centre_.y + rho * way.y};
}

std::optional<Ellipse> fit_ellipse(std::span<const Point> points) {
    if (points.size() < kUnknowns) return {};
    const double count = static_cast<double>(points.size());
    Point middle;
    for (const Point& point : points) {
        middle.x += point.x / count;
        middle.y += point.y / count;
    }
    double unit = 0;
    for (const Point& point : points)
        unit += std::hypot(point.x - middle.x, point.y - middle.y) / count;
    if (unit < 1) return {};
    Equations rows{};
    for (const Point& point : points) {
        const double x = (point.x - middle.x) / unit, y = (point.y - middle.y) / unit;
        const std::array<double, kUnknowns + 1> terms{x * x, x * y, y * y, x, y, 1};
        for (std::size_t i = 0; i < kUnknowns; ++i)
            for (std::size_t j = 0; j <= kUnknowns; ++j) rows[i][j] += terms[i] * terms[j];
    }
    if (!solve(rows)) return {};
    const auto found = ellipse_of({rows[0][5], rows[1][5], rows[2][5], rows[3][5], rows[4][5]});
    if (!found) return {};
    return Ellipse({found->centre().x * unit + middle.x, found->centre().y * unit + middle.y},
                   found->a() * unit, found->b() * unit, found->angle());
}

std::vector<Point> points_on(const Ellipse& ellipse, std::span<const Point> points,
                             double tolerance) {
    const auto [least, most] = rim_of(ellipse, tolerance);
    std::vector<Point> on;
    for (const Point& point : points) {
        const double square = ellipse.rho_squared(point);
        if (square > least && square < most) on.push_back(point);
    }
    return on;
}

std::optional<Ellipse> find_ellipse(std::span<const Point> points, const EllipseLimits& limits,
                                    int attempts, std::mt19937& random) {
    constexpr int kRefits = 3;
    if (points.size() < kUnknowns) return {};
    std::optional<Ellipse> best;
    long most = 0;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        std::array<Point, kUnknowns> five;
        for (Point& point : five) point = points[random() % points.size()];
        const auto candidate = fit_ellipse(five);
        if (!candidate || !meets(limits, *candidate)) continue;
        const long count = count_on(*candidate, points, limits.tolerance);
        if (count <= most) continue;
        most = count;
        best = candidate;
    }
    for (int i = 0; best && i < kRefits; ++i) {
        const auto again = fit_ellipse(points_on(*best, points, 1.25 * limits.tolerance));
        if (again && meets(limits, *again)) best = again;
    }
    return best;
}

}  // namespace parsers::seal
