// Any bytes under any label give UTF-8; folding is stable.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "parsers/text/charset.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t end = input.substr(0, 64).find('\n');
    const std::string_view label = end == std::string_view::npos ? "" : input.substr(0, end);
    const std::string_view bytes = end == std::string_view::npos ? input : input.substr(end + 1);
    const parsers::text::Decoded decoded = parsers::text::decode(bytes, label);
    if (!base::is_utf8(decoded.text)) std::abort();
    if (!base::is_utf8(parsers::text::folded(decoded.text))) std::abort();
    return 0;
}
