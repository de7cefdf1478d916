// Parameters and mailbox lists of any bytes give UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "parsers/mime/addresses.h"
#include "parsers/mime/parameters.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view field(reinterpret_cast<const char*>(data), size);
    for (const parsers::Mailbox& mailbox : parsers::mime::parse_mailboxes(field))
        if (!base::is_utf8(mailbox.name) || !base::is_utf8(mailbox.address)) std::abort();
    const parsers::mime::Parameterized parsed = parsers::mime::parse_parameters(field);
    for (const char* name : {"filename", "name", "charset", "boundary"})
        if (!base::is_utf8(parsers::mime::parameter(parsed, name))) std::abort();
    return 0;
}
