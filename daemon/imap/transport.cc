#include "daemon/imap/transport.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <optional>

#include "base/deleter.h"
#include "base/text.h"
#include "base/unique_fd.h"
#include "daemon/imap/troubles.h"

namespace imap {
namespace {

using Easy = std::unique_ptr<CURL, base::Deleter<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, base::Deleter<curl_multi_cleanup>>;

constexpr long kKeepIdle = 60, kKeepInterval = 10;
constexpr int kKeepCount = 3;
constexpr unsigned kUserTimeout = 30'000;  // ms until unacknowledged bytes end the connection
constexpr std::size_t kHeardLimit = 16U << 10;

void start_library() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(code);
}

/// With CURLOPT_NOSIGNAL libcurl leaves SIGPIPE to us.
void block_sigpipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

/// A descriptor that becomes readable when a stop is requested.
class StopSignal {
 public:
    explicit StopSignal(std::stop_token token)
        : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
          callback_(std::move(token), Ring{fd_.get()}) {}
    [[nodiscard]] int fd() const { return fd_.get(); }

 private:
    struct Ring {
        int fd;
        void operator()() const { eventfd_write(fd, 1); }
    };
    base::UniqueFd fd_;
    std::stop_callback<Ring> callback_;
};

struct CodeRow {
    CURLcode code;
    Trouble trouble;
};
constexpr std::array kCodes = {
    CodeRow{CURLE_COULDNT_RESOLVE_HOST, Trouble::NameUnknown},
    CodeRow{CURLE_COULDNT_RESOLVE_PROXY, Trouble::NameUnknown},
    CodeRow{CURLE_SSL_CONNECT_ERROR, Trouble::TlsFailed},
    CodeRow{CURLE_USE_SSL_FAILED, Trouble::NoStartTls},
    CodeRow{CURLE_WEIRD_SERVER_REPLY, Trouble::NotImap},
};

struct WordsRow {
    std::string_view words;
    Trouble trouble;
};
// libcurl answers 60 to all of them; OpenSSL's words tell them apart.
constexpr std::array kCertificateWords = {
    WordsRow{"certificate has expired", Trouble::CertificateExpired},
    WordsRow{"not yet valid", Trouble::CertificateExpired},
    WordsRow{"subject name", Trouble::WrongHost},
    WordsRow{"does not match", Trouble::WrongHost},
};

class Transport : public Wire {
 public:
    Transport(Endpoint endpoint, std::stop_token token)
        : endpoint_(std::move(endpoint)), stop_(token), signal_(std::move(token)) {}
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    ~Transport() override {
        if (easy_ && multi_) curl_multi_remove_handle(multi_.get(), easy_.get());
    }

    base::Result<> connect();
    [[nodiscard]] const std::string& greeting() const override { return greeting_; }
    void send(std::string_view bytes) override { out_ += bytes; }
    [[nodiscard]] std::size_t queued() const override { return out_.size() - sent_; }
    base::Result<std::size_t> receive(std::span<char> buffer,
                                      std::chrono::milliseconds wait) override;

 private:
    void configure();
    base::Result<> perform();
    base::Result<> adopt_socket();
    base::Result<> flush();
    /// False when the time is over.
    base::Result<bool> wait_for_bytes(std::chrono::steady_clock::time_point until);
    static std::size_t hear(char* data, std::size_t, std::size_t count, void* self);

    Endpoint endpoint_;
    std::stop_token stop_;
    StopSignal signal_;
    // The easy handle stays in the multi handle until the end: its removal closes the connection.
    Multi multi_;
    Easy easy_;
    curl_socket_t socket_ = CURL_SOCKET_BAD;
    std::array<char, CURL_ERROR_SIZE> words_{};
    std::string heard_;
    std::string greeting_;
    std::string out_;
    std::size_t sent_ = 0;
};

std::size_t Transport::hear(char* data, std::size_t, std::size_t count, void* self) {
    std::string& heard = static_cast<Transport*>(self)->heard_;
    heard.append(data, std::min(count, kHeardLimit - std::min(kHeardLimit, heard.size())));
    return count;
}

void Transport::configure() {
    CURL* easy = easy_.get();
    curl_easy_setopt(easy, CURLOPT_URL, endpoint_.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_USE_SSL,
                     static_cast<long>(endpoint_.insecure ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!endpoint_.ca_file.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, endpoint_.ca_file.c_str());
    const auto timeout = static_cast<long>(endpoint_.connect_timeout.count());
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, timeout);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // a stop does not wait for the resolver
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, kKeepIdle);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, kKeepInterval);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, words_.data());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transport::hear);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
}

base::Result<> Transport::connect() {
    if (endpoint_.url.find('@') != std::string::npos)
        return base::fail(base::Kind::BadInput, base::Scope::Mailbox,
                          "the url of a mailbox holds no user name",
                          "url 中不要写用户名，请填写在 user 中。");
    start_library();
    block_sigpipe();
    multi_.reset(curl_multi_init());
    easy_.reset(curl_easy_init());
    if (!multi_ || !easy_ || signal_.fd() < 0)
        return base::fail(base::system_error(ENOMEM, "connecting"));
    configure();
    curl_multi_add_handle(multi_.get(), easy_.get());
    TRY(perform());
    TRY(adopt_socket());
    greeting_ = heard_.substr(0, heard_.find_first_of("\r\n"));
    return {};
}

base::Result<> Transport::perform() {
    curl_waitfd stop{signal_.fd(), CURL_WAIT_POLLIN, 0};
    for (;;) {
        int running = 0;
        curl_multi_perform(multi_.get(), &running);
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            if (message->data.result == CURLE_OK) return {};
            return base::fail(
                classify_connect_failure(message->data.result, words_.data(), heard_));
        }
        if (stop_.stop_requested()) return fail_with(Trouble::Stopping);
        curl_multi_poll(multi_.get(), &stop, 1, 1000, nullptr);
    }
}

base::Result<> Transport::adopt_socket() {
    curl_easy_getinfo(easy_.get(), CURLINFO_ACTIVESOCKET, &socket_);
    if (socket_ == CURL_SOCKET_BAD) return fail_with(Trouble::ConnectionLost);
    // Best effort: without them a dead peer is noticed by the deadlines of the commands.
    setsockopt(socket_, IPPROTO_TCP, TCP_KEEPCNT, &kKeepCount, sizeof kKeepCount);
    setsockopt(socket_, IPPROTO_TCP, TCP_USER_TIMEOUT, &kUserTimeout, sizeof kUserTimeout);
    return {};
}

base::Result<> Transport::flush() {
    while (sent_ < out_.size()) {
        std::size_t taken = 0;
        const CURLcode code =
            curl_easy_send(easy_.get(), out_.data() + sent_, out_.size() - sent_, &taken);
        if (code == CURLE_AGAIN) return {};
        if (code != CURLE_OK) return fail_with(Trouble::ConnectionLost, words_.data());
        sent_ += taken;
    }
    out_.clear();
    sent_ = 0;
    return {};
}

base::Result<std::size_t> Transport::receive(std::span<char> buffer,
                                             std::chrono::milliseconds wait) {
    const auto until = std::chrono::steady_clock::now() + wait;
    for (;;) {
        if (stop_.stop_requested()) return fail_with(Trouble::Stopping);
        TRY(flush());
        std::size_t size = 0;
        // Always before poll(): TLS may hold bytes the socket no longer shows.
        const CURLcode code = curl_easy_recv(easy_.get(), buffer.data(), buffer.size(), &size);
        if (code == CURLE_OK && size > 0) return size;
        if (code == CURLE_OK) return fail_with(Trouble::ConnectionLost, "the server closed it");
        if (code != CURLE_AGAIN)
            return fail_with(Trouble::ConnectionLost, curl_easy_strerror(code));
        TRY_ASSIGN(const bool more, wait_for_bytes(until));
        if (!more) return std::size_t{0};
    }
}

base::Result<bool> Transport::wait_for_bytes(std::chrono::steady_clock::time_point until) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    const short events = queued() > 0 ? POLLIN | POLLOUT : POLLIN;
    std::array<pollfd, 2> fds{pollfd{socket_, events, 0}, pollfd{signal_.fd(), POLLIN, 0}};
    const auto slice = static_cast<int>(std::min<std::int64_t>(left.count(), 60'000));
    if (poll(fds.data(), fds.size(), slice) < 0 && errno != EINTR)
        return base::fail(
            base::system_error(errno, "waiting for the mail server", base::Scope::Mailbox));
    return true;
}

Trouble certificate_trouble(std::string_view words) {
    for (const auto& row : kCertificateWords)
        if (words.find(row.words) != std::string_view::npos) return row.trouble;
    return Trouble::WrongAuthority;
}

Trouble trouble_of(int code, std::string_view words) {
    if (code == CURLE_PEER_FAILED_VERIFICATION) return certificate_trouble(words);
    for (const auto& row : kCodes)
        if (row.code == code) return row.trouble;
    return Trouble::Unreachable;
}

}  // namespace

base::Error classify_connect_failure(int code, const std::string& words, const std::string& heard) {
    if (code == CURLE_SSL_CACERT_BADFILE)
        return {base::Kind::BadInput, base::Scope::Mailbox,
                "the file of trusted authorities cannot be read",
                "ca_file 指定的根证书文件不存在或读不了，请核对路径和权限。", words};
    std::string cause = words.empty() ? curl_easy_strerror(static_cast<CURLcode>(code)) : words;
    if (!heard.empty() && code == CURLE_WEIRD_SERVER_REPLY) cause += ": " + heard;
    return error_of(trouble_of(code, words), base::one_line(cause));
}

Connector connector_for(Endpoint endpoint) {
    return [endpoint =
                std::move(endpoint)](std::stop_token stop) -> base::Result<std::unique_ptr<Wire>> {
        auto transport = std::make_unique<Transport>(endpoint, std::move(stop));
        TRY(transport->connect());
        return transport;
    };
}

}  // namespace imap
