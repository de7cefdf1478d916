/// What finds sheet, skew, rules, cells, lines and red ink, without the recogniser: on a picture
/// that is decoded from the bytes, or drawn by them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "parsers/image/pix.h"
#include "parsers/ocr/lines.h"
#include "parsers/ocr/page_text.h"
#include "parsers/ocr/raster.h"
#include "parsers/ocr/rectify.h"
#include "parsers/ocr/red_ink.h"
#include "parsers/ocr/rings.h"
#include "parsers/ocr/upright.h"

namespace {

using parsers::ocr::Rect;
using Picture = parsers::image::Pix;

constexpr int kMostPixels = 150'000;

/// Each seven bytes are a box: its place, size and gray.
Picture drawn(const std::uint8_t* data, std::size_t size) {
    const int width = 48 + (size > 0 ? data[0] : 0);
    const int height = 48 + (size > 1 ? data[1] : 0);
    Picture picture(pixCreate(width, height, 8));
    if (!picture) return {};
    pixSetAllArbitrary(picture.get(), 230);
    for (std::size_t i = 2; i + 7 <= size && i < 2 + 7 * 150; i += 7) {
        const int left = width * data[i] / 256, top = height * data[i + 1] / 256;
        const int right = std::min(width, left + 1 + data[i + 2] * (data[i + 3] % 8));
        const int bottom = std::min(height, top + 1 + data[i + 4] * (data[i + 5] % 8));
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x) pixSetPixel(picture.get(), x, y, data[i + 6]);
    }
    return picture;
}

void inside(const Rect& rect, const Rect& page) {
    if (rect.left < page.left || rect.top < page.top || rect.right > page.right ||
        rect.bottom > page.bottom || rect.width() <= 0 || rect.height() <= 0)
        __builtin_trap();
}

void look(const PIX* picture, double dpi) {
    if (const auto sheet = parsers::ocr::find_sheet(picture))
        parsers::ocr::rectified(picture, *sheet);
    const Picture red = parsers::ocr::red_ink(picture);
    parsers::ocr::red_places(red.get(), dpi);
    const Picture gray(pixConvertTo8(const_cast<PIX*>(picture), 0));
    const Picture readable = parsers::ocr::copied(gray.get());
    if (readable) parsers::ocr::lift_rings(readable.get(), gray.get(), dpi);
    const Picture bitmap = parsers::ocr::thresholded(gray.get(), 150);
    if (!bitmap) return;
    parsers::ocr::lie_of(bitmap.get(), dpi);
    const Rect page = parsers::ocr::whole(bitmap.get());
    for (const auto& row : parsers::ocr::find_rows(bitmap.get(), dpi))
        for (const auto& piece : row.pieces)
            for (const Rect& line : piece.lines) inside(line, page);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    parsers::image::silence();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::string text = parsers::ocr::normalised(bytes);
    if (text.size() > 3 * bytes.size() + 6) __builtin_trap();
    const auto decoded = parsers::image::decode(bytes);
    if (decoded &&
        pixGetWidth(decoded->pix.get()) * std::int64_t{pixGetHeight(decoded->pix.get())} >
            kMostPixels)
        return 0;
    const Picture own = decoded ? Picture() : drawn(data, size);
    const PIX* picture = decoded ? decoded->pix.get() : own.get();
    const double dpi =
        decoded && decoded->dpi > 0 ? decoded->dpi : 30 + 35.0 * static_cast<int>(size % 5);
    if (picture) look(picture, dpi);
    return 0;
}
