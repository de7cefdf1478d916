#include "parsers/ocr/rectify.h"

#include <algorithm>
#include <cmath>

namespace parsers::ocr {

std::optional<Sheet> find_sheet(const PIX* picture) {
    if (!picture) return {};
    return {};
}

image::Pix rectified(const PIX* picture, const Sheet& sheet) {
    static_cast<void>(sheet);
    return image::Pix(pixCopy(nullptr, picture));
}

}  // namespace parsers::ocr
