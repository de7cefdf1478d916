#pragma once
/// What a copier makes of a seal: a ring without colour. It can't be told from print by how dark
/// it is, only by its shape (ring_votes.h) and the letters in it; print around it, across it and
/// inside costs a few degrees of it. Never a sure one. Pure; one thread.

#include <random>
#include <vector>

#include "parsers/seal/page_view.h"
#include "parsers/seal/ring_votes.h"

namespace parsers::seal {

std::vector<VotedRing> find_copied_seals(const PageView& view, std::mt19937& random);

}  // namespace parsers::seal
