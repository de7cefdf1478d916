// Any text: an address that is read is written anew in the one form that everybody reads the same
// way, and reading that gives the same; its host is a name, never numbers.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/links/page_url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    static const std::vector<std::string> patterns{"*.gov.cn", "mp.weixin.qq.com"};
    const auto url = links::parse_page_url(input);
    if (!url) return 0;
    const std::string text = url->text();
    const bool plain = std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
    const bool named = std::ranges::all_of(url->host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
    const char last = url->host.substr(url->host.rfind('.') + 1).front();
    if (!plain || !named || last < 'a' || last > 'z' || url->port == 0) std::abort();
    if (text.find_first_of("\\#") != std::string::npos) std::abort();
    // Written out it may have grown past what is read at all.
    const auto again = links::parse_page_url(text);
    if (again ? !(*again == *url) : text.size() <= 2048) std::abort();
    if (links::is_listed(url->host, patterns) && url->host != "mp.weixin.qq.com" &&
        !url->host.ends_with(".gov.cn"))
        std::abort();
    return 0;
}
