#pragma once
/// One GET of one page over libcurl (the one file of this folder that meets it). What a page named
/// in a mail could make filingd do is bounded here: the address is looked at when the connection is
/// made, after every name was resolved, so that no DNS answer gets around it; http and https on the
/// policy's ports; certificates verified; no proxy, cookie, password, cache of HTTP's
/// (Alt-Svc, HSTS), and no redirect is followed. The bytes given back are not looked into. One
/// thread a Fetcher; nothing is kept between two pages.

#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/links/page_url.h"

namespace links {

struct FetchPolicy {
    /// Empty: may be spoken to; else why not. Tests admit the loopback here; no setting does.
    std::function<std::string_view(const sockaddr&)> refused;
    std::vector<std::uint16_t> ports{80, 443};
    std::uint64_t most_bytes = 5U << 20;  ///< of the page, unpacked
    std::vector<std::string> resolve;     ///< HOST:PORT:ADDRESS, libcurl's form: names that tests
                                          ///< make up
    std::string ca_file;                  ///< more certificate authorities; tests
};

/// What filingd opens pages with.
FetchPolicy public_policy();

struct Fetched {
    long code = 0;  ///< of HTTP; 0: there was no answer
    std::string body;
    std::string content_type;  ///< as declared, one line
    std::string redirect;      ///< where a 3xx points to, absolute; not judged yet
    std::string cause;  ///< empty: answered whole; else a word of docs/LINKS.md: not_public, port,
                        ///< certificate, too_large, timeout, no_answer, stopped
    std::string words;  ///< libcurl's, or the address refused; for the log
};

class Fetcher {
 public:
    explicit Fetcher(FetchPolicy policy);
    ~Fetcher();
    Fetcher(const Fetcher&) = delete;
    Fetcher& operator=(const Fetcher&) = delete;

    Fetched get(const PageUrl& url, std::chrono::milliseconds within, std::stop_token stop);

 private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace links
