// A letter's text: what is told of big attachments is well-formed and bounded, and so are the
// passwords it is searched for.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"
#include "parsers/fields/huge_links.h"
#include "parsers/fields/links.h"
#include "parsers/passwords.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text = base::repaired_utf8({reinterpret_cast<const char*>(data), size});
    std::vector<parsers::Link> links = parsers::fields::find_links(text);
    for (std::size_t i = 0; i < links.size(); i += 2) links[i].text = text.substr(0, 20);
    const auto found = parsers::fields::huge_attachments(text, links);
    if (found.size() > 200) __builtin_trap();
    for (const auto& each : found) static_cast<void>(parsers::fields::words(each));
    std::vector<std::string> passwords;
    parsers::find_passwords(text, passwords);
    if (passwords.size() > parsers::kMostPasswords) __builtin_trap();
    for (const std::string& each : passwords)
        if (each.empty() || !base::is_utf8(each)) __builtin_trap();
    return 0;
}
