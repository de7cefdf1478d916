#include "parsers/image/pix.h"

#include <string>

#include "parsers/picture.h"

namespace parsers::image {
namespace {

constexpr double kLeastDpi = 50;
constexpr double kMostDpi = 1300;

const l_uint8* data_of(std::string_view bytes) {
    return reinterpret_cast<const l_uint8*>(bytes.data());
}

bool is_tiff(std::string_view bytes) {
    return bytes.starts_with(std::string_view("II*\0", 4)) ||
           bytes.starts_with(std::string_view("MM\0*", 4));
}

/// What the library itself reads in the header, which is what it would decode.
bool small_enough(std::string_view bytes) {
    l_int32 format = 0, width = 0, height = 0, bits = 0, samples = 0, colour_map = 0;
    if (pixReadHeaderMem(data_of(bytes), bytes.size(), &format, &width, &height, &bits, &samples,
                         &colour_map) != 0)
        return false;
    return width > 0 && height > 0 &&
           static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) <= kMostPixels;
}

/// 8 bits of gray or 32 of colour.
Pix plain(Pix pix) {
    if (!pix) return {};
    if (pixGetColormap(pix.get()))
        pix.reset(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
    if (!pix) return {};
    const int depth = pixGetDepth(pix.get());
    if (depth == 32 && pixGetSpp(pix.get()) == 4)
        return Pix(pixAlphaBlendUniform(pix.get(), 0xffffff00));
    if (depth == 8 || depth == 32) return pix;
    return Pix(depth > 16 ? pixConvertTo32(pix.get()) : pixConvertTo8(pix.get(), 0));
}

/// EXIF orientation (TIFF 6.0, tag 274): mirrored first, then turned by quarters.
Pix upright(Pix pix, std::uint32_t orientation) {
    if (!pix || orientation < 2 || orientation > 8) return pix;
    const bool mirrored =
        orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
    constexpr int kQuarters[] = {0, 0, 0, 2, 2, 1, 1, 3, 3};  // clockwise
    if (mirrored) pix.reset(pixFlipLR(nullptr, pix.get()));
    const int quarters = kQuarters[orientation];
    if (pix && quarters != 0) pix.reset(pixRotateOrth(pix.get(), quarters));
    return pix;
}

}  // namespace

std::optional<Picture> decode(std::string_view bytes, std::uint32_t page) {
    const PictureFacts facts = picture_facts(bytes);
    if (std::uint64_t{facts.width} * facts.height > kMostPixels || !small_enough(bytes)) return {};
    Picture picture;
    picture.pix = plain(
        Pix(is_tiff(bytes) ? pixReadMemTiff(data_of(bytes), bytes.size(), static_cast<int>(page))
                           : pixReadMem(data_of(bytes), bytes.size())));
    picture.pix = upright(std::move(picture.pix), facts.orientation);
    if (!picture.pix) return {};
    if (facts.dpi >= kLeastDpi && facts.dpi <= kMostDpi) picture.dpi = facts.dpi;
    return picture;
}

Pix from_rgb(std::string_view rgb, std::uint32_t width, std::uint32_t height) {
    if (width == 0 || height == 0 || rgb.size() / 3 / width < height) return {};
    Pix pix(pixCreate(static_cast<int>(width), static_cast<int>(height), 32));
    if (!pix) return {};
    l_uint32* row = pixGetData(pix.get());
    const auto* byte = reinterpret_cast<const unsigned char*>(rgb.data());
    for (std::uint32_t y = 0; y < height; ++y, row += pixGetWpl(pix.get()))
        for (std::uint32_t x = 0; x < width; ++x, byte += 3)
            composeRGBPixel(byte[0], byte[1], byte[2], row + x);
    return pix;
}

std::string encode_png(const PIX* pix) {
    l_uint8* bytes = nullptr;
    std::size_t size = 0;
    // The library takes what it reads without const.
    if (pixWriteMemPng(&bytes, &size, const_cast<PIX*>(pix), 0) != 0 || !bytes) return {};
    std::string out(reinterpret_cast<const char*>(bytes), size);
    lept_free(bytes);
    return out;
}

void silence() { setMsgSeverity(L_SEVERITY_NONE); }

}  // namespace parsers::image
