#pragma once
/// A photograph of a page: where the sheet's four corners are, and the picture with them pulled
/// straight. Only a sheet that stands out from what it lies on is found; a scan has none. Pure.

#include <array>
#include <optional>

#include "parsers/image/pix.h"

namespace parsers::ocr {

struct Corner {
    double x = 0;
    double y = 0;
};
/// Top left, top right, bottom right, bottom left.
using Sheet = std::array<Corner, 4>;

/// `picture`: 8 or 32 bits.
std::optional<Sheet> find_sheet(const PIX* picture);

image::Pix rectified(const PIX* picture, const Sheet& sheet);

}  // namespace parsers::ocr
