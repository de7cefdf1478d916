#include "parsers/confine/probes.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/unique_fd.h"
#include "parsers/confine/probe_attempts.h"

namespace parsers::confine {

Surroundings surroundings;

namespace {

using How = ProbeOutcome::How;

constexpr int kAside = 200;
constexpr unsigned kMostSeconds = 10;
constexpr char kContent[] = "a message";

// Exit codes; between them the errno of a refusal.
constexpr int kPassed = 0;
constexpr int kNoReason = 250;
constexpr int kNotConfined = 251;

/// The folder of one attempt.
class Place {
 public:
    static base::Result<Place> make() {
        std::string folder = "/tmp/filingd-probe-XXXXXX";
        if (!::mkdtemp(folder.data())) {
            return base::fail(
                base::system_error(errno, "a folder for the probes in /tmp", base::Scope::Process));
        }
        Place place(folder);
        const base::UniqueFd file(
            ::open((folder + "/file").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        const bool made = ::write(file.get(), kContent, sizeof kContent) > 0 &&
                          ::mkdir((folder + "/folder").c_str(), 0700) == 0 && place.listen();
        if (!made) {
            return base::fail(base::system_error(errno, folder, base::Scope::Process));
        }
        return place;
    }
    ~Place() {
        std::error_code ignored;
        if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
    }
    Place(Place&& other) noexcept
        : folder_(std::exchange(other.folder_, {})), socket_(std::move(other.socket_)) {}
    Place& operator=(Place&&) = delete;

    [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
    explicit Place(std::string folder) : folder_(std::move(folder)) {}
    bool listen() {
        socket_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        std::snprintf(name.sun_path, sizeof name.sun_path, "%s/socket", folder_.c_str());
        return ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 &&
               ::listen(socket_.get(), 4) == 0;
    }

    std::string folder_;
    base::UniqueFd socket_;
};

[[noreturn]] void live_as_probe(const Probe& probe, const Enter& enter, const Place& place,
                                pid_t parent) {
    // A probe that waits for ever says nothing, and does not keep the others waiting.
    ::alarm(kMostSeconds);
    std::array<int, 2> ends{};
    if (::chdir(place.folder().c_str()) != 0 || ::pipe(ends.data()) != 0) ::_exit(kNotConfined);
    const int input = ::fcntl(::open("file", O_RDONLY), F_DUPFD, kAside);
    const int output = ::fcntl(ends[1], F_DUPFD, kAside);
    surroundings = {parent, ::getpriority(PRIO_PROCESS, 0), ::fcntl(input, F_DUPFD, kAside),
                    place.folder()};
    const bool ready = enter ? enter(input, output, parent)
                             : ::dup2(input, kInput) >= 0 && ::dup2(output, kOutput) >= 0;
    if (!ready) ::_exit(kNotConfined);
    errno = 0;
    if (probe.passes()) ::_exit(kPassed);
    ::_exit(errno > 0 && errno < kNoReason ? errno : kNoReason);
}

}  // namespace

std::vector<Probe> probes() {
    std::vector<Probe> all;
    add_file_probes(all);
    add_process_probes(all);
    add_kernel_probes(all);
    return all;
}

base::Result<ProbeOutcome> try_probe(const Probe& probe, const Enter& enter) {
    TRY_ASSIGN(const Place place, Place::make());
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) live_as_probe(probe, enter, place, parent);
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child) {
        return base::fail(base::system_error(errno, "fork", base::Scope::Process));
    }
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        return ProbeOutcome{signal == SIGSYS ? How::Killed : How::Broken, signal};
    }
    const int code = WEXITSTATUS(status);
    if (code == kPassed) return ProbeOutcome{How::Passed, 0};
    if (code == kNotConfined) return ProbeOutcome{How::NotConfined, 0};
    return ProbeOutcome{How::Refused, code};
}

base::Result<ProbeOutcome> try_probe(const Probe& probe, const Confinement& confinement) {
    return try_probe(probe, [&](int input, int output, pid_t parent) {
        return !confinement.enter(Limits(), input, output, parent);
    });
}

}  // namespace parsers::confine
