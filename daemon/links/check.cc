#include "daemon/links/check.h"

#include <algorithm>

namespace links {
namespace {

constexpr int kMostRedirects = 5;
constexpr std::chrono::milliseconds kWithin{20'000};  ///< for one link, redirects included

bool is_redirect(long code) {
    return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
}

std::string cause_of_answer(const Fetched& fetched) {
    if (!fetched.cause.empty()) return fetched.cause;
    if (fetched.code == 404 || fetched.code == 410) return "gone";
    if (fetched.code != 200) return "http_" + std::to_string(fetched.code);
    return fetched.body.empty() ? "empty" : "";
}

}  // namespace

Page reach_page(const std::string& url, std::span<const std::string> hosts, const Get& get,
                const base::Clock& clock, const std::stop_token& stop) {
    Page page;
    const auto deadline = clock.monotonic() + kWithin;
    std::string next = url;
    for (int redirects = 0;; ++redirects) {
        const auto address = parse_page_url(next);
        const bool first = redirects == 0;
        if (!address) {
            page.cause = first ? "bad_address" : "bad_redirect";
            return page;
        }
        if (!is_listed(address->host, hosts)) {
            page.cause = first ? "not_listed" : "redirect_not_listed";
            page.words = address->host;
            return page;
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock.monotonic());
        if (left <= std::chrono::milliseconds::zero()) {
            page.cause = "timeout";
            return page;
        }
        Fetched fetched = get(*address, left, stop);
        page.code = fetched.code;
        page.final_url = address->text();
        page.words = fetched.words;
        if (fetched.cause.empty() && is_redirect(fetched.code)) {
            next = std::move(fetched.redirect);
            if (redirects < kMostRedirects) continue;
            page.cause = "redirects";
            return page;
        }
        page.cause = cause_of_answer(fetched);
        page.body = std::move(fetched.body);
        page.content_type = std::move(fetched.content_type);
        return page;
    }
}

}  // namespace links
