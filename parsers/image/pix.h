#pragma once
/// Pictures in memory: leptonica's PIX with an owner, and the one way bytes become pixels. Only
/// image/, seal/ and ocr/ meet leptonica, and only through this header. One thread; nothing throws;
/// an empty Pix means that it could not be made.

#include <leptonica/allheaders.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace parsers::image {

struct PixDelete {
    void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using Pix = std::unique_ptr<PIX, PixDelete>;

/// Millimetres on the page, from its top left corner as it is read.
constexpr double kMillimetresAnInch = 25.4;

struct Picture {
    Pix pix;         ///< 8 bits of gray or 32 of colour, without a colour map, upright by its EXIF
    double dpi = 0;  ///< 0: the file does not say, or says what can't be true
};

/// The most pixels a picture may have to be decoded (design.md, Limits).
inline constexpr std::uint64_t kMostPixels = 80'000'000;

/// Decodes a PNG, JPEG, GIF, BMP, WebP or page `page` (from 0) of a TIFF. The header is asked
/// first: a picture of more than kMostPixels is none.
std::optional<Picture> decode(std::string_view bytes, std::uint32_t page = 0);

/// 32 bits of colour from rows of red, green and blue bytes; empty when there are too few of them.
Pix from_rgb(std::string_view rgb, std::uint32_t width, std::uint32_t height);

/// A PNG of it, empty when it can't be written.
std::string encode_png(const PIX* pix);

/// Silences the library's own messages. Once, before anything else.
void silence();

}  // namespace parsers::image
