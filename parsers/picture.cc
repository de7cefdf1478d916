#include "parsers/picture.h"

#include <algorithm>
#include <cstddef>

#include "parsers/picture_bytes.h"

namespace parsers {
namespace {

using namespace std::string_view_literals;
using picture::big16;
using picture::big32;
using picture::byte_at;
using picture::little16;
using picture::little32;

constexpr int kMostSegments = 1000;

std::uint32_t without_sign(std::uint32_t value) { return value > 0x7FFFFFFFU ? ~value + 1 : value; }

std::uint32_t dpi_of_metre(std::uint32_t dots) {
    return static_cast<std::uint32_t>((std::uint64_t{dots} * 254 + 5000) / 10'000);
}

PictureFacts sized(std::uint32_t width, std::uint32_t height) {
    PictureFacts facts;
    facts.width = width;
    facts.height = height;
    facts.pages = 1;
    return facts;
}

/// IHDR comes first; pHYs before the pixels (PNG, 11.2.2 and 11.3.5.3).
PictureFacts png_facts(std::string_view bytes) {
    PictureFacts facts = sized(big32(bytes, 16), big32(bytes, 20));
    std::size_t at = 8;
    for (int i = 0; i < kMostSegments && at + 12 <= bytes.size(); ++i) {
        const std::string_view kind = bytes.substr(at + 4, 4);
        if (kind == "IDAT") break;
        if (kind == "pHYs" && byte_at(bytes, at + 16) == 1)
            facts.dpi = dpi_of_metre(big32(bytes, at + 8));
        at += std::size_t{12} + big32(bytes, at);
    }
    return facts;
}

void note_jfif(std::string_view segment, PictureFacts& facts) {
    const std::uint32_t unit = byte_at(segment, 7);
    const std::uint32_t density = big16(segment, 8);
    if (unit == 1) facts.dpi = density;
    if (unit == 2) facts.dpi = density * 254 / 100;
}

void note_exif(std::string_view segment, PictureFacts& facts) {
    const PictureFacts exif = tiff_facts(segment.substr(6));
    facts.orientation = exif.orientation;
    if (exif.dpi != 0) facts.dpi = exif.dpi;
}

/// Segments up to the frame header (ITU-T T.81, B.2.2): SOF0 to SOF15 without DHT, JPG and DAC.
PictureFacts jpeg_facts(std::string_view bytes) {
    PictureFacts facts = sized(0, 0);
    std::size_t at = 2;
    for (int i = 0; i < kMostSegments && at + 9 < bytes.size(); ++i) {
        if (byte_at(bytes, at) != 0xFF) return facts;
        const std::uint32_t marker = byte_at(bytes, at + 1);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        const bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) {
            facts.height = big16(bytes, at + 5);
            facts.width = big16(bytes, at + 7);
            return facts;
        }
        const std::uint32_t length = std::max(big16(bytes, at + 2), 2U);
        const std::string_view segment = bytes.substr(at + 4, length - 2);
        if (marker == 0xE0 && segment.starts_with("JFIF\0"sv)) note_jfif(segment, facts);
        if (marker == 0xE1 && segment.starts_with("Exif\0\0"sv)) note_exif(segment, facts);
        at += std::size_t{2} + length;
    }
    return facts;
}

PictureFacts bmp_facts(std::string_view bytes) {
    if (little32(bytes, 14) == 12) return sized(little16(bytes, 18), little16(bytes, 20));
    PictureFacts facts =
        sized(without_sign(little32(bytes, 18)), without_sign(little32(bytes, 22)));
    facts.dpi = dpi_of_metre(without_sign(little32(bytes, 38)));
    return facts;
}

PictureFacts webp_facts(std::string_view bytes) {
    const std::string_view kind = bytes.substr(12, 4);
    if (kind == "VP8X")
        return sized((little32(bytes, 24) & 0xFFFFFFU) + 1, (little32(bytes, 27) & 0xFFFFFFU) + 1);
    if (kind == "VP8 ") return sized(little16(bytes, 26) & 0x3FFFU, little16(bytes, 28) & 0x3FFFU);
    if (kind == "VP8L") {
        const std::uint32_t bits = little32(bytes, 21);
        return sized((bits & 0x3FFFU) + 1, ((bits >> 14U) & 0x3FFFU) + 1);
    }
    return {};
}

}  // namespace

PictureFacts picture_facts(std::string_view picture) {
    if (picture.size() < 26) return {};
    if (picture.starts_with("\x89PNG\r\n")) return png_facts(picture);
    if (picture.starts_with("\xFF\xD8")) return jpeg_facts(picture);
    if (picture.starts_with("GIF8")) return sized(little16(picture, 6), little16(picture, 8));
    if (picture.starts_with("BM")) return bmp_facts(picture);
    if (picture.starts_with("RIFF") && picture.size() >= 32 && picture.substr(8, 4) == "WEBP")
        return webp_facts(picture);
    if (picture.starts_with("II*\0"sv) || picture.starts_with("MM\0*"sv))
        return tiff_facts(picture);
    return {};
}

std::uint32_t long_side(std::string_view picture) {
    const PictureFacts facts = picture_facts(picture);
    return std::max(facts.width, facts.height);
}

}  // namespace parsers
