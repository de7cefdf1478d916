#pragma once
/// The byte stream to a mail server, as the protocol code sees it. The real one is transport.h;
/// tests script their own. A Wire belongs to one thread.

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"

namespace imap {

class Wire {
 public:
    virtual ~Wire() = default;
    /// The server's first line, without its line end, and what it said before it was our turn.
    [[nodiscard]] virtual const std::string& greeting() const = 0;
    /// Queues bytes; they go out while receive() waits.
    virtual void send(std::string_view bytes) = 0;
    /// Bytes that queue for lack of room at the other end.
    [[nodiscard]] virtual std::size_t queued() const = 0;
    /// Waits until bytes arrive and puts them into `buffer`. 0: `wait` is over. The end of the
    /// stream, a reset and a requested stop are failures (Trouble::ConnectionLost,
    /// Trouble::Stopping).
    virtual base::Result<std::size_t> receive(std::span<char> buffer,
                                              std::chrono::milliseconds wait) = 0;
};

/// Makes a new connection; returns within a second of a requested stop.
using Connector = std::function<base::Result<std::unique_ptr<Wire>>(std::stop_token)>;

}  // namespace imap
