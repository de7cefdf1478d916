#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "parsers/document/container.h"
#include "parsers/document/document_reader.h"

namespace document = parsers::document;

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    document::warm_up();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    parsers::Limits limits;
    limits.opened_bytes = 4U << 20;
    limits.entries = 100;
    document::Budget budget(limits);
    std::size_t out = 0;
    document::open_archive(
        {reinterpret_cast<const char*>(data), size}, limits, budget,
        [&](const document::Entry& entry) {
            out += entry.bytes.size();
            if (!base::is_utf8(entry.name)) __builtin_trap();
        },
        [](const parsers::Problem& problem) {
            if (!base::is_utf8(problem.part)) __builtin_trap();
        });
    if (out > limits.opened_bytes) __builtin_trap();
    return 0;
}
