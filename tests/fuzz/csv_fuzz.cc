#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/media_types.h"

namespace document = parsers::document;

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    document::warm_up();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    document::Input input;
    input.bytes = {reinterpret_cast<const char*>(data), size};
    const document::Reading reading = document::read(document::type::kCsv, input);
    if (!base::is_utf8(reading.text)) __builtin_trap();
    return 0;
}
