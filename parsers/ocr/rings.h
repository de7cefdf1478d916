#pragma once
/// The rings of copied seals: gray or black, where no colour tells them from print. Pure.

#include "parsers/image/pix.h"

namespace parsers::ocr {

/// The rings of a bitmap (ink is 1) and what touches them, alone; a table's frame is none.
image::Pix rings_of(const PIX* bitmap, double dpi);

/// Where a ring stands in `readable`, print that is darker than the ring is stretched to black and
/// the seal becomes white; a seal about as dark as the page's print stays as it is. `even`: the
/// same page before its levels were stretched.
void lift_rings(PIX* readable, const PIX* even, double dpi);

}  // namespace parsers::ocr
