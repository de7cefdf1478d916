#pragma once
/// Ellipses: fitted to points, found among points most of which belong elsewhere, and measured
/// from. Pure; one thread; bounded by the number of points and of attempts.

#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace parsers::seal {

struct Point {
    double x = 0;
    double y = 0;
};

class Ellipse {
 public:
    /// Half axes, and the angle of the first to the horizontal in radians.
    Ellipse(Point centre, double a, double b, double angle);

    Point centre() const { return centre_; }
    double a() const { return a_; }
    double b() const { return b_; }
    double angle() const { return angle_; }
    double larger() const { return a_ > b_ ? a_ : b_; }
    double smaller() const { return a_ > b_ ? b_ : a_; }

    /// The square of the point's distance from the centre, 1 on the rim.
    double rho_squared(Point point) const;
    /// From the centre to the rim in the picture's direction `theta`.
    Point ray(double theta) const;
    Point at(double rho, double theta) const;

 private:
    Point centre_;
    double a_;
    double b_;
    double angle_;
    double cos_;
    double sin_;
};

/// The conic nearest to five points or more (least squares), if it is an ellipse.
std::optional<Ellipse> fit_ellipse(std::span<const Point> points);

/// What an ellipse must be to be looked for.
struct EllipseLimits {
    double least_axis = 0;  ///< of the larger half axis, pixels
    double most_axis = 0;
    double least_ratio = 0;  ///< smaller to larger
    double tolerance = 1.6;  ///< pixels from the rim
};

/// The ellipse that most points lie on: five at random, `attempts` times, then fitted again to its
/// own points. The same points and generator give the same ellipse.
std::optional<Ellipse> find_ellipse(std::span<const Point> points, const EllipseLimits& limits,
                                    int attempts, std::mt19937& random);

/// The points within `tolerance` pixels of the rim.
std::vector<Point> points_on(const Ellipse& ellipse, std::span<const Point> points,
                             double tolerance);

}  // namespace parsers::seal
