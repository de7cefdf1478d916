// The text of a mail with uuencode and yEnc in it: files and what is left of the text are never
// more than the text was, and a text that holds none comes back as it is.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/mime/inline_files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const parsers::mime::InlineFiles taken = parsers::mime::take_files(text);
    std::size_t out = taken.text.size();
    for (const auto& file : taken.files) out += file.name.size() + file.bytes.size();
    if (out > text.size()) __builtin_trap();
    if (taken.files.empty() && taken.text != text) __builtin_trap();
    if (!taken.files.empty() && !parsers::mime::may_hold_files(text)) __builtin_trap();
    return 0;
}
