#include "tests/fuzz/read_document.h"
#include "tests/unit/parsers/document/stored_ole.h"

namespace document = parsers::document;

namespace {

/// A whole OLE file as it is; else one whose properties, texts and attachment are the bytes.
std::string ole_file(std::string_view bytes) {
    std::string all(bytes);
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) return all;
    return samples::ole(
        {{"__properties_version1.0", all},
         {"__substg1.0_0037001E", all},
         {"__substg1.0_10130102", all},
         {"__substg1.0_10090102", all},
         {"__attach_version1.0_#00000000/__properties_version1.0", all},
         {"__attach_version1.0_#00000000/__substg1.0_3707001F", all},
         {"__attach_version1.0_#00000000/__substg1.0_3701000D/__substg1.0_1000001F", all}});
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    document::warm_up();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::read_document(document::type::kMsg, ole_file(fuzz::bytes_of(data, size)));
    return 0;
}
