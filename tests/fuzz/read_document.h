#pragma once
/// How a fuzz target reads a whole document: as the walker does, and whatever comes back is UTF-8.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/media_types.h"

namespace fuzz {

inline std::string_view bytes_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

inline void read_document(std::string_view media_type, std::string_view bytes) {
    parsers::document::Input input;
    input.bytes = bytes;
    const parsers::document::Reading reading = parsers::document::read(media_type, input);
    if (!base::is_utf8(reading.text)) __builtin_trap();
    for (const parsers::document::Inner& inner : reading.inner)
        if (!base::is_utf8(inner.name)) __builtin_trap();
}

}  // namespace fuzz
