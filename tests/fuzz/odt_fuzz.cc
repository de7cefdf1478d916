#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/media_types.h"
#include "tests/unit/parsers/document/stored_zip.h"

namespace document = parsers::document;

namespace {

/// The bytes as they are where they are a zip, else as both XML parts of one.
std::string office_file(std::string_view bytes) {
    if (bytes.substr(0, 2) == "PK") return std::string(bytes);
    const std::string xml(bytes);
    return samples::zip({{"content.xml", xml}, {"styles.xml", xml}});
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    document::warm_up();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string file = office_file({reinterpret_cast<const char*>(data), size});
    document::Input input;
    input.bytes = file;
    const document::Reading reading = document::read(document::type::kOds, input);
    if (!base::is_utf8(reading.text)) __builtin_trap();
    return 0;
}
