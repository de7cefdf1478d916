#pragma once
/// winmail.dat files built in memory ([MS-OXTNEF]).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/parsers/document/stored_zip.h"

namespace samples::tnef {

inline std::string utf16(std::u16string_view text) {
    std::string bytes;
    for (const char16_t unit : text) bytes += little(unit, 2);
    return bytes + std::string(2, '\0');
}

inline std::string attribute(std::uint32_t id, std::string_view value) {
    std::uint32_t sum = 0;
    for (const char c : value) sum += static_cast<unsigned char>(c);
    return std::string(1, '\x01') + little(id, 4) +
           little(static_cast<std::uint32_t>(value.size()), 4) + std::string(value) +
           little(sum & 0xFFFFU, 2);
}

inline std::string property(std::uint32_t id, std::uint32_t type, std::string_view value) {
    std::string bytes = little(type, 2) + little(id, 2);
    const bool sized = type == 0x0D || type == 0x1E || type == 0x1F || type == 0x102;
    if (sized) bytes += little(1, 4) + little(static_cast<std::uint32_t>(value.size()), 4);
    bytes += value;
    while (bytes.size() % 4 != 0) bytes += '\0';
    return bytes;
}

inline std::string properties(const std::vector<std::string>& all) {
    std::string bytes = little(static_cast<std::uint32_t>(all.size()), 4);
    for (const std::string& each : all) bytes += each;
    return bytes;
}

inline std::string stream(const std::vector<std::string>& attributes) {
    std::string bytes = little(0x223E9F78, 4) + little(1, 2);
    for (const std::string& each : attributes) bytes += each;
    return bytes;
}

}  // namespace samples::tnef
