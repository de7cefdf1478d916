#include "parsers/parsed.h"

#include "base/text.h"

namespace parsers {

std::optional<std::string> header(const Parsed& parsed, std::string_view name) {
    for (const Header& each : parsed.headers)
        if (base::equal_ignoring_case(each.name, name)) return each.value;
    return {};
}

}  // namespace parsers
