#include "parsers/confine/messages.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/error.h"
#include "parsers/codec.h"

namespace parsers::confine {
namespace {

constexpr std::size_t kLongestPacket = 4096;
constexpr std::size_t kMostDescriptors = 2;

template <class Coder>
void code(Coder& c, codec::Of<Coder, Hello>& hello) {
    c(hello.version);
    c(hello.trouble);
    c(hello.cure);
}

template <class Coder>
void code(Coder& c, codec::Of<Coder, Order>& order) {
    c.choice(order.what, Order::What::Kill);
    c(order.id);
    codec::code(c, order.limits);
}

template <class Coder>
void code(Coder& c, codec::Of<Coder, Report>& report) {
    c(report.id);
    c(report.status);
    c(report.out_of_time);
    c(report.max_rss_kib);
    c(report.cpu_us);
}

template <class Value>
std::string packed(char kind, const Value& value) {
    std::string out(1, kind);
    codec::Encoder encoder(out, 1024);
    code(encoder, value);
    return out;
}

template <class Value>
std::optional<Value> unpacked(char kind, std::string_view bytes) {
    if (bytes.empty() || bytes.front() != kind) return {};
    codec::Decoder decoder(bytes.substr(1));
    Value value;
    code(decoder, value);
    if (!decoder.complete()) return {};
    return value;
}

}  // namespace

std::string encode(const Hello& hello) { return packed('H', hello); }
std::string encode(const Order& order) { return packed('O', order); }
std::string encode(const Report& report) { return packed('R', report); }
std::optional<Hello> decode_hello(std::string_view bytes) { return unpacked<Hello>('H', bytes); }
std::optional<Order> decode_order(std::string_view bytes) { return unpacked<Order>('O', bytes); }
std::optional<Report> decode_report(std::string_view bytes) { return unpacked<Report>('R', bytes); }

std::string words_of_end(std::uint32_t status, bool out_of_time) {
    struct Words {
        int number;
        const char* words;
    };
    static constexpr std::array<Words, 5> kExits{{
        {static_cast<int>(ChildExit::OutOfMemory), "needed more memory than allowed"},
        {static_cast<int>(ChildExit::Threw), "failed inside"},
        {static_cast<int>(ChildExit::InputUnreadable), "could not read its input"},
        {static_cast<int>(ChildExit::InputTooLarge), "was given more than it may read"},
        {static_cast<int>(ChildExit::PipeBroken), "was not listened to any more"},
    }};
    static constexpr std::array<Words, 4> kSignals{{
        {SIGXCPU, "needed more CPU time than allowed"},
        {SIGSYS, "aborted, or asked for a system call it may not make"},
        {SIGSEGV, "crashed"},
        {SIGKILL, "was killed"},
    }};
    if (out_of_time) return "needed more time than allowed";
    const int value = static_cast<int>(status);
    if (WIFEXITED(value) && WEXITSTATUS(value) == 0) return {};
    const bool exited = WIFEXITED(value);
    const int number = exited ? WEXITSTATUS(value) : WTERMSIG(value);
    if (const auto control = missing_control(status)) {
        return fmt::format("could not be confined: {}", name(*control));
    }
    const auto look = [&](const auto& table) {
        for (const Words& each : table) {
            if (each.number == number) return std::string(each.words);
        }
        return fmt::format("ended with {} {}", exited ? "code" : "signal", number);
    };
    return exited ? look(kExits) : look(kSignals);
}

std::optional<Control> missing_control(std::uint32_t status) {
    const int value = static_cast<int>(status);
    const int number = WIFEXITED(value) ? WEXITSTATUS(value) : 0;
    const int first = static_cast<int>(ChildExit::NotConfined);
    if (number < first || number >= first + static_cast<int>(kControlNames.size())) return {};
    return static_cast<Control>(number - first);
}

base::Result<> send_packet(int socket, std::string_view bytes, std::span<const int> descriptors) {
    iovec piece{const_cast<char*>(bytes.data()), bytes.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMostDescriptors)> control{};
    msghdr packet{};
    packet.msg_iov = &piece;
    packet.msg_iovlen = 1;
    if (!descriptors.empty() && descriptors.size() <= kMostDescriptors) {
        packet.msg_control = control.data();
        packet.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr* rights = CMSG_FIRSTHDR(&packet);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(rights), descriptors.data(), descriptors.size_bytes());
    }
    ssize_t sent = 0;
    do sent = ::sendmsg(socket, &packet, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent >= 0) return {};
    return base::fail(base::Kind::Transient, base::Scope::Service,
                      "the parser's socket does not take a message", "", std::strerror(errno));
}

base::Result<std::optional<Packet>> receive_packet(int socket) {
    Packet packet;
    packet.bytes.resize(kLongestPacket);
    iovec piece{packet.bytes.data(), packet.bytes.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMostDescriptors)> control{};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t size = 0;
    do size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (size < 0 && errno == EINTR);
    if (size < 0 && errno == EAGAIN) return std::optional<Packet>();
    // A side that died with packets unread shows as a reset: it is gone all the same.
    if (size < 0 && errno != ECONNRESET) {
        return base::fail(base::system_error(errno, "the parser's socket", base::Scope::Service));
    }
    packet.bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); size > 0 && part;
         part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
            packet.descriptors.emplace_back(fd);
        }
    }
    return std::optional<Packet>(std::move(packet));
}

}  // namespace parsers::confine
