#pragma once
/// A logged-in session: greeting, ID, LOGIN, CAPABILITY, ID (NetEase wants it on either side of the
/// login), then one folder at a time under EXAMINE. Nothing here can change a mailbox. One thread;
/// after a failure the session is of no more use. Troubles (troubles.h): LoginRefused and
/// UnsafeLogin need a person, the others pass.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "daemon/imap/connection.h"

namespace imap {

struct Account {
    std::string user;
    std::function<base::Result<std::string>()> password;  ///< asked at each login
};

struct Patience {
    std::chrono::milliseconds command{60'000};  ///< without a byte of the answer
    std::chrono::milliseconds login{60'000};
    std::chrono::milliseconds idle{9 * 60'000};  ///< RFC 2177 says 29 min; NAT boxes say less
    std::chrono::milliseconds goodbye{500};
};

/// A message as a listing shows it.
struct Listed {
    std::uint32_t uid = 0;
    std::uint64_t size = 0;
    std::optional<base::Instant> internal_date;
};

struct Examined {
    std::uint32_t uid_validity = 0;
    std::uint32_t exists = 0;
    std::optional<std::uint32_t> uid_next;  ///< NetEase does not say
};

class Session {
 public:
    static base::Result<std::unique_ptr<Session>> open(std::unique_ptr<Wire> wire,
                                                       const Account& account,
                                                       const base::Clock& clock,
                                                       const Patience& patience);

    [[nodiscard]] bool has(std::string_view capability) const;
    /// None when the server has no such folder. `folder` in UTF-8.
    base::Result<std::optional<Examined>> examine(const std::string& folder);
    /// Messages with UIDs from `first` on, ascending. A server that answers n:* with an older mail
    /// is understood.
    base::Result<std::vector<Listed>> list_from(std::uint32_t first);
    /// Those of `uids` (ascending) that are still there, ascending.
    base::Result<std::vector<std::uint32_t>> still_there(std::span<const std::uint32_t> uids);
    /// Waits for news, at most `at_most` (and never longer than Patience::idle); true when there
    /// are some.
    base::Result<bool> idle(std::chrono::milliseconds at_most);
    void logout();

    /// Messages in the folder now, as far as the server told.
    [[nodiscard]] std::uint32_t exists() const { return exists_; }
    [[nodiscard]] bool news() const { return news_; }
    void clear_news() { news_ = false; }
    /// Notes an untagged response that came while somebody else read.
    void observe(const Response& response);
    [[nodiscard]] Connection& connection() { return connection_; }
    [[nodiscard]] const Patience& patience() const { return patience_; }

 private:
    Session(std::unique_ptr<Wire> wire, const base::Clock& clock, const Patience& patience);
    base::Result<> greet();
    base::Result<> log_in(const Account& account);
    base::Result<> identify(const Account& account);
    base::Result<Response> run(const Command& command);
    base::Result<Response> run(const Command& command, const Connection::Untagged& untagged);
    base::Result<bool> is_listed(const std::string& folder);

    Connection connection_;
    Patience patience_;
    std::vector<std::string> capabilities_;
    bool logged_in_ = false;
    std::uint32_t exists_ = 0;
    bool news_ = false;
};

}  // namespace imap
