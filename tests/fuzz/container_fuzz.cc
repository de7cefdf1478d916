#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "parsers/document/container.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/volumes.h"

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
    const std::vector<std::string> passwords{"123456", "yxfz@2024"};
    document::ArchiveFile archive;
    archive.bytes = {reinterpret_cast<const char*>(data), size};
    archive.name = "a.tar.gz";
    archive.passwords = [&]() -> const std::vector<std::string>& { return passwords; };
    static_cast<void>(document::volume(archive.bytes, archive.name));
    document::open_archive(
        archive, limits, budget,
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
