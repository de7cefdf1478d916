// decode() takes any bytes for hostile; whatever it accepts, encode() gives back unchanged.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "parsers/codec.h"
#include "parsers/encode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)parsers::decode(bytes);

    // The body without the sum that would keep nearly every input out.
    parsers::codec::Decoder decoder(bytes);
    parsers::Parsed parsed;
    parsers::codec::code(decoder, parsed);
    if (!decoder.complete()) return 0;
    const std::string once = parsers::encode(parsed);
    const auto again = parsers::decode(once);
    if (!again || parsers::encode(*again) != once) std::abort();
    return 0;
}
