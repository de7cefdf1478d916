#include "parsers/seal/ellipse.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace parsers::seal {
namespace {

std::vector<Point> points_around(const Ellipse& ellipse, double from, double to, int count) {
    std::vector<Point> points;
    for (int i = 0; i < count; ++i) points.push_back(ellipse.at(1, from + (to - from) * i / count));
    return points;
}

TEST(Ellipse, IsFittedToItsPoints) {
    const Ellipse drawn({120, 80}, 60, 45, 0.4);
    const auto fitted = fit_ellipse(points_around(drawn, 0, 2 * std::numbers::pi, 40));
    ASSERT_TRUE(fitted);
    EXPECT_NEAR(fitted->centre().x, 120, 1e-6);
    EXPECT_NEAR(fitted->centre().y, 80, 1e-6);
    EXPECT_NEAR(fitted->larger(), 60, 1e-6);
    EXPECT_NEAR(fitted->smaller(), 45, 1e-6);
    for (const Point& point : points_around(drawn, 0, 6, 9))
        EXPECT_NEAR(fitted->rho_squared(point), 1, 1e-6);
}

TEST(Ellipse, LinesAndSinglePlacesHaveNone) {
    std::vector<Point> line, place(9, Point{4, 4});
    for (int i = 0; i < 9; ++i) line.push_back({double(i), 2.0 * i});
    EXPECT_FALSE(fit_ellipse(line));
    EXPECT_FALSE(fit_ellipse(place));
    EXPECT_FALSE(fit_ellipse({}));
}

TEST(Ellipse, IsFoundAmongOthersPoints) {
    const Ellipse drawn({100, 100}, 62, 60, 1);
    std::vector<Point> points = points_around(drawn, 0.5, 4.5, 200);
    std::mt19937 random(3);
    for (int i = 0; i < 120; ++i)
        points.push_back({double(random() % 240), double(random() % 240)});
    const EllipseLimits limits{.least_axis = 30, .most_axis = 97, .least_ratio = 0.6};
    std::mt19937 one(1), same(1);
    const auto found = find_ellipse(points, limits, 500, one);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->centre().x, 100, 2);
    EXPECT_NEAR(found->centre().y, 100, 2);
    EXPECT_NEAR(found->larger(), 62, 2);
    EXPECT_GE(points_on(*found, points, 1.6).size(), 190U);
    EXPECT_EQ(found->centre().x, find_ellipse(points, limits, 500, same)->centre().x);
}

TEST(Ellipse, BeyondTheLimitsNoneIsFound) {
    const auto points = points_around(Ellipse({100, 100}, 62, 60, 1), 0, 6, 200);
    std::mt19937 random(1);
    EXPECT_FALSE(
        find_ellipse(points, {.least_axis = 70, .most_axis = 97, .least_ratio = 0.6}, 500, random));
    EXPECT_FALSE(
        find_ellipse(points, {.least_axis = 20, .most_axis = 50, .least_ratio = 0.6}, 500, random));
}

}  // namespace
}  // namespace parsers::seal
