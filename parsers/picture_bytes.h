#pragma once
/// Numbers in the headers of pictures, in either byte order; bytes beyond the end are zeros.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parsers::picture {

inline std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}
inline std::uint32_t big16(std::string_view bytes, std::size_t at) {
    return (byte_at(bytes, at) << 8U) | byte_at(bytes, at + 1);
}
inline std::uint32_t big32(std::string_view bytes, std::size_t at) {
    return (big16(bytes, at) << 16U) | big16(bytes, at + 2);
}
inline std::uint32_t little16(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) | (byte_at(bytes, at + 1) << 8U);
}
inline std::uint32_t little32(std::string_view bytes, std::size_t at) {
    return little16(bytes, at) | (little16(bytes, at + 2) << 16U);
}

}  // namespace parsers::picture
