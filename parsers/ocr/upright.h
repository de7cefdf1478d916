#pragma once
/// How a page lies: by how many degrees it is askew, and whether its lines run from top to bottom.
/// Which end is up, and what is right where both are doubtful, is a question for the recogniser
/// (page.cc). Pure.

#include "parsers/image/pix.h"

namespace parsers::ocr {

struct Lie {
    bool sideways = false;  ///< a quarter turn clockwise makes the lines run across
    double degrees = 0;     ///< then: to be turned clockwise by; 0 when too small or not sure
};

/// `bitmap`: 1 bit a pixel.
Lie lie_of(const PIX* bitmap, double dpi);

/// The same with the other answer to whether its lines run from top to bottom.
Lie other_lie(const PIX* bitmap, double dpi, const Lie& lie);

}  // namespace parsers::ocr
