#pragma once
/// The text of a seal's ring, unrolled into one line for the recogniser.

#include "parsers/image/pix.h"
#include "parsers/seal/seal_finder.h"

namespace parsers::seal {

/// Dark text on white, read from left to right, begun at the ring's widest gap.
image::Pix ring_strip(const PIX* page, const Mark& mark);

}  // namespace parsers::seal
