#include <cstddef>
#include <cstdint>

#include "parsers/document/document_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (parsers::document::sniff(bytes, "a.csv").empty()) __builtin_trap();
    return 0;
}
