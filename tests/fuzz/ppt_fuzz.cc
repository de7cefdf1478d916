#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/media_types.h"
#include "tests/unit/parsers/document/stored_ole.h"

namespace document = parsers::document;

namespace {

/// A whole OLE file as it is; else one whose slides are the bytes; the last four say where the
/// newest edit is.
std::string ole_file(std::string_view bytes) {
    const std::string all(bytes);
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) return all;
    const std::string user =
        std::string(16, '\0') + all.substr(all.size() - std::min<std::size_t>(all.size(), 4));
    return samples::ole({{"Current User", user}, {"PowerPoint Document", all}});
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    document::warm_up();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string file = ole_file({reinterpret_cast<const char*>(data), size});
    document::Input input;
    input.bytes = file;
    const document::Reading reading = document::read(document::type::kPpt, input);
    if (!base::is_utf8(reading.text)) __builtin_trap();
    for (const document::Inner& inner : reading.inner)
        if (!base::is_utf8(inner.name)) __builtin_trap();
    return 0;
}
