#include "tests/fuzz/read_document.h"
#include "tests/unit/parsers/document/stored_ole.h"

namespace document = parsers::document;

namespace {

/// A whole OLE file as it is; else one whose workbook is the bytes.
std::string ole_file(std::string_view bytes) {
    std::string all(bytes);
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) return all;
    return samples::ole({{"Workbook", all}});
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    document::warm_up();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::read_document(document::type::kXls, ole_file(fuzz::bytes_of(data, size)));
    return 0;
}
