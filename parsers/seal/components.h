#pragma once
/// The pieces of a mask that are large enough for a seal, and the points of their outlines. Pure;
/// one thread; at most kMostPieces, the largest first, whatever the mask.

#include <optional>
#include <vector>

#include "parsers/seal/ellipse.h"
#include "parsers/seal/page_view.h"

namespace parsers::seal {

constexpr std::size_t kMostPieces = 24;

struct Piece {
    int left = 0;
    int top = 0;
    int right = 0;  ///< inclusive, as bottom
    int bottom = 0;
    std::vector<Point> outline;  ///< the first and the last pixel of each row and column

    double longer_side() const;
};

/// `mask` without its long straight rules (red tables, lined paper), which join a seal with all
/// that stands on them. A ring's flattest stretch is shorter than a rule; solid things are kept.
Plane without_rules(const Plane& mask);

/// What gaps under 1.8 mm don't part. The edge of the picture is no outline.
std::vector<Piece> pieces_of(const Plane& mask);

}  // namespace parsers::seal
