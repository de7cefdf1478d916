#include "parsers/seal/components.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace parsers::seal {
namespace {

void fill(Plane& plane, int left, int top, int right, int bottom) {
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x) plane.at(x, y) = 1;
}

long count(const Plane& plane) { return std::count(plane.values.begin(), plane.values.end(), 1); }

TEST(Components, RulesAreDroppedAndSolidThingsKept) {
    Plane plane(400, 400);
    fill(plane, 20, 200, 380, 201);
    fill(plane, 100, 20, 101, 380);
    EXPECT_EQ(count(without_rules(plane)), 0);
    fill(plane, 150, 50, 350, 150);
    EXPECT_EQ(count(without_rules(plane)), 200 * 100);
}

TEST(Components, ARuleAskewIsDropped) {
    Plane plane(400, 400);
    for (int x = 20; x < 380; ++x) fill(plane, x, 100 + x / 40, x + 1, 101 + x / 40);
    EXPECT_LT(count(without_rules(plane)), 360 / 8);  // its ends, too short by themselves
}

TEST(Components, ShortStrokesAreNoRules) {
    Plane plane(400, 400);
    fill(plane, 20, 200, 80, 202);
    EXPECT_EQ(count(without_rules(plane)), 120);
}

TEST(Components, WhatSmallGapsPartIsOnePiece) {
    Plane plane(400, 400);
    fill(plane, 50, 50, 90, 120);
    fill(plane, 93, 50, 130, 120);
    fill(plane, 200, 50, 280, 120);
    fill(plane, 300, 300, 310, 310);  // too small for a seal
    const auto pieces = pieces_of(plane);
    ASSERT_EQ(pieces.size(), 2U);
    EXPECT_EQ(pieces[0].left, 50);
    EXPECT_EQ(pieces[0].right, 129);
    EXPECT_EQ(pieces[1].left, 200);
    EXPECT_EQ(pieces[1].bottom, 119);
}

TEST(Components, TheEdgeOfThePictureIsNoOutline) {
    Plane plane(300, 300);
    fill(plane, 200, 50, 300, 120);
    const auto pieces = pieces_of(plane);
    ASSERT_EQ(pieces.size(), 1U);
    EXPECT_FALSE(pieces[0].outline.empty());
    for (const Point& point : pieces[0].outline) EXPECT_LT(point.x, 298);
}

TEST(Components, NoMoreThanTheLargestAreKept) {
    Plane plane(1400, 1400);
    for (int i = 0; i < 49; ++i)
        fill(plane, i % 7 * 200, i / 7 * 200, i % 7 * 200 + 60 + i, i / 7 * 200 + 60);
    const auto pieces = pieces_of(plane);
    ASSERT_EQ(pieces.size(), kMostPieces);
    EXPECT_EQ(pieces[0].right - pieces[0].left + 1, 60 + 48);
}

}  // namespace
}  // namespace parsers::seal
