#pragma once
/// What filingd and its fork server say to each other on a SOCK_SEQPACKET pair: one message a
/// packet, coded as codec.h says, first byte the kind. filingd trusts the server no more than
/// needed: a message that does not decode is an end of the conversation.
///
///   server → filingd   Hello   once, when it is warm; with `trouble` it serves nothing and ends
///   filingd → server   Order   Parse (with two descriptors: input to read, pipe to write) or Kill
///   server → filingd   Report  when the child of an order has ended

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "parsers/confine/confinement.h"
#include "parsers/limits.h"

namespace parsers::confine {

struct Hello {
    std::uint32_t version = 0;
    std::string trouble;  ///< why it can't serve; empty when it can
    std::string cure;
};

struct Order {
    enum class What { Parse, Kill };
    What what = What::Parse;
    std::uint64_t id = 0;
    Limits limits;
};

struct Report {
    std::uint64_t id = 0;
    std::uint32_t status = 0;  ///< as wait(2) gives it
    bool out_of_time = false;  ///< the server ended it after twice its CPU seconds
    std::uint64_t max_rss_kib = 0;
    std::uint64_t cpu_us = 0;  ///< user and system
};

inline constexpr std::uint32_t kConversation = 1;  ///< Hello::version

std::string encode(const Hello& hello);
std::string encode(const Order& order);
std::string encode(const Report& report);
std::optional<Hello> decode_hello(std::string_view bytes);
std::optional<Order> decode_order(std::string_view bytes);
std::optional<Report> decode_report(std::string_view bytes);

/// Exit codes of a child; from kNotConfined on, the control that was not in force is added.
enum class ChildExit : int {
    Done = 0,
    OutOfMemory = 80,
    Threw = 81,
    InputUnreadable = 82,
    InputTooLarge = 83,
    PipeBroken = 84,
    NotConfined = 100,
};

/// Why a child ended as wait(2) says, in words for a log or a person; empty for a good end.
std::string words_of_end(std::uint32_t status, bool out_of_time);

/// The control a child found not in force, if that is why it ended.
std::optional<Control> missing_control(std::uint32_t status);

struct Packet {
    std::string bytes;  ///< empty: the other side is gone
    std::vector<base::UniqueFd> descriptors;
};

/// Sends one packet, with descriptors. Transient when the other side is gone or does not take it
/// now.
base::Result<> send_packet(int socket, std::string_view bytes,
                           std::span<const int> descriptors = {});

/// Receives one packet; on a non-blocking socket without one, none. Descriptors come close-on-exec.
base::Result<std::optional<Packet>> receive_packet(int socket);

}  // namespace parsers::confine
