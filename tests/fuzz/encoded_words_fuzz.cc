// Header values of any bytes give UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "parsers/text/encoded_words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view value(reinterpret_cast<const char*>(data), size);
    if (!base::is_utf8(parsers::text::decode_header(value))) std::abort();
    return 0;
}
