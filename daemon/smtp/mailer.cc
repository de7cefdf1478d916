#include "daemon/smtp/mailer.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>

#include "base/deleter.h"
#include "base/steps.h"
#include "base/text.h"
#include "config/secret.h"
#include "daemon/smtp/classify.h"
#include "daemon/smtp/envelope.h"
#include "daemon/smtp/reply_tracker.h"

// The one file of this folder that meets libcurl.
namespace smtp {
namespace {

using Handle = std::unique_ptr<CURL, base::Deleter<curl_easy_cleanup>>;
using Url = std::unique_ptr<CURLU, base::Deleter<curl_url_cleanup>>;
using List = std::unique_ptr<curl_slist, base::Deleter<curl_slist_free_all>>;

constexpr std::chrono::milliseconds kStopGrace{1000};
// When a handle is put away libcurl says QUIT and waits for the answer, as long as the handle's
// response timeout was when its last transfer began (7.88; 120 s by default). So a transfer begins
// with this one, and on_progress gives it the real one at once.
constexpr long kQuitSeconds = 3;

/// Everything the callbacks of one transfer look at.
struct Dialogue {
    ReplyTracker tracker;
    std::string_view rest;  ///< of the message, not yet given to libcurl
    std::stop_token stop;
    CURL* handle = nullptr;
    long command_seconds = 0;
    long final_answer_seconds = 0;
    [[nodiscard]] bool only_server_knows() const {
        return tracker.stage() == Stage::Body && tracker.is_body_given();
    }
    std::chrono::steady_clock::time_point stop_seen{};
};

std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& dialogue = *static_cast<Dialogue*>(user);
    const std::size_t taken = std::min(size * count, dialogue.rest.size());
    std::memcpy(buffer, dialogue.rest.data(), taken);
    dialogue.rest.remove_prefix(taken);
    if (taken == 0) dialogue.tracker.body_given();
    return taken;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
    static_cast<Dialogue*>(user)->tracker.reply_line(std::string_view(data, size * count));
    return size * count;
}

std::size_t on_write(char*, std::size_t size, std::size_t count, void*) { return size * count; }

int on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
    if (type == CURLINFO_HEADER_OUT)
        static_cast<Dialogue*>(user)->tracker.command(std::string_view(data, size));
    return 0;
}

/// Not zero ends the transfer. Called by libcurl at least once a second, whatever it waits for.
int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& dialogue = *static_cast<Dialogue*>(user);
    const long seconds =
        dialogue.only_server_knows() ? dialogue.final_answer_seconds : dialogue.command_seconds;
    curl_easy_setopt(dialogue.handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds);
    if (!dialogue.stop.stop_requested()) return 0;
    if (!dialogue.only_server_knows()) return 1;
    const auto now = std::chrono::steady_clock::now();
    if (dialogue.stop_seen == std::chrono::steady_clock::time_point{}) dialogue.stop_seen = now;
    return now - dialogue.stop_seen >= kStopGrace ? 1 : 0;
}

template <class T>
void set(CURL* handle, CURLoption option, T value) {
    // Only options of this library version with values of the right type are set; a refusal is out
    // of memory.
    static_cast<void>(curl_easy_setopt(handle, option, value));
}

std::string host_of(const std::string& url) {
    const Url parts(curl_url());
    char* host = nullptr;
    if (!parts ||
        curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
            CURLUE_OK ||
        curl_url_get(parts.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK)
        return {};
    std::string text(host);
    curl_free(host);
    return text;
}

struct CertificateText {
    long verify_result;  ///< OpenSSL's X509_V_ERR_*; 1: the chain was not the reason (libcurl's own
                         ///< check of the name)
    std::string_view text;
    std::string_view hint;
};

constexpr CertificateText kUntrusted{
    -1, "the mail server's certificate is not signed by an authority this machine trusts",
    "发信服务器的证书不是由受信任的机构签发的，没有发信，也没有发送密码。请核对 [smtp] url；"
    "自建服务器请在 ca_file 中指定其根证书。"};
constexpr std::array<CertificateText, 3> kCertificateTexts{{
    {1, "the mail server's certificate was made out for another host name",
     "发信服务器的证书与配置的主机名不符，没有发信，也没有发送密码。请核对 [smtp] url "
     "中的主机名。"},
    {9, "the mail server's certificate is not valid yet",
     "发信服务器的证书还没有生效，请核对本机时间。"},
    {10, "the mail server's certificate has expired",
     "发信服务器的证书已过期，没有发信。请先核对本机时间；时间无误则请服务器管理员更新证书。"},
}};

base::Failure certificate_failure(long verify_result, const char* words) {
    const CertificateText* found = &kUntrusted;
    for (const CertificateText& row : kCertificateTexts)
        if (row.verify_result == verify_result) found = &row;
    return base::fail(base::Kind::Denied, base::Scope::Service, std::string(found->text),
                      std::string(found->hint), base::one_line(words, 300));
}

base::Failure setting_failure(std::string text, std::string hint) {
    return base::fail(base::Kind::BadInput, base::Scope::Service, std::move(text), std::move(hint));
}

void initialise_library() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

}  // namespace

struct Mailer::Impl {
    config::SmtpSettings settings;
    Timeouts timeouts;
    Handle handle;
    std::string sender;
    std::array<char, CURL_ERROR_SIZE> words{};

    Impl(const config::SmtpSettings& the_settings, const Timeouts& the_timeouts)
        : settings(the_settings), timeouts(the_timeouts) {
        initialise_library();
        handle.reset(curl_easy_init());
        // 163 takes mail from the account itself only.
        sender =
            settings.user.find('@') != std::string::npos ? settings.user : settings.from_address;
    }

    base::Result<> prepare(Dialogue& dialogue);
    base::Result<> prepare_encryption();
    base::Result<> prepare_login();
    base::Result<CURLcode> perform(std::string_view what);
};

base::Result<> Mailer::Impl::prepare_encryption() {
    CURL* curl = handle.get();
    const bool tls_from_start = base::lowered(settings.url).starts_with("smtps://");
    const bool clear = !tls_from_start && settings.insecure;
    if (clear && !is_loopback(host_of(settings.url)))
        return setting_failure("[smtp] insecure = true is for servers on this machine only",
                               "use smtps://");
    set(curl, CURLOPT_USE_SSL, static_cast<long>(clear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.ca_file.empty()) set(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
    return {};
}

base::Result<> Mailer::Impl::prepare_login() {
    if (settings.user.empty()) return {};
    if (base::has_control(settings.user))
        return setting_failure("[smtp] user holds control characters", "write it anew");
    TRY_ASSIGN(const std::string password, config::read_secret(settings.password));
    set(handle.get(), CURLOPT_USERNAME, settings.user.c_str());
    set(handle.get(), CURLOPT_PASSWORD, password.c_str());
    return {};
}

base::Result<> Mailer::Impl::prepare(Dialogue& dialogue) {
    CURL* curl = handle.get();
    if (!curl)
        return base::fail(base::Kind::Transient, base::Scope::Process,
                          "no memory for a connection");
    if (settings.url.empty())
        return setting_failure("no mail server is set: [smtp] url is missing",
                               "set url, user and password under [smtp]");
    curl_easy_reset(curl);
    words.fill('\0');
    dialogue.handle = curl;
    dialogue.command_seconds = static_cast<long>(timeouts.command.count());
    dialogue.final_answer_seconds = static_cast<long>(timeouts.final_answer.count());
    set(curl, CURLOPT_URL, settings.url.c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_ERRORBUFFER, words.data());
    set(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(timeouts.connect.count()));
    set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, kQuitSeconds);
    // A server that takes less than 10 bytes a second for a minute is gone.
    set(curl, CURLOPT_LOW_SPEED_LIMIT, 10L);
    set(curl, CURLOPT_LOW_SPEED_TIME,
        static_cast<long>(timeouts.command.count() + timeouts.final_answer.count()));
    set(curl, CURLOPT_MAXAGE_CONN, 60L);
    set(curl, CURLOPT_TCP_KEEPALIVE, 1L);
    set(curl, CURLOPT_NOPROGRESS, 0L);
    set(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    set(curl, CURLOPT_XFERINFODATA, &dialogue);
    set(curl, CURLOPT_HEADERFUNCTION, on_header);
    set(curl, CURLOPT_HEADERDATA, &dialogue);
    set(curl, CURLOPT_WRITEFUNCTION, on_write);
    set(curl, CURLOPT_VERBOSE, 1L);
    set(curl, CURLOPT_DEBUGFUNCTION, on_debug);
    set(curl, CURLOPT_DEBUGDATA, &dialogue);
    TRY(prepare_encryption());
    return prepare_login();
}

/// One transfer; a certificate that is not accepted is a failure, every other end is left to the
/// reply codes.
base::Result<CURLcode> Mailer::Impl::perform(std::string_view what) {
    CURL* curl = handle.get();
    const CURLcode code =
        base::step(base::StepKind::Send, what, [&] { return curl_easy_perform(curl); });
    long verify_result = 0;
    curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &verify_result);
    // The handle outlives the dialogue, and its connection may be closed later: no callback may be
    // left behind.
    const std::string error(words.data());
    curl_easy_reset(curl);
    set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, kQuitSeconds);
    set(curl, CURLOPT_NOSIGNAL, 1L);
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return certificate_failure(verify_result, error.c_str());
    if (code == CURLE_SSL_CACERT_BADFILE)
        return setting_failure(
            "the file named in [smtp] ca_file can't be used: " + settings.ca_file,
            "it must hold PEM certificates and be readable");
    if (code == CURLE_USE_SSL_FAILED)
        return base::fail(
            base::Kind::Denied, base::Scope::Service,
            "the mail server offers no encryption (STARTTLS)",
            "发信服务器在该端口不支持加密，没有发信，也没有发送密码。请改用 smtps:// 地址。");
    return code;
}

Mailer::Mailer(const config::SmtpSettings& settings, const Timeouts& timeouts)
    : impl_(std::make_unique<Impl>(settings, timeouts)) {}
Mailer::~Mailer() = default;

base::Result<Delivery> Mailer::send(const std::vector<std::string>& recipients,
                                    const std::string& message, std::stop_token stop) {
    TRY(check_envelope(impl_->sender, recipients, message));
    Dialogue dialogue;
    dialogue.rest = message;
    dialogue.stop = std::move(stop);
    TRY(impl_->prepare(dialogue));
    CURL* curl = impl_->handle.get();
    List list;
    for (const std::string& recipient : recipients) {
        curl_slist* longer = curl_slist_append(list.get(), ("<" + recipient + ">").c_str());
        if (!longer)
            return base::fail(base::Kind::Transient, base::Scope::Process,
                              "no memory for the recipients");
        static_cast<void>(list.release());
        list.reset(longer);
    }
    set(curl, CURLOPT_MAIL_FROM, ("<" + impl_->sender + ">").c_str());
    set(curl, CURLOPT_MAIL_RCPT, list.get());
    set(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    set(curl, CURLOPT_UPLOAD, 1L);
    set(curl, CURLOPT_READFUNCTION, on_read);
    set(curl, CURLOPT_READDATA, &dialogue);
    TRY_ASSIGN(const CURLcode code, impl_->perform("smtp send"));
    return classify(dialogue.tracker, recipients, code == CURLE_OK ? "" : curl_easy_strerror(code));
}

base::Result<> Mailer::try_login(std::stop_token stop) {
    Dialogue dialogue;
    dialogue.stop = std::move(stop);
    TRY(check_address(impl_->sender));
    TRY(impl_->prepare(dialogue));
    set(impl_->handle.get(), CURLOPT_CUSTOMREQUEST, "NOOP");
    TRY_ASSIGN(const CURLcode code, impl_->perform("smtp login"));
    if (code == CURLE_OK) return {};
    const Delivery delivery = classify(dialogue.tracker, {}, curl_easy_strerror(code));
    if (delivery.fate == Fate::Login)
        return base::fail(base::Kind::Auth, base::Scope::Service,
                          "the mail server refused the login",
                          "发信登录被拒绝。163 邮箱请使用“授权码”（不是网页密码），把新码写入 "
                          "[smtp] 所指的密码文件。",
                          delivery.answer);
    return base::fail(base::Kind::Transient, base::Scope::Service,
                      "the mail server can't be used now",
                      "暂时无法发信，程序会自动重试。请检查网络和 [smtp] url。", delivery.answer);
}

}  // namespace smtp
