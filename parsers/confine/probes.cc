#include "parsers/confine/probes.h"

#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/userfaultfd.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

namespace parsers::confine {
namespace {

// Set before the confinement, for the probes that reach for the outside.
pid_t parent_process = 0;
int outside_descriptor = -1;

bool opened(const char* path, int flags) {
    const int fd = ::open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0) ::close(fd);
    return fd >= 0;
}

bool ends_well(pid_t child) {
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child;
}

bool open_parents_memory() {
    return opened(("/proc/" + std::to_string(parent_process) + "/maps").c_str(), O_RDONLY);
}

bool create_file() {
    const std::string path = "/tmp/filingd-probe-" + std::to_string(::getpid());
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return false;
    ::unlink(path.c_str());
    return true;
}

bool make_directory() {
    const std::string path = "/tmp/filingd-probe-" + std::to_string(::getpid());
    if (::mkdir(path.c_str(), 0700) != 0) return false;
    ::rmdir(path.c_str());
    return true;
}

bool fork_process() {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    return ends_well(child);
}

bool start_thread() {
    // As pthread_create would, without clone3.
    static std::array<char, 16384> stack;
    const auto body = [](void*) { return 0; };
    const int answer = ::clone(body, stack.data() + stack.size(),
                               CLONE_VM | CLONE_FS | CLONE_FILES | SIGCHLD, nullptr);
    return ends_well(answer);
}

bool execute() {
    const char* const arguments[] = {"true", nullptr};
    const char* const environment[] = {nullptr};
    // Passed, the process becomes /bin/true and ends with 0, which is "passed" as well.
    ::execve("/bin/true", const_cast<char* const*>(arguments),
             const_cast<char* const*>(environment));
    return false;
}

bool connect_loopback() {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) return false;
    sockaddr_un nowhere{};
    nowhere.sun_family = AF_UNIX;
    std::strcpy(nowhere.sun_path, "/tmp/filingd-probe-nobody");
    ::connect(fd, reinterpret_cast<const sockaddr*>(&nowhere), sizeof nowhere);
    return errno == ENOENT || errno == ECONNREFUSED;
}

bool socket_pair() {
    std::array<int, 2> ends{};
    return ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0;
}

bool read_parents_memory() {
    char byte = 0;
    static const char known = 'k';
    const iovec here{&byte, 1};
    const iovec there{const_cast<char*>(&known), 1};
    return ::process_vm_readv(parent_process, &here, 1, &there, 1, 0) == 1;
}

#ifndef FILINGD_INSTRUMENTED
bool executable_memory() {
    return ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                  -1, 0) != MAP_FAILED;
}
#endif

bool much_memory() {
    return ::mmap(nullptr, std::size_t{3} << 30, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

bool raise_limit() {
    const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
    rlimit now{};
    ::getrlimit(RLIMIT_AS, &now);
    // Setting the limit to what it is, is always allowed outside.
    return ::setrlimit(RLIMIT_AS, now.rlim_cur == RLIM_INFINITY ? &now : &more) == 0;
}

bool system_call_passes(long answer) { return answer >= 0; }

bool io_uring() {
    io_uring_params parameters{};
    // Refused by the kernel's own setting is refused all the same.
    return system_call_passes(::syscall(SYS_io_uring_setup, 1, &parameters));
}

constexpr std::array kProbes{
    Probe{"socket (internet)", [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }},
    Probe{"socket (netlink)", [] { return ::socket(AF_NETLINK, SOCK_RAW, 0) >= 0; }},
    Probe{"connect", connect_loopback},
    Probe{"socketpair", socket_pair},
    Probe{"read /etc/passwd", [] { return opened("/etc/passwd", O_RDONLY); }},
    Probe{"read /proc/1/status", [] { return opened("/proc/1/status", O_RDONLY); }, false},
    Probe{"read the parent's /proc", open_parents_memory},
    Probe{"list /", [] { return opened("/", O_RDONLY | O_DIRECTORY); }},
    Probe{"write /etc/passwd", [] { return opened("/etc/passwd", O_WRONLY); }, false},
    Probe{"write its own input", [] { return opened("/proc/self/fd/3", O_RDWR); }, false},
    Probe{"create a file", create_file},
    Probe{"make a directory", make_directory},
    Probe{"a descriptor of the parent", [] { return ::fcntl(outside_descriptor, F_GETFD) != -1; }},
    Probe{"fork", fork_process},
    Probe{"thread", start_thread},
    Probe{"execve", execute},
    Probe{"ptrace", [] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; }},
    Probe{"signal the parent", [] { return ::kill(parent_process, 0) == 0; }},
    Probe{"pidfd of the parent",
          [] { return system_call_passes(::syscall(SYS_pidfd_open, parent_process, 0)); }},
    Probe{"read the parent's memory", read_parents_memory, false},
    Probe{"io_uring_setup", io_uring, false},
    Probe{"memfd_create", [] { return ::memfd_create("probe", MFD_CLOEXEC) >= 0; }},
    Probe{"userfaultfd",
          [] { return system_call_passes(::syscall(SYS_userfaultfd, UFFD_USER_MODE_ONLY)); },
          false},
    Probe{"unshare", [] { return ::syscall(SYS_unshare, 0) == 0; }},
    Probe{"mount", [] { return ::mount("none", "/tmp", "tmpfs", 0, nullptr) == 0; }, false},
    Probe{"chroot", [] { return ::chroot("/") == 0; }, false},
    Probe{"setuid", [] { return ::setuid(::getuid()) == 0; }},
    Probe{"raise a limit", raise_limit},
    Probe{"more memory than allowed", much_memory},
#ifndef FILINGD_INSTRUMENTED
    // The sanitizers need these themselves.
    Probe{"executable memory", executable_memory},
    Probe{"become dumpable again", [] { return ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0; }},
#endif
};

enum Exit : int { kPassed = 0, kRefused = 1, kNotConfined = 2 };

[[noreturn]] void live_as_probe(const Probe& probe, const Confinement* confinement, pid_t parent) {
    parent_process = parent;
    outside_descriptor = ::fcntl(0, F_DUPFD, 200);
    if (confinement) {
        const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        const int output = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (confinement->enter(Limits(), input, output, parent)) ::_exit(kNotConfined);
    }
    ::_exit(probe.passes() ? kPassed : kRefused);
}

}  // namespace

std::span<const Probe> probes() { return kProbes; }

ProbeResult try_probe(const Probe& probe, const Confinement* confinement) {
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) live_as_probe(probe, confinement, parent);
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child) return ProbeResult::NotConfined;
    if (WIFSIGNALED(status)) return ProbeResult::Refused;
    switch (WEXITSTATUS(status)) {
        case kPassed:
            return ProbeResult::Passed;
        case kRefused:
            return ProbeResult::Refused;
        default:
            return ProbeResult::NotConfined;
    }
}

}  // namespace parsers::confine
