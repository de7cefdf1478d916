#pragma once
/// Rings told by their shape alone: each piece of a ring's outer edge is a slope from dark to light
/// that points away from one centre, whatever stands around, inside or across. So the slopes vote.
///
///   1. Every pixel on the crest of a slope votes, for each radius of a seal, for the place that
///      lies so far behind it, on the dark side.
///   2. Around the places with most votes the slopes that fit are joined into an ellipse.
///   3. How much of its turn is covered by slopes that point outwards tells a ring from chance:
///      print has them everywhere, but seldom one after the other.
///
/// Only nearly round rings of 28 to 49 mm are found. Pure; one thread; work bounded by the size of
/// the plane.

#include <random>
#include <vector>

#include "parsers/seal/ellipse.h"
#include "parsers/seal/page_view.h"

namespace parsers::seal {

struct VotedRing {
    Ellipse ellipse;
    double covered = 0;  ///< share of the visible turn with an outward slope
};

/// At most six. `light`: 255 is paper.
std::vector<VotedRing> find_rings(const Plane& light, std::mt19937& random);

}  // namespace parsers::seal
