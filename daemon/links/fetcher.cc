#include "daemon/links/fetcher.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "base/deleter.h"
#include "base/steps.h"
#include "base/text.h"
#include "daemon/links/public_address.h"

namespace links {
namespace {

using Handle = std::unique_ptr<CURL, base::Deleter<curl_easy_cleanup>>;
using List = std::unique_ptr<curl_slist, base::Deleter<curl_slist_free_all>>;

constexpr std::size_t kMostHeaderBytes = 64U << 10;
constexpr long kConnectSeconds = 10;
constexpr char kUserAgent[] = "Mozilla/5.0 (compatible; filingd)";

/// What the callbacks of one transfer look at.
struct Transfer {
    const FetchPolicy* policy = nullptr;
    std::stop_token stop;
    std::string body;
    std::size_t header_bytes = 0;
    bool too_large = false;
    std::string refused;  ///< why an address was not spoken to
};

/// libcurl gives the bytes unpacked, a few KiB at a time: a gzip bomb is stopped at the limit.
std::size_t on_write(char* data, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t bytes = size * count;
    if (transfer.body.size() + bytes > transfer.policy->most_bytes) {
        transfer.too_large = true;
        return 0;
    }
    transfer.body.append(data, bytes);
    return bytes;
}

std::size_t on_header(char*, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    transfer.header_bytes += size * count;
    if (transfer.header_bytes <= kMostHeaderBytes) return size * count;
    transfer.too_large = true;
    return 0;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(user)->stop.stop_requested() ? 1 : 0;
}

/// The last moment before a connection is made: the address is the one that will be spoken to.
curl_socket_t on_socket(void* user, curlsocktype purpose, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(user);
    if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
    const std::string_view why = transfer.policy->refused(address->addr);
    if (!why.empty()) {
        transfer.refused = why;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

template <class T>
void set(CURL* handle, CURLoption option, T value) {
    // Only options of this library version with values of the right type are set; a refusal is out
    // of memory.
    static_cast<void>(curl_easy_setopt(handle, option, value));
}

void initialise_library() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

std::string cause_of(CURLcode code, const Transfer& transfer) {
    if (transfer.stop.stop_requested()) return "stopped";
    if (transfer.too_large) return "too_large";
    switch (code) {
        case CURLE_OK:
            return {};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            return "certificate";
        case CURLE_OPERATION_TIMEDOUT:
            return "timeout";
        case CURLE_COULDNT_CONNECT:
            return transfer.refused.empty() ? "no_answer" : "not_public";
        default:
            return "no_answer";
    }
}

std::string text_or_empty(const char* text) { return text ? std::string(text) : std::string(); }

}  // namespace

struct Fetcher::Impl {
    FetchPolicy policy;
    Handle handle;
    List resolve;
    std::array<char, CURL_ERROR_SIZE> words{};

    bool prepare(Transfer& transfer, const std::string& url, std::chrono::milliseconds within);
    void refuse_everything_else();
    Fetched result(CURLcode code, Transfer& transfer);
};

/// What libcurl could do on its own, and is not to.
void Fetcher::Impl::refuse_everything_else() {
    CURL* curl = handle.get();
    set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    set(curl, CURLOPT_REDIR_PROTOCOLS_STR, "");
    set(curl, CURLOPT_FOLLOWLOCATION, 0L);
    set(curl, CURLOPT_PROXY, "");
    set(curl, CURLOPT_NOPROXY, "*");
    set(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(curl, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_NONE));
    set(curl, CURLOPT_UNRESTRICTED_AUTH, 0L);
    set(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(curl, CURLOPT_HTTP09_ALLOWED, 0L);
    set(curl, CURLOPT_FRESH_CONNECT, 1L);
    set(curl, CURLOPT_FORBID_REUSE, 1L);
    set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
}

bool Fetcher::Impl::prepare(Transfer& transfer, const std::string& url,
                            std::chrono::milliseconds within) {
    initialise_library();
    // A handle a page: nothing of one site, not even its names' addresses, meets another.
    handle.reset(curl_easy_init());
    CURL* curl = handle.get();
    if (!curl) return false;
    words.fill('\0');
    refuse_everything_else();
    set(curl, CURLOPT_URL, url.c_str());
    set(curl, CURLOPT_USERAGENT, kUserAgent);
    set(curl, CURLOPT_ACCEPT_ENCODING, "gzip");
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_QUICK_EXIT, 1L);  // a name server that hangs holds up no stop
    set(curl, CURLOPT_ERRORBUFFER, words.data());
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(within.count()));
    set(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(curl, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(policy.most_bytes));
    if (!policy.ca_file.empty()) set(curl, CURLOPT_CAINFO, policy.ca_file.c_str());
    resolve.reset();
    for (const std::string& entry : policy.resolve) {
        curl_slist* longer = curl_slist_append(resolve.get(), entry.c_str());
        if (!longer) return false;
        static_cast<void>(resolve.release());
        resolve.reset(longer);
    }
    if (resolve) set(curl, CURLOPT_RESOLVE, resolve.get());
    set(curl, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    set(curl, CURLOPT_OPENSOCKETDATA, &transfer);
    set(curl, CURLOPT_WRITEFUNCTION, on_write);
    set(curl, CURLOPT_WRITEDATA, &transfer);
    set(curl, CURLOPT_HEADERFUNCTION, on_header);
    set(curl, CURLOPT_HEADERDATA, &transfer);
    set(curl, CURLOPT_NOPROGRESS, 0L);
    set(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    set(curl, CURLOPT_XFERINFODATA, &transfer);
    return true;
}

Fetched Fetcher::Impl::result(CURLcode code, Transfer& transfer) {
    Fetched fetched;
    if (code == CURLE_FILESIZE_EXCEEDED) transfer.too_large = true;
    char* text = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &fetched.code);
    curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &text);
    fetched.content_type = base::one_line(text_or_empty(text), 200);
    text = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_REDIRECT_URL, &text);
    fetched.redirect = text_or_empty(text);
    fetched.cause = cause_of(code, transfer);
    if (!fetched.cause.empty())
        fetched.words = base::one_line(
            transfer.refused.empty() ? text_or_empty(words.data()) : transfer.refused, 200);
    if (fetched.words.empty() && code != CURLE_OK) fetched.words = curl_easy_strerror(code);
    fetched.body = std::move(transfer.body);
    return fetched;
}

FetchPolicy public_policy() {
    FetchPolicy policy;
    policy.refused = reason_not_public;
    return policy;
}

Fetcher::Fetcher(FetchPolicy policy) : impl_(std::make_unique<Impl>()) {
    impl_->policy = std::move(policy);
}
Fetcher::~Fetcher() = default;

Fetched Fetcher::get(const PageUrl& url, std::chrono::milliseconds within, std::stop_token stop) {
    Fetched fetched;
    if (std::ranges::find(impl_->policy.ports, url.port) == impl_->policy.ports.end()) {
        fetched.cause = "port";
        return fetched;
    }
    Transfer transfer;
    transfer.policy = &impl_->policy;
    transfer.stop = std::move(stop);
    const std::string text = url.text();
    if (!impl_->prepare(transfer, text, std::max(within, std::chrono::milliseconds(1)))) {
        fetched.cause = "no_answer";
        fetched.words = "no memory for a connection";
        return fetched;
    }
    const CURLcode code = base::step(base::StepKind::Send, "page " + text,
                                     [&] { return curl_easy_perform(impl_->handle.get()); });
    fetched = impl_->result(code, transfer);
    impl_->handle.reset();
    return fetched;
}

}  // namespace links
