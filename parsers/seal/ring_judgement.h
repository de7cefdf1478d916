#pragma once
/// From what was measured of a ring to what it is called: a seal, perhaps one, or none. Pure.

#include "parsers/seal/ring_features.h"

namespace parsers::seal {

enum class Verdict { None, Doubtful, Seal };

/// A ring of red ink: every measure within its limits makes it a seal, one or two a little outside
/// (a small seal, a worn one, one that is cut near the middle) doubtful.
Verdict judge_ink(const RingFeatures& features);

/// A ring without colour, outward slopes along `covered` of its turn. Never a sure one.
Verdict judge_copy(const RingFeatures& features, double covered);

}  // namespace parsers::seal
