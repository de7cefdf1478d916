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
    Sent,       ///< the server took it for every recipient
    Later,      ///< 4xx, or the server could not be reached before the final dot
    Refused,    ///< 5xx
    Uncertain,  ///< the connection ended after the final dot without an answer
    Login,      ///< the login was refused
};

struct RecipientAnswer {
    std::string address;
    int code = 0;
    std::string text;
};

struct Delivery {
    Fate fate = Fate::Later;
    int code = 0;
    std::string answer;                       ///< the server's words, one line
    std::vector<RecipientAnswer> recipients;  ///< per recipient, in order
};

class Mailer {
 public:
    explicit Mailer(const config::SmtpSettings& settings);
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
