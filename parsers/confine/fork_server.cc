#include "parsers/confine/fork_server.h"

#include <fmt/format.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <memory>
#include <utility>
#include <vector>

#include "base/error.h"
#include "parsers/confine/messages.h"

namespace parsers::confine {
namespace {

using base::Kind;
using base::Scope;

constexpr int kExitDone = 0;
constexpr int kExitTrouble = 69;

std::int64_t milliseconds_now() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

int threads_here() {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen("/proc/self/status", "r"),
                                                     std::fclose);
    char line[256];
    int threads = 0;
    while (file && std::fgets(line, sizeof line, file.get())) {
        if (std::sscanf(line, "Threads: %d", &threads) == 1) break;
    }
    return threads;
}

/// A thread lost in fork may hold a lock a child then waits for: such a server must not fork.
base::Result<> check_threads() {
#ifdef FILINGD_INSTRUMENTED
    constexpr int kMost = 2;  // the sanitizer's own
#else
    constexpr int kMost = 1;
#endif
    if (const int threads = threads_here(); threads < 1 || threads > kMost) {
        return base::fail(Kind::Internal, Scope::Service,
                          fmt::format("the fork server has {} threads instead of one", threads),
                          "start it with OMP_THREAD_LIMIT=1");
    }
    return {};
}

void describe_end(int status, const rusage& usage, Report& report) {
    const auto microseconds = [](const timeval& time) {
        return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000U +
               static_cast<std::uint64_t>(time.tv_usec);
    };
    report.status = static_cast<std::uint32_t>(status);
    report.max_rss_kib = static_cast<std::uint64_t>(usage.ru_maxrss);
    report.cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

struct Child {
    pid_t process = 0;
    base::UniqueFd handle;  ///< pidfd: readable when it has ended
    std::int64_t deadline = 0;
    Report report;
};

class Server {
 public:
    Server(base::UniqueFd socket, const Work& work, Confinement confinement)
        : socket_(std::move(socket)), work_(work), confinement_(std::move(confinement)) {}

    int run();
    base::Result<> try_confinement();
    [[nodiscard]] int socket() const { return socket_.get(); }

 private:
    bool take_order();
    void start(const Order& order, const std::vector<base::UniqueFd>& descriptors);
    void kill_child(std::uint64_t id);
    void kill_late(std::int64_t now);
    bool reap(Child& child);
    [[nodiscard]] int time_left(std::int64_t now) const;
    void wait_for_something();

    base::UniqueFd socket_;
    Work work_;
    Confinement confinement_;
    std::vector<Child> children_;
    bool over_ = false;
};

int Server::run() {
    while (!over_) wait_for_something();
    for (const Child& child : children_) ::kill(child.process, SIGKILL);
    return kExitDone;
}

void Server::wait_for_something() {
    std::vector<pollfd> events;
    const bool room = children_.size() < kMostChildren;
    events.push_back({socket_.get(), static_cast<short>(room ? POLLIN : 0), 0});
    for (const Child& child : children_) events.push_back({child.handle.get(), POLLIN, 0});
    if (::poll(events.data(), events.size(), time_left(milliseconds_now())) < 0) {
        over_ = errno != EINTR;
        return;
    }
    kill_late(milliseconds_now());
    for (std::size_t i = 0; i < children_.size(); ++i) {
        if (events[i + 1].revents != 0 && reap(children_[i])) children_[i].process = 0;
    }
    std::erase_if(children_, [](const Child& child) { return child.process == 0; });
    if ((events[0].revents & POLLIN) != 0) {
        over_ = over_ || !take_order();
    } else if (events[0].revents != 0) {
        over_ = true;
    }
}

bool Server::take_order() {
    auto packet = receive_packet(socket_.get());
    if (!packet || !*packet || (*packet)->bytes.empty()) return false;
    const auto order = decode_order((*packet)->bytes);
    if (!order) return false;
    if (order->what == Order::What::Kill) {
        kill_child(order->id);
        return true;
    }
    if ((*packet)->descriptors.size() != 2) return false;
    start(*order, (*packet)->descriptors);
    return true;
}

void Server::start(const Order& order, const std::vector<base::UniqueFd>& descriptors) {
    Child child;
    child.report.id = order.id;
    const pid_t server = ::getpid();
    child.process = ::fork();
    if (child.process == 0) {
        live_as_child(confinement_, work_, order.limits, descriptors[0].get(), descriptors[1].get(),
                      server);
    }
    if (child.process > 0) {
        child.handle.reset(static_cast<int>(::syscall(SYS_pidfd_open, child.process, 0)));
    }
    if (!child.handle) {
        // No process or no handle: this server can't do its work; filingd starts another.
        if (child.process > 0) ::kill(child.process, SIGKILL);
        over_ = true;
        return;
    }
    child.deadline = milliseconds_now() + std::int64_t{2000} * order.limits.cpu_seconds;
    children_.push_back(std::move(child));
}

void Server::kill_child(std::uint64_t id) {
    for (const Child& child : children_) {
        if (child.report.id == id) ::kill(child.process, SIGKILL);
    }
}

void Server::kill_late(std::int64_t now) {
    for (Child& child : children_) {
        if (child.report.out_of_time || child.deadline > now) continue;
        child.report.out_of_time = true;
        ::kill(child.process, SIGKILL);
    }
}

/// True when the child was waited for and reported.
bool Server::reap(Child& child) {
    int status = 0;
    rusage usage{};
    if (::wait4(child.process, &status, WNOHANG, &usage) != child.process) return false;
    describe_end(status, usage, child.report);
    if (!send_packet(socket_.get(), encode(child.report))) over_ = true;
    return true;
}

int Server::time_left(std::int64_t now) const {
    std::int64_t soonest = -1;
    for (const Child& child : children_) {
        if (child.report.out_of_time) continue;
        const std::int64_t left = std::max<std::int64_t>(0, child.deadline - now);
        soonest = soonest < 0 ? left : std::min(soonest, left);
    }
    return static_cast<int>(std::min<std::int64_t>(soonest, 3'600'000));
}

/// One child that does nothing but confine itself: better to know now than with the first mail.
base::Result<> Server::try_confinement() {
    const pid_t server = ::getpid();
    const pid_t process = ::fork();
    if (process == 0) {
        const auto missing = confinement_.enter(Limits(), socket_.get(), socket_.get(), server);
        ::_exit(missing ? static_cast<int>(ChildExit::NotConfined) + static_cast<int>(*missing)
                        : 0);
    }
    int status = 0;
    if (process < 0 || ::waitpid(process, &status, 0) != process) {
        return base::fail(base::system_error(errno, "fork", Scope::Service));
    }
    if (status == 0) return {};
    const auto control = missing_control(static_cast<std::uint32_t>(status));
    return base::fail(
        Kind::Denied, Scope::Service,
        fmt::format("the parser can't be confined: {}",
                    control ? name(*control) : "its trial died"),
        "run filing-parser --probe; the service must be allowed landlock, seccomp and rlimits");
}

int refuse(int socket, const base::Error& error) {
    const Hello hello{kConversation, error.text + (error.cause.empty() ? "" : ": " + error.cause),
                      error.hint};
    (void)send_packet(socket, encode(hello));
    return kExitTrouble;
}

}  // namespace

int serve(base::UniqueFd socket, const Work& work) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::signal(signal, SIG_IGN);
    ::signal(SIGPIPE, SIG_DFL);
    auto confinement = Confinement::prepare();
    if (!confinement) return refuse(socket.get(), confinement.error());
    if (auto warm = work.warm_up(); !warm) return refuse(socket.get(), warm.error());
    if (work.niceness > 0) ::setpriority(PRIO_PROCESS, 0, work.niceness);
    Server server(std::move(socket), work, std::move(*confinement));
    if (auto single = check_threads(); !single) return refuse(server.socket(), single.error());
    if (auto confined = server.try_confinement(); !confined) {
        return refuse(server.socket(), confined.error());
    }
    const Hello hello{kConversation, "", ""};
    if (!send_packet(server.socket(), encode(hello))) return kExitTrouble;
    return server.run();
}

}  // namespace parsers::confine
