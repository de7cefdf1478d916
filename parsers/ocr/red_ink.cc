/// Red ink: the red of a pixel stands above its green and blue by more than a seventh of white.
/// Lines of it count when they are letters of a head: at least 4 mm high, at most 25, wide for
/// their height, and read with confidence as Chinese. A seal's ring and star are not.

#include "parsers/ocr/red_ink.h"

#include <algorithm>
#include <utility>

#include "parsers/ocr/lines.h"

namespace parsers::ocr {
namespace {

using image::Pix;

constexpr int kRedAbove = 36;  // of 255: red over the greater of green and blue
constexpr double kLowest = 4;  // mm
constexpr double kHighest = 25;
constexpr double kWide = 2.5;     // times its height
constexpr double kReads = 0.6;    // confidence
constexpr double kSealSide = 18;  // mm: connected red this large both ways is no letter
constexpr std::size_t kMostRows = 6;

/// Takes out what is as large as a seal, with all that stands in it.
void drop_seals(PIX* bitmap, double dpi) {
    const double side = kSealSide * dpi / image::kMillimetresAnInch;
    for (const Rect& box : components(bitmap, 8))
        if (box.width() >= side && box.height() >= side) clear(bitmap, box);
}

bool like_a_head(const Rect& line, double dpi) {
    const double high = line.height() * image::kMillimetresAnInch / dpi;
    return high >= kLowest && high <= kHighest && line.width() >= kWide * line.height();
}

}  // namespace

Pix red_ink(const PIX* colour) {
    if (!colour || pixGetDepth(colour) != 32) return {};
    const int width = pixGetWidth(colour);
    const int height = pixGetHeight(colour);
    Pix out(pixCreate(width, height, 8));
    if (!out) return {};
    const l_uint32* from = pixGetData(const_cast<PIX*>(colour));
    l_uint32* to = pixGetData(out.get());
    const std::ptrdiff_t from_stride = pixGetWpl(colour);
    const std::ptrdiff_t to_stride = pixGetWpl(out.get());
    for (int y = 0; y < height; ++y) {
        const l_uint32* row = from + y * from_stride;
        l_uint32* made = to + y * to_stride;
        for (int x = 0; x < width; ++x) {
            l_int32 red = 0, green = 0, blue = 0;
            extractRGBValues(row[x], &red, &green, &blue);
            const int above = std::clamp(red - std::max(green, blue), 0, 127);
            SET_DATA_BYTE(made, x, static_cast<l_uint8>(255 - 2 * above));
        }
    }
    return out;
}

std::vector<ReadRow> read_red_rows(const PIX* colour, double dpi, Recogniser& recogniser) {
    std::vector<ReadRow> out;
    const Pix ink = red_ink(colour);
    const Pix bitmap = thresholded(ink.get(), 255 - 2 * kRedAbove);
    if (!bitmap) return out;
    drop_seals(bitmap.get(), dpi);
    for (const Row& row : find_rows(bitmap.get(), dpi)) {
        if (row.pieces.size() != 1 || row.pieces.front().lines.size() != 1) continue;
        const Rect line = row.pieces.front().lines.front();
        if (!like_a_head(line, dpi)) continue;
        ReadPiece piece = read_line(ink.get(), line, line.height(), recogniser);
        if (piece.confidence < kReads || piece.text.size() < 6) continue;
        ReadRow read;
        read.top = row.top;
        read.red = true;
        read.pieces.push_back(std::move(piece));
        out.push_back(std::move(read));
        if (out.size() >= kMostRows) break;
    }
    return out;
}

}  // namespace parsers::ocr
