#pragma once
/// One message to one SMTP server over libcurl (mail.md §4). A Mailer owns one easy handle and
/// belongs to one thread. Every address and header is refused when it holds control characters.
/// Certificates are always verified.

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/rulebook.h"

namespace smtp {

enum class Fate {
    Sent,     ///< the server took it, for at least one recipient: `recipients` says for whom it did
              ///< not
    Later,    ///< 4xx, or the server could not be reached before the final dot
    Refused,  ///< 5xx, by the message or by every recipient
    Uncertain,  ///< the connection ended after the final dot without an answer
    Login,      ///< the login was refused
};

/// Why a server that takes mail does not take this one now, where it says so (NetEase does).
enum class Limit {
    None,
    Pace,     ///< too much in a short time: later, and slower
    Day,      ///< the day's quota is used up: nothing more today
    Account,  ///< account or address of this host may not send: nothing until a person mends it
    Content,  ///< the text looks like spam to it
};

struct RecipientAnswer {
    std::string address;
    int code = 0;  ///< 0: the server was not asked
    std::string text;
    [[nodiscard]] bool accepted() const { return code >= 200 && code < 300; }
};

struct Delivery {
    Fate fate = Fate::Later;
    Limit limit = Limit::None;
    int code = 0;
    std::string answer;                       ///< the server's words, one line
    std::vector<RecipientAnswer> recipients;  ///< per recipient, in order
};

/// How long the server may take. The last one is the wait for the answer to the final dot (RFC 5321
/// §4.5.3.2.6).
struct Timeouts {
    std::chrono::seconds connect{30};
    std::chrono::seconds command{60};
    std::chrono::seconds final_answer{600};
};

class Mailer {
 public:
    explicit Mailer(const config::SmtpSettings& settings, const Timeouts& timeouts = {});
    ~Mailer();
    Mailer(const Mailer&) = delete;
    Mailer& operator=(const Mailer&) = delete;
    /// `message` is complete RFC 5322 with CRLF. The envelope sender is the account's own address.
    /// A failure (not a Delivery) means nothing was handed over: bad settings, secret unreadable,
    /// certificate not accepted.
    base::Result<Delivery> send(const std::vector<std::string>& recipients,
                                const std::string& message, std::stop_token stop);
    /// Connects and logs in without sending (doctor).
    base::Result<> try_login(std::stop_token stop);

 private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace smtp
