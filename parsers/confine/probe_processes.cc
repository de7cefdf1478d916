// Attempts to become, to start, to see or to disturb another process, and to get out of what the
// process is under.

#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

#include "parsers/confine/probe_attempts.h"

namespace parsers::confine {
namespace {

bool ends_well(pid_t child) {
    int status = 0;
    return child > 0 && ::waitpid(child, &status, __WALL) == child;
}

bool fork_process() {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    return ends_well(child);
}

bool vfork_process() {
    const pid_t child = ::vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork)
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

bool fork_the_new_way() {
    clone_args wanted{};
    wanted.exit_signal = SIGCHLD;
    const long child = ::syscall(SYS_clone3, &wanted, sizeof wanted);
    if (child == 0) ::_exit(0);
    return ends_well(static_cast<pid_t>(child));
}

constexpr const char* kArguments[] = {"true", nullptr};
constexpr const char* kEnvironment[] = {nullptr};

// Passed, the process becomes /bin/true and ends with 0, which is "passed" as well.
bool execute() {
    ::execve("/bin/true", const_cast<char* const*>(kArguments),
             const_cast<char* const*>(kEnvironment));
    return false;
}

bool execute_at() { return call(SYS_execveat, AT_FDCWD, "/bin/true", kArguments, kEnvironment, 0); }

bool execute_descriptor() {
    const int program = ::open("/bin/true", O_RDONLY | O_CLOEXEC);
    return call(SYS_execveat, program, "", kArguments, kEnvironment, AT_EMPTY_PATH);
}

bool execute_memory() {
    const int memory = ::memfd_create("probe", MFD_CLOEXEC);
    const int program = ::open("/bin/true", O_RDONLY | O_CLOEXEC);
    std::array<char, 4096> block{};
    for (ssize_t size = 1; size > 0 && memory >= 0;) {
        size = ::read(program, block.data(), block.size());
        if (size > 0 && ::write(memory, block.data(), static_cast<std::size_t>(size)) != size)
            return false;
    }
    return call(SYS_execveat, memory, "", kArguments, kEnvironment, AT_EMPTY_PATH);
}

bool in_parents_memory(long number) {
    static char byte = 'k';
    const iovec here{&byte, 1};
    return ::syscall(number, surroundings.parent, &here, 1, &here, 1, 0) == 1;
}

constexpr std::array kProcesses{
    Probe{"fork", fork_process},
    Probe{"vfork", vfork_process},
    Probe{"thread", start_thread},
    Probe{"clone3", fork_the_new_way, false},
    Probe{"execve", execute},
    Probe{"execveat", execute_at},
    Probe{"execute a descriptor", execute_descriptor},
    Probe{"execute memory", execute_memory},
    Probe{"wait for a child", [] { return ::waitpid(-1, nullptr, WNOHANG) >= 0; }, false},
    Probe{"be traced", [] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; }},
    Probe{"trace the parent",
          [] { return ::ptrace(PTRACE_SEIZE, surroundings.parent, nullptr, nullptr) == 0; }, false},
    Probe{"read the parent's memory", [] { return in_parents_memory(SYS_process_vm_readv); },
          false},
    Probe{"write the parent's memory", [] { return in_parents_memory(SYS_process_vm_writev); },
          false},
    Probe{"compare with the parent",
          [] { return call(SYS_kcmp, ::getpid(), surroundings.parent, 0, 0, 0); }, false},
    Probe{"signal the parent", [] { return ::kill(surroundings.parent, 0) == 0; }},
    Probe{"signal everyone", [] { return ::kill(-1, 0) == 0; }, false},
    Probe{"signal itself", [] { return ::kill(::getpid(), 0) == 0; }},
    Probe{"tgkill", [] { return call(SYS_tgkill, surroundings.parent, surroundings.parent, 0); }},
    Probe{"tkill", [] { return call(SYS_tkill, surroundings.parent, 0); }},
    Probe{"queue a signal", [] { return ::sigqueue(surroundings.parent, 0, sigval{}) == 0; }},
    Probe{"pidfd of the parent", [] { return call(SYS_pidfd_open, surroundings.parent, 0); }},
    Probe{"signal by pidfd", [] { return call(SYS_pidfd_send_signal, kOutput, 0, nullptr, 0); },
          false},
    Probe{"take a descriptor by pidfd", [] { return call(SYS_pidfd_getfd, kOutput, 0, 0); }, false},
    Probe{"set the parent's priority",  // to what it is
          [] {
              return ::setpriority(PRIO_PROCESS, static_cast<id_t>(surroundings.parent),
                                   surroundings.priority) == 0;
          }},
    Probe{"set its own priority", [] { return ::setpriority(PRIO_PROCESS, 0, 19) == 0; }},
    Probe{"set its scheduler",
          [] {
              const sched_param lowest{0};
              return ::sched_setscheduler(0, SCHED_BATCH, &lowest) == 0;
          }},
    Probe{"set its processors",
          [] {
              cpu_set_t all{};
              return ::sched_getaffinity(0, sizeof all, &all) == 0 &&
                     ::sched_setaffinity(0, sizeof all, &all) == 0;
          }},
    Probe{"leave its group", [] { return ::setpgid(0, 0) == 0; }},
    Probe{"leave its session", [] { return ::setsid() > 0; }},
    Probe{"set an alarm", [] { return ::alarm(5) < 1000; }},
    Probe{"set a timer",
          [] {
              const itimerval later{{0, 0}, {1000, 0}};
              return ::setitimer(ITIMER_REAL, &later, nullptr) == 0;
          }},
};

bool raise_limit() {
    const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
    rlimit now{};
    ::getrlimit(RLIMIT_AS, &now);
    // Setting the limit to what it is, is always allowed outside.
    return ::setrlimit(RLIMIT_AS, now.rlim_cur == RLIM_INFINITY ? &now : &more) == 0;
}

bool limits_of_parent() {
    rlimit found{};
    return call(SYS_prlimit64, surroundings.parent, RLIMIT_AS, nullptr, &found);
}

constexpr std::array kGettingOut{
    Probe{"setuid", [] { return ::setuid(::getuid()) == 0; }},
    Probe{"setgid", [] { return ::setgid(::getgid()) == 0; }},
    Probe{"setresuid", [] { return ::setresuid(::getuid(), ::getuid(), ::getuid()) == 0; }},
    Probe{"setgroups", [] { return call(SYS_setgroups, 0, nullptr); }, false},
    Probe{"capset", [] { return call(SYS_capset, nullptr, nullptr); }, false},
    Probe{"raise a limit", raise_limit},
    Probe{"read the parent's limits", limits_of_parent, false},
    Probe{"unshare", [] { return call(SYS_unshare, 0); }, false},
    Probe{"a user namespace of its own", [] { return call(SYS_unshare, CLONE_NEWUSER); }, false},
    Probe{"setns", [] { return call(SYS_setns, kOutput, 0); }, false},
    Probe{"personality", [] { return ::personality(0xFFFFFFFF) >= 0; }},
    Probe{"data is code (personality)", [] { return ::personality(READ_IMPLIES_EXEC) >= 0; },
          false},
    Probe{"another seccomp filter", [] { return call(SYS_seccomp, 2, 0, nullptr); }, false},
    Probe{"Landlock rules of its own",
          [] {
              return call(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
          }},
#ifndef FILINGD_INSTRUMENTED
    // The sanitizers call prctl themselves.
    Probe{"become dumpable again", [] { return ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0; }},
    Probe{"outlive its server", [] { return ::prctl(PR_SET_PDEATHSIG, 0) == 0; }},
    Probe{"take back no_new_privs", [] { return ::prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0; },
          false},
    Probe{"change its name", [] { return ::prctl(PR_SET_NAME, "filingd") == 0; }},
    Probe{"be traced by anyone", [] { return ::prctl(PR_SET_PTRACER, -1L) == 0; }, false},
#endif
};

}  // namespace

void add_process_probes(std::vector<Probe>& all) {
    all.insert(all.end(), kProcesses.begin(), kProcesses.end());
    all.insert(all.end(), kGettingOut.begin(), kGettingOut.end());
}

}  // namespace parsers::confine
