#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/document/document_reader.h"
#include "parsers/picture.h"

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    parsers::document::warm_up();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    parsers::document::Input input;
    input.bytes = {reinterpret_cast<const char*>(data), size};
    const parsers::PictureFacts facts = parsers::picture_facts(input.bytes);
    if (facts.orientation < 1 || facts.orientation > 8 || facts.pages > 10'000) __builtin_trap();
    const std::string type = parsers::document::sniff(input.bytes, "1.jpg");
    if (!type.starts_with("image/")) return 0;
    const parsers::document::Reading reading = parsers::document::read(type, input);
    if (!reading.text.empty() && type != "image/svg+xml") __builtin_trap();
    return 0;
}
