// Finding and starting filing-parser.

#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>

#include "base/error.h"
#include "daemon/pipeline/parser_process.h"

namespace pipeline {
namespace {

using base::Kind;
using base::Scope;

constexpr char kInstalled[] = "/usr/libexec/filingd/filing-parser";
constexpr int kSocket = 3;

std::string beside_this_program() {
    std::array<char, PATH_MAX> path{};
    const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size() - 1);
    if (size <= 0) return {};
    const std::string self(path.data(), static_cast<std::size_t>(size));
    return self.substr(0, self.rfind('/') + 1) + "filing-parser";
}

/// posix_spawn's two descriptions, freed at the end of life.
class SpawnPlan {
 public:
    SpawnPlan() {
        ::posix_spawn_file_actions_init(&files_);
        ::posix_spawnattr_init(&attributes_);
    }
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&files_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    /// `socket` becomes kSocket, everything above is closed; signals are as in a fresh process.
    bool set_up(int socket) {
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        return ::posix_spawn_file_actions_adddup2(&files_, socket, kSocket) == 0 &&
               ::posix_spawn_file_actions_addclosefrom_np(&files_, kSocket + 1) == 0 &&
               ::posix_spawnattr_setsigmask(&attributes_, &none) == 0 &&
               ::posix_spawnattr_setsigdefault(&attributes_, &all) == 0 &&
               ::posix_spawnattr_setflags(&attributes_,
                                          POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0;
    }
    [[nodiscard]] const posix_spawn_file_actions_t* files() const { return &files_; }
    [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

/// Nothing of filingd's environment reaches the parser; a thread of OpenMP would forbid forking;
/// names of libraries bound at the start are not looked up in each child.
std::vector<std::string> clean_environment() {
    std::vector<std::string> all{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "OMP_THREAD_LIMIT=1",
                                 "LD_BIND_NOW=1"};
#ifdef FILINGD_INSTRUMENTED
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) all.push_back(std::string(name) + "=" + value);
    }
#endif
    return all;
}

}  // namespace

base::Result<std::string> parser_executable() {
    const std::string beside = beside_this_program();
    for (const std::string& path : {beside, std::string(kInstalled)}) {
        if (!path.empty() && ::access(path.c_str(), X_OK) == 0) return path;
    }
    return base::fail(
        Kind::Denied, Scope::Service, "filing-parser is not installed",
        "install filingd anew: it belongs beside filingd or at " + std::string(kInstalled));
}

base::Result<ParserProcess::Server> launch_parser(const std::string& program, std::string mode,
                                                  std::vector<std::string> more) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return base::fail(base::system_error(errno, "socketpair", Scope::Service));
    }
    ParserProcess::Server server;
    server.socket.reset(ends[0]);
    // dup2 onto itself would leave it close-on-exec.
    const base::UniqueFd theirs(ends[1] == kSocket ? ::dup(ends[1]) : ends[1]);
    if (ends[1] == kSocket) ::close(ends[1]);
    SpawnPlan plan;
    if (!plan.set_up(theirs.get())) {
        return base::fail(Kind::Internal, Scope::Service, "posix_spawn takes no plan");
    }
    std::string path = program;
    std::string number = std::to_string(kSocket);
    std::vector<char*> arguments{path.data(), mode.data(), number.data()};
    for (std::string& each : more) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    auto variables = clean_environment();
    std::vector<char*> environment;
    for (std::string& each : variables) environment.push_back(each.data());
    environment.push_back(nullptr);
    const int error = ::posix_spawn(&server.process, path.c_str(), plan.files(), plan.attributes(),
                                    arguments.data(), environment.data());
    if (error != 0) return base::fail(base::system_error(error, program, Scope::Service));
    return server;
}

parsers::Limits limits_from(const config::ParserSettings& settings) {
    parsers::Limits limits;
    limits.message_bytes = settings.message;
    limits.memory_bytes = settings.light.memory;
    limits.cpu_seconds = static_cast<std::uint32_t>(settings.light.cpu.count());
    return limits;
}

base::Result<std::unique_ptr<ParserProcess>> start_parser(const config::ParserSettings& settings) {
    TRY_ASSIGN(const std::string program, parser_executable());
    auto parser = std::make_unique<ParserProcess>([program] { return launch_parser(program); },
                                                  settings.children, base::system_clock());
    parser->set_limits(limits_from(settings));
    TRY(parser->ensure_running());
    return parser;
}

}  // namespace pipeline
