#pragma once
/// What the header of a picture says: its size, density, pages, and how it is turned. Enough to
/// tell a logo from the photograph of a page, and to refuse what is too large to be decoded.
/// Nothing is decoded. Pure; hostile bytes give zeros.

#include <cstdint>
#include <string_view>

namespace parsers {

struct PictureFacts {
    std::uint32_t width = 0;  ///< pixels; 0: the header doesn't say. Of several pages, the largest.
    std::uint32_t height = 0;
    std::uint32_t dpi = 0;          ///< 0: not said
    std::uint32_t pages = 0;        ///< directories of a TIFF, else 1; 0: unknown
    std::uint32_t orientation = 1;  ///< EXIF: 1 upright, 3 upside down, 6 and 8 on its side …
};

/// Of a PNG, JPEG, GIF, BMP, WebP or TIFF.
PictureFacts picture_facts(std::string_view picture);

/// Of a TIFF, or of the EXIF block of a JPEG, which is one.
PictureFacts tiff_facts(std::string_view tiff);

/// Pixels of the longer side; 0 when the header doesn't say.
std::uint32_t long_side(std::string_view picture);

}  // namespace parsers
