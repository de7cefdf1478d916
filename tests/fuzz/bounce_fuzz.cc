// A whole mail, parsed as the confined child does: what it says as a bounce is bounded, and it
// never speaks of an address it was not asked about.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "daemon/notices/bounce.h"
#include "tests/unit/daemon/read_mail.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    static const std::vector<std::string> asked{"lake@town.example", "a@b"};
    const auto bounce = notices::read_bounce(parsers::read_mail(input));
    if (!bounce) return 0;
    if (bounce->message_ids.size() > 32) std::abort();
    for (const std::string& id : bounce->message_ids)
        if (id.front() != '<' || id.back() != '>' || id.find_first_of(" \r\n") != std::string::npos)
            std::abort();
    const auto returned = notices::returned_for(*bounce, asked);
    if (returned.size() > asked.size()) std::abort();
    for (const auto& each : returned) {
        if (each.address != asked[0] && each.address != asked[1]) std::abort();
        if (base::has_control(each.words) || base::count_code_points(each.words) > 401)
            std::abort();
    }
    return 0;
}
