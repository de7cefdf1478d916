#pragma once
/// The packing of RTF bodies in Outlook messages ([MS-OXRTFCP], "LZFu"): a dictionary of 4096 bytes
/// that begins with common words of RTF, and references into it. Pure.

#include <cstdint>
#include <string>
#include <string_view>

namespace parsers::document {

struct UnpackedRtf {
    std::string bytes;   ///< at most the limit
    bool whole = false;  ///< as many bytes came out as are stated
};

UnpackedRtf unpack_rtf(std::string_view packed, std::uint64_t limit);

}  // namespace parsers::document
