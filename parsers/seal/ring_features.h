#pragma once
/// What makes a ring of text a seal, measured on the mask along an ellipse: the ellipse's
/// surroundings are unrolled (a row a distance from the centre, a column a degree), then counted.
/// Pure; one thread; a constant number of samples.

#include <array>
#include <cstdint>

#include "parsers/seal/ellipse.h"
#include "parsers/seal/page_view.h"

namespace parsers::seal {

struct RingFeatures {
    double diameter = 0;     ///< the larger axis, millimetres
    double width = 0;        ///< the smaller one
    double ratio = 0;        ///< smaller to larger axis
    double visible = 0;      ///< share of the turn that the edge of the sheet has not cut off
    double ring = 0;         ///< share of the visible turn where the rim is inked
    double thin = 0;         ///< share of it where the rim is inked and paper begins behind it
    double transitions = 0;  ///< ink and paper in turn along the band of text, a full turn's worth
    double fill = 0;         ///< share of the band of text that is inked
    double outside = 0;      ///< share of the turn with ink just outside the rim
    double corners = 0;      ///< how far the outline swells four times a turn, share of the radius
    double letters = 0;  ///< how much the degrees of that band differ: inked or blank throughout
};

RingFeatures measure_ring(const Plane& mask, const Ellipse& ellipse);

/// The middle of the plane's values along the rim.
double rim_value(const Plane& plane, const Ellipse& ellipse);

}  // namespace parsers::seal
