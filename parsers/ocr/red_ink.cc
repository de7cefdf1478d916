/// Red ink: the red of a pixel stands above its green and blue by more than a seventh of white.
/// Lines of it count when they are letters of a head: at least 4 mm high, at most 25, wide for
/// their height, and read with confidence as Chinese. A seal's ring and star are not.

#include "parsers/ocr/red_ink.h"

#include <algorithm>
#include <cstddef>
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
constexpr int kTintAbove = 14;   // of 255: the palest red that shows in the red channel
constexpr double kAbout = 1;     // mm about it
constexpr int kSampled = 8;      // every so many pixels, for the colour of the light
constexpr double kPaper = 0.65;  // of the pixels are not brighter than paper
constexpr int kMostTinted =
    40;  // per cent between channels: more is no light, but a coloured sheet

/// The colour of the paper, as what its green and blue must be multiplied with (of 256) to be as
/// bright as its red: lamps and old paper are yellow.
struct Light {
    int green = 256;
    int blue = 256;
};

const l_uint32* row_of(const PIX* colour, int y) {
    return pixGetData(const_cast<PIX*>(colour)) + std::ptrdiff_t{y} * pixGetWpl(colour);
}

int paper(std::vector<int>& values) {
    if (values.empty()) return 255;
    const auto at = static_cast<std::size_t>(kPaper * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at),
                     values.end());
    return std::max(1, values[at]);
}

Light light_of(const PIX* colour) {
    std::vector<int> reds, greens, blues;
    for (int y = 0; y < pixGetHeight(colour); y += kSampled) {
        const l_uint32* row = row_of(colour, y);
        for (int x = 0; x < pixGetWidth(colour); x += kSampled) {
            l_int32 red = 0, green = 0, blue = 0;
            extractRGBValues(row[x], &red, &green, &blue);
            reds.push_back(red);
            greens.push_back(green);
            blues.push_back(blue);
        }
    }
    const int red = paper(reds), green = paper(greens), blue = paper(blues);
    const auto [least, most] = std::minmax({red, green, blue});
    if (100 * (most - least) > kMostTinted * most) return {};
    return {256 * red / green, 256 * red / blue};
}

/// By how much red stands above the others: 0…127.
int redness(l_uint32 pixel, const Light& light) {
    const int red = static_cast<int>(pixel >> L_RED_SHIFT & 255U);
    const int green = static_cast<int>(pixel >> L_GREEN_SHIFT & 255U);
    const int blue = static_cast<int>(pixel >> L_BLUE_SHIFT & 255U);
    return std::clamp(red - std::max(green * light.green, blue * light.blue) / 256, 0, 127);
}

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
    const Light light = light_of(colour);
    Pix out(pixCreate(width, height, 8));
    if (!out) return {};
    for (int y = 0; y < height; ++y) {
        const l_uint32* from = row_of(colour, y);
        l_uint32* to = pixGetData(out.get()) + std::ptrdiff_t{y} * pixGetWpl(out.get());
        for (int x = 0; x < width; ++x)
            SET_DATA_BYTE(to, x, static_cast<l_uint8>(255 - 2 * redness(from[x], light)));
    }
    return out;
}

Pix red_places(const PIX* red_ink, double dpi) {
    const Pix red = thresholded(red_ink, 255 - 2 * kTintAbove);
    if (!red) return {};
    const int speck = 2;
    const int near =
        1 + 2 * std::max(1, static_cast<int>(kAbout * dpi / image::kMillimetresAnInch));
    const Pix sure(pixOpenBrick(nullptr, red.get(), speck, speck));
    l_int32 none = 1;
    if (!sure || pixZero(sure.get(), &none) != 0 || none == 1) return {};
    return Pix(pixDilateBrick(nullptr, sure.get(), near, near));
}

std::vector<ReadRow> read_red_rows(const PIX* red_ink, double dpi, Recogniser& recogniser) {
    std::vector<ReadRow> out;
    const Pix bitmap = thresholded(red_ink, 255 - 2 * kRedAbove);
    if (!bitmap) return out;
    drop_seals(bitmap.get(), dpi);
    for (const Row& row : find_text_rows(bitmap.get(), dpi)) {
        if (row.pieces.size() != 1 || row.pieces.front().lines.size() != 1) continue;
        const Rect line = row.pieces.front().lines.front();
        if (!like_a_head(line, dpi)) continue;
        ReadPiece piece = read_line(red_ink, line, line.height(), recogniser);
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
