// A winmail.dat: whatever it claims, no more comes out than it holds (eightfold where a letter in
// packed RTF holds pictures: a reference of two bytes gives 17), in well-formed UTF-8.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/media_types.h"

namespace document = parsers::document;

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    document::warm_up();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes("\x78\x9F\x3E\x22\x01\x00", 6);
    bytes.append(reinterpret_cast<const char*>(data), size);
    document::Input input;
    input.bytes = bytes;
    const document::Reading reading = document::read(document::type::kTnef, input);
    if (!base::is_utf8(reading.text)) __builtin_trap();
    std::size_t out = 0;
    for (const document::Inner& inner : reading.inner) {
        if (!base::is_utf8(inner.name)) __builtin_trap();
        out += inner.bytes.size();
    }
    if (out > 9 * bytes.size()) __builtin_trap();
    return 0;
}
