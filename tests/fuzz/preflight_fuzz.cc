// The scan never loses its place: views lie inside the input, caps hold, and the copy can be
// written.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "parsers/mime/preflight.h"

namespace {

std::size_t check(const parsers::mime::Outline& node, std::string_view raw, std::size_t depth) {
    if (depth > 102) std::abort();
    const char* begin = node.body.data();
    if (!node.body.empty() &&
        (begin < raw.data() || begin + node.body.size() > raw.data() + raw.size()))
        std::abort();
    std::size_t leaves = node.parts.empty() ? 1 : 0;
    for (const parsers::mime::Outline& part : node.parts) leaves += check(part, raw, depth + 1);
    return leaves;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    parsers::Limits limits;
    limits.parts = 50;
    limits.header_line = 1024;
    limits.header_block = 8192;
    const parsers::mime::Preflight preflight = parsers::mime::inspect(raw, limits);
    if (preflight.parts > limits.parts) std::abort();
    if (check(preflight.outline, raw, 0) > limits.parts + 1) std::abort();
    if (parsers::mime::repaired_copy(raw, preflight.outline).empty()) std::abort();
    return 0;
}
