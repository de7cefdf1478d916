// Whatever comes in: nothing is thrown, mimetic agrees with the scan, all strings are UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "parsers/mime/message.h"
#include "parsers/problem_codes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    parsers::Limits limits;
    limits.parts = 50;
    const parsers::mime::Message message = parsers::mime::read_message(raw, limits);
    for (const parsers::Header& each : message.parsed.headers)
        if (!base::is_utf8(each.name) || !base::is_utf8(each.value)) std::abort();
    for (const parsers::mime::Leaf& leaf : message.leaves)
        if (leaf.section.empty() || !base::is_utf8(leaf.name) || !base::is_utf8(leaf.type) ||
            !base::is_utf8(leaf.charset) || !base::is_utf8(leaf.content_id))
            std::abort();
    for (const parsers::Problem& problem : message.parsed.problems)
        if (problem.code == parsers::code::kMimeMismatch &&
            problem.detail.starts_with("the MIME library"))
            std::abort();
    return 0;
}
