#pragma once
/// Round and oval official seals on the picture of a page (国发〔1999〕25号: 4.2 and 4.5 cm, a ring
/// of text). Red ink, faded or purple too; a ring without colour on a page without colour is a
/// copy's. What is no official seal is not found: square name seals, red heads, flags, emblems,
/// stamps without a ring of text, and what only stands across the page's edge (骑缝章). Presence,
/// not authenticity: a printed seal looks like ink. Pure; one thread; throws only bad_alloc.

#include <vector>

#include "parsers/image/pix.h"
#include "parsers/parsed.h"

namespace parsers::seal {

struct Mark {
    SealKind kind = SealKind::Ink;  ///< Ink, or Copy for a gray ring
    double x = 0;                   ///< centre, pixels of the picture that was looked at
    double y = 0;
    double radius_x = 0;  ///< half axes, pixels
    double radius_y = 0;
    double angle = 0;      ///< of the first axis to the horizontal, radians
    double score = 0;      ///< 0…1
    bool certain = false;  ///< meets every threshold; else a person should look
};

struct Look {
    std::vector<Mark> marks;  ///< the most certain first
    bool colour = false;      ///< the page has colour at all: without, no answer is a sure one
};

/// `dpi` 0: unknown, taken from a page of A4.
Look find_seals(const PIX* page, double dpi);

}  // namespace parsers::seal
