#pragma once
/// One dialogue with a mail server: commands with tags, answers parsed, a deadline on every wait. A
/// command's patience starts anew with each byte that arrives, so a slow answer is no dead one. One
/// thread. After a failure the connection is of no more use.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "daemon/imap/commands.h"
#include "daemon/imap/response_parser.h"
#include "daemon/imap/wire.h"

namespace imap {

class Connection {
 public:
    using Untagged = std::function<void(const Response&)>;

    Connection(std::unique_ptr<Wire> wire, const base::Clock& clock);

    [[nodiscard]] const std::string& greeting() const { return wire_->greeting(); }
    std::string next_tag();
    /// Queues bytes without waiting for an answer.
    void send(std::string_view bytes) { wire_->send(bytes); }
    [[nodiscard]] std::size_t queued() const { return wire_->queued(); }
    /// Receives once and hands the responses on; false when `wait` passed without a byte.
    base::Result<bool> pump(ResponseParser::Receiver& receiver, std::chrono::milliseconds wait);
    /// Sends a command and waits for its tagged answer, whatever that is; untagged ones go to
    /// `untagged`.
    base::Result<Response> command(const Command& command, std::chrono::milliseconds patience,
                                   const Untagged& untagged);
    [[nodiscard]] const base::Clock& clock() const { return *clock_; }

 private:
    class Collector;
    base::Result<> wait_until(Collector& collector, const std::function<bool()>& done,
                              std::chrono::milliseconds patience);

    std::unique_ptr<Wire> wire_;
    const base::Clock* clock_;
    ResponseParser parser_;
    std::vector<char> buffer_;
    std::uint64_t last_tag_ = 0;
};

/// The failure behind a BYE, with the server's words.
base::Error goodbye(const Response& bye);
/// "NO [CODE] words", one line, for the cause of an error.
std::string words_of(const Response& response);

}  // namespace imap
