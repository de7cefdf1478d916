#pragma once
/// Rings without colour: what a copier makes of a seal. The ring can't be told from print by how
/// dark it is, but by its shape: each piece of its outer edge is a slope from dark to light that
/// points away from one centre. So the slopes vote.
///
///   1. Every pixel on the crest of a slope votes, for each radius of a seal, for the place that
///      lies so far behind it, on the dark side.
///   2. Around the places with most votes the slopes that fit are joined into an ellipse.
///   3. It is a ring when slopes that point outwards lie along most of its turn, and when between
///      them and the middle stands what looks like letters (ring_features.h).
///
/// Print that runs through a ring costs a few degrees of it. Only nearly round rings are found.
/// Pure; one thread; work bounded by the size of the view.

#include <random>
#include <vector>

#include "parsers/seal/ellipse.h"
#include "parsers/seal/page_view.h"

namespace parsers::seal {

struct GrayRing {
    Ellipse ellipse;
    double covered = 0;  ///< share of the visible turn with an outward slope
};

std::vector<GrayRing> find_gray_rings(const PageView& view, std::mt19937& random);

}  // namespace parsers::seal
