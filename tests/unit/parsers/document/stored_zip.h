#pragma once
/// Zips of stored entries, built in memory by tests and fuzz targets: names are raw bytes, flags
/// are free.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace samples {

using Files = std::vector<std::pair<std::string, std::string>>;

inline std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

inline std::string little(std::uint64_t value, std::size_t size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
    return bytes;
}

/// A zip of stored entries, names as raw bytes; `flags`: bit 0 encrypted, bit 11 names are UTF-8.
inline std::string zip(const Files& files, std::uint32_t flags = 0) {
    std::string bytes;
    std::string directory;
    for (const auto& [name, content] : files) {
        const auto size = static_cast<std::uint32_t>(content.size());
        const std::string common = little(20, 2) + little(flags, 2) + little(0, 2) + little(0, 4) +
                                   little(crc32(content), 4) + little(size, 4) + little(size, 4) +
                                   little(static_cast<std::uint32_t>(name.size()), 2) +
                                   little(0, 2);
        directory += "PK\x01\x02" + little(20, 2) + common + little(0, 2) + little(0, 2) +
                     little(0, 2) + little(0, 4) +
                     little(static_cast<std::uint32_t>(bytes.size()), 4) + name;
        bytes += "PK\x03\x04" + common + name + content;
    }
    const auto count = static_cast<std::uint32_t>(files.size());
    return bytes + directory + "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2) +
           little(static_cast<std::uint32_t>(directory.size()), 4) +
           little(static_cast<std::uint32_t>(bytes.size()), 4) + little(0, 2);
}

}  // namespace samples
