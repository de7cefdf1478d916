#include "parsers/confine/confinement.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <utility>

#include "base/error.h"
#include "parsers/confine/landlock.h"
#include "parsers/confine/seccomp_filter.h"

namespace parsers::confine {
namespace {

constexpr int kRules = 5;  ///< Landlock's descriptor until it is in force
constexpr int kFirstFree = 6;
constexpr int kAside = 100;  ///< from here on while descriptors are arranged
constexpr rlim_t kDescriptors = 32;

struct Rlimit {
    int resource;
    rlim_t soft;
    rlim_t hard;
};

/// Sets a limit and reads it back.
bool limit(const Rlimit& wanted) {
    const auto which = static_cast<__rlimit_resource>(wanted.resource);
    const rlimit value{wanted.soft, wanted.hard};
    if (::setrlimit(which, &value) != 0) return false;
    rlimit found{RLIM_INFINITY, RLIM_INFINITY};  // what is not read must not look like 0
    return ::getrlimit(which, &found) == 0 && found.rlim_cur == wanted.soft &&
           found.rlim_max == wanted.hard;
}

bool limit(int resource, rlim_t value) { return limit(Rlimit{resource, value, value}); }

#ifdef FILINGD_INSTRUMENTED
/// Writable private memory mapped now, the sanitizer's shadow with it: what RLIMIT_DATA counts.
rlim_t data_in_use() {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen("/proc/self/statm", "r"),
                                                     std::fclose);
    unsigned long size = 0, resident = 0, shared = 0, text = 0, library = 0, data = 0;
    if (!file || std::fscanf(file.get(), "%lu %lu %lu %lu %lu %lu", &size, &resident, &shared,
                             &text, &library, &data) != 6) {
        return 0;
    }
    return rlim_t{data} * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

bool limit_memory(rlim_t bytes) { return limit(RLIMIT_DATA, data_in_use() + bytes); }
#else
bool limit_memory(rlim_t bytes) { return limit(RLIMIT_AS, bytes); }
#endif

bool limit_the_rest() {
    constexpr std::array<Rlimit, 5> kRest{{
        {RLIMIT_NOFILE, kDescriptors, kDescriptors},
        {RLIMIT_FSIZE, 0, 0},
        {RLIMIT_NPROC, 0, 0},
        {RLIMIT_CORE, 0, 0},
        {RLIMIT_MEMLOCK, 0, 0},
    }};
    for (const Rlimit& each : kRest) {
        if (!limit(each)) return false;
    }
    return true;
}

bool die_with(pid_t parent) {
    int signal = 0;
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::prctl(PR_GET_PDEATHSIG, &signal) != 0)
        return false;
    // A parent that died before the first call would never send it.
    return signal == SIGKILL && ::getppid() == parent;
}

bool drop_privileges() {
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

bool become_undumpable() {
    return ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
}

/// Where descriptors were until now: all that may be used, and those put aside.
bool nothing_else_open() {
    constexpr int kMost = static_cast<int>(kDescriptors);
    for (int i = 0; i < kMost; ++i) {
        if (i >= kRules && ::fcntl(i, F_GETFD) != -1) return false;
        if (::fcntl(kAside + i, F_GETFD) != -1) return false;
    }
    return true;
}

/// The kernel's word that the rules are taken is not enough: the root must be out of reach.
bool landlock_in_force() {
    const base::UniqueFd root(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return !root && errno == EACCES;
}

}  // namespace

base::Result<Confinement> Confinement::prepare() {
    // poppler looks up the CMaps of CJK fonts here; everything else is read before the confinement.
    TRY_ASSIGN(base::UniqueFd rules, make_landlock_rules({"/usr/share/poppler"}));
    TRY_ASSIGN(std::vector<sock_filter> filter, build_seccomp_filter());
    base::UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!null) return base::fail(base::system_error(errno, "/dev/null", base::Scope::Service));
    return Confinement(std::move(filter), std::move(rules), std::move(null));
}

std::optional<Control> Confinement::enter(const Limits& limits, int input, int output,
                                          pid_t parent) const {
    if (!arrange_descriptors(input, output)) return Control::Descriptors;
    if (!die_with(parent)) return Control::Parent;
    if (!drop_privileges()) return Control::Privileges;
    if (!become_undumpable()) return Control::Dumpable;
    if (!limit_memory(limits.memory_bytes)) return Control::Memory;
    // A second after SIGXCPU, which can be caught, comes SIGKILL, which can't.
    if (!limit(Rlimit{RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1})) return Control::Cpu;
    if (!limit_the_rest()) return Control::Rlimits;
    if (enter_landlock(kRules) != 0 || !landlock_in_force()) return Control::Landlock;
    ::close(kRules);
    if (!nothing_else_open()) return Control::Descriptors;
    if (install_seccomp_filter(filter_) != 0 || !seccomp_in_force()) return Control::Seccomp;
    return {};
}

bool Confinement::arrange_descriptors(int input, int output) const {
    // First out of the way of the numbers they are to have.
    const std::array<std::pair<int, int>, 6> wanted{{{null_.get(), 0},
                                                     {null_.get(), 1},
                                                     {null_.get(), 2},
                                                     {input, kInput},
                                                     {output, kOutput},
                                                     {rules_.get(), kRules}}};
    std::array<int, 6> aside{};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        aside[i] = ::fcntl(wanted[i].first, F_DUPFD, kAside);
        if (aside[i] < 0) return false;
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
#ifdef FILINGD_INSTRUMENTED
        if (wanted[i].second == 2) continue;  // the sanitizer's report
#endif
        if (::dup2(aside[i], wanted[i].second) < 0) return false;
    }
    return ::close_range(kFirstFree, ~0U, 0) == 0;
}

}  // namespace parsers::confine
