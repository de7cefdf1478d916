#include "parsers/picture.h"

#include <algorithm>
#include <cstddef>

namespace parsers {
namespace {

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}
std::uint32_t big16(std::string_view bytes, std::size_t at) {
    return (byte_at(bytes, at) << 8U) | byte_at(bytes, at + 1);
}
std::uint32_t big32(std::string_view bytes, std::size_t at) {
    return (big16(bytes, at) << 16U) | big16(bytes, at + 2);
}
std::uint32_t little16(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) | (byte_at(bytes, at + 1) << 8U);
}
std::uint32_t little32(std::string_view bytes, std::size_t at) {
    return little16(bytes, at) | (little16(bytes, at + 2) << 16U);
}
std::uint32_t without_sign(std::uint32_t value) { return value > 0x7FFFFFFFU ? ~value + 1 : value; }

/// The frame header of a JPEG (ITU-T T.81, B.2.2): SOF0 to SOF15 without DHT, JPG and DAC.
std::uint32_t jpeg_side(std::string_view bytes) {
    constexpr int kMostSegments = 1000;
    std::size_t at = 2;
    for (int i = 0; i < kMostSegments && at + 9 < bytes.size(); ++i) {
        if (byte_at(bytes, at) != 0xFF) return 0;
        const std::uint32_t marker = byte_at(bytes, at + 1);
        const bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) return std::max(big16(bytes, at + 5), big16(bytes, at + 7));
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        at += 2 + std::max(big16(bytes, at + 2), 2U);
    }
    return 0;
}

std::uint32_t webp_side(std::string_view bytes) {
    const std::string_view kind = bytes.substr(12, 4);
    if (kind == "VP8X") {
        const std::uint32_t width = (little32(bytes, 24) & 0xFFFFFFU) + 1;
        return std::max(width, (little32(bytes, 27) & 0xFFFFFFU) + 1);
    }
    if (kind == "VP8 ")
        return std::max(little16(bytes, 26) & 0x3FFFU, little16(bytes, 28) & 0x3FFFU);
    if (kind == "VP8L") {
        const std::uint32_t bits = little32(bytes, 21);
        return std::max((bits & 0x3FFFU) + 1, ((bits >> 14U) & 0x3FFFU) + 1);
    }
    return 0;
}

}  // namespace

std::uint32_t long_side(std::string_view picture) {
    if (picture.size() < 26) return 0;
    if (picture.starts_with("\x89PNG\r\n")) return std::max(big32(picture, 16), big32(picture, 20));
    if (picture.starts_with("\xFF\xD8")) return jpeg_side(picture);
    if (picture.starts_with("GIF8")) return std::max(little16(picture, 6), little16(picture, 8));
    if (picture.starts_with("BM"))
        return std::max(without_sign(little32(picture, 18)), without_sign(little32(picture, 22)));
    if (picture.starts_with("RIFF") && picture.size() >= 32 && picture.substr(8, 4) == "WEBP")
        return webp_side(picture);
    return 0;
}

}  // namespace parsers
