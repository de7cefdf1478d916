#pragma once
/// A page behind a publication link, reached or not: redirects are followed by hand, and each
/// address on the way is held against scheme, port and [links] hosts before it is opened. Pure but
/// for the `get` it is given.

#include <chrono>
#include <functional>
#include <span>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "daemon/links/fetcher.h"

namespace links {

using Get = std::function<Fetched(const PageUrl&, std::chrono::milliseconds, std::stop_token)>;

struct Page {
    long code = 0;  ///< of the last answer
    std::string final_url;
    std::string body;
    std::string content_type;
    std::string cause;  ///< empty: a page with code 200; else a word of docs/LINKS.md
    std::string words;  ///< for the log

    [[nodiscard]] bool reached() const { return cause.empty(); }
    /// The page says itself that it is no more.
    [[nodiscard]] bool gone() const { return cause == "gone"; }
};

Page reach_page(const std::string& url, std::span<const std::string> hosts, const Get& get,
                const base::Clock& clock, const std::stop_token& stop);

}  // namespace links
