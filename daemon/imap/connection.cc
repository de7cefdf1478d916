#include "daemon/imap/connection.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "daemon/imap/troubles.h"

namespace imap {
namespace {

constexpr std::size_t kBufferSize = 64U << 10;  // at least one whole TLS record
constexpr std::array<std::string_view, 5> kStatusNames = {"OK", "NO", "BAD", "BYE", "PREAUTH"};

}  // namespace

base::Error goodbye(const Response& bye) {
    return error_of(Trouble::SessionEnded, base::one_line(bye.text));
}

std::string words_of(const Response& response) {
    std::string out = response.status
                          ? std::string(kStatusNames[static_cast<std::size_t>(*response.status)])
                          : "";
    if (!response.code.empty()) out += fmt::format(" [{}]", response.code);
    return base::one_line(out + " " + response.text);
}

/// Waits for one tagged answer or a "+"; passes the rest on.
class Connection::Collector : public ResponseParser::Receiver {
 public:
    Collector(std::string tag, const Untagged& untagged)
        : tag_(std::move(tag)), untagged_(untagged) {}

    base::Result<bool> literal_begins(const Response&, std::uint64_t) override { return false; }
    base::Result<> literal_bytes(std::string_view) override { return {}; }
    base::Result<> response(Response&& response) override {
        if (response.kind == Response::Kind::Continuation) {
            go_on_ = true;
        } else if (response.kind == Response::Kind::Tagged) {
            if (response.tag == tag_) answer_ = std::move(response);
        } else {
            if (response.status == Status::Bye) bye_ = response;
            untagged_(response);
        }
        return {};
    }

    std::string tag_;
    const Untagged& untagged_;
    std::optional<Response> answer_;
    std::optional<Response> bye_;
    bool go_on_ = false;
};

Connection::Connection(std::unique_ptr<Wire> wire, const base::Clock& clock)
    : wire_(std::move(wire)), clock_(&clock), buffer_(kBufferSize) {}

std::string Connection::next_tag() { return fmt::format("F{}", ++last_tag_); }

base::Result<bool> Connection::pump(ResponseParser::Receiver& receiver,
                                    std::chrono::milliseconds wait) {
    TRY_ASSIGN(const std::size_t size, wire_->receive(buffer_, wait));
    if (size == 0) return false;
    TRY(parser_.feed({buffer_.data(), size}, receiver));
    return true;
}

base::Result<> Connection::wait_until(Collector& collector, const std::function<bool()>& done,
                                      std::chrono::milliseconds patience) {
    auto deadline = clock_->monotonic() + patience;
    while (!done()) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - clock_->monotonic());
        if (left.count() <= 0) return fail_with(Trouble::NoAnswer);
        auto moved = pump(collector, left);
        if (!moved && collector.bye_ && !is(Trouble::Stopping, moved.error()))
            return base::fail(goodbye(*collector.bye_));
        if (!moved) return base::failure_of(moved);
        if (*moved) deadline = clock_->monotonic() + patience;
    }
    return {};
}

base::Result<Response> Connection::command(const Command& command,
                                           std::chrono::milliseconds patience,
                                           const Untagged& untagged) {
    Collector collector(next_tag(), untagged);
    wire_->send(collector.tag_ + " ");
    for (std::size_t i = 0; i < command.pieces.size() && !collector.answer_; ++i) {
        collector.go_on_ = false;
        wire_->send(command.pieces[i]);
        const bool last = i + 1 == command.pieces.size();
        TRY(wait_until(
            collector, [&] { return collector.answer_ || (!last && collector.go_on_); }, patience));
    }
    return std::move(*collector.answer_);
}

}  // namespace imap
