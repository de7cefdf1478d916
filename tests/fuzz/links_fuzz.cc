// Any text: addresses come back with a scheme and a host, printable, and asking what they lead to
// is safe.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "parsers/fields/links.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    for (const parsers::Link& link : parsers::fields::find_links(base::repaired_utf8(input))) {
        const bool scheme = link.url.starts_with("http://") || link.url.starts_with("https://");
        const bool printable =
            std::ranges::all_of(link.url, [](char c) { return c > 0x20 && c < 0x7f; });
        if (!scheme || !printable) std::abort();
        static_cast<void>(parsers::fields::is_huge_attachment(link.url));
    }
    return 0;
}
