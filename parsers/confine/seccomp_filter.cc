#include "parsers/confine/seccomp_filter.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <utility>

#include "base/deleter.h"
#include "base/error.h"
#include "base/unique_fd.h"

namespace parsers::confine {
namespace {

using base::Kind;
using base::Scope;

// Reading what is open, memory, time, and the end.
constexpr std::array kAllowed{
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(close),
    SCMP_SYS(getdents64),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(brk),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
#ifdef FILINGD_INSTRUMENTED
    // The sanitizers' runtimes: their own stacks and reports; a pipe tells them whether memory can
    // be read.
    SCMP_SYS(sigaltstack),
    SCMP_SYS(pipe2),
    SCMP_SYS(mmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(prctl),
    SCMP_SYS(getppid),
#endif
};

// What libraries try and live without: an answer instead of the end.
constexpr std::array<std::pair<int, int>, 20> kRefused{{
    {SCMP_SYS(access), EACCES},     {SCMP_SYS(faccessat), EACCES}, {SCMP_SYS(faccessat2), EACCES},
    {SCMP_SYS(stat), EACCES},       {SCMP_SYS(lstat), EACCES},     {SCMP_SYS(statx), EACCES},
    {SCMP_SYS(statfs), EACCES},     {SCMP_SYS(fstatfs), EACCES},   {SCMP_SYS(readlink), EACCES},
    {SCMP_SYS(readlinkat), EACCES}, {SCMP_SYS(getcwd), EACCES},    {SCMP_SYS(unlink), EACCES},
    {SCMP_SYS(mkdir), EACCES},      {SCMP_SYS(openat2), ENOSYS},   {SCMP_SYS(clone3), ENOSYS},
    {SCMP_SYS(ioctl), ENOTTY},      {SCMP_SYS(ftruncate), EACCES}, {SCMP_SYS(fsync), EROFS},
    {SCMP_SYS(dup), EMFILE},        {SCMP_SYS(poll), EPERM},
}};

struct Condition {
    int call;
    scmp_arg_cmp argument;
};

constexpr scmp_arg_cmp has_bits(unsigned index, scmp_datum_t mask, scmp_datum_t value) {
    return scmp_arg_cmp{index, SCMP_CMP_MASKED_EQ, mask, value};
}
constexpr scmp_arg_cmp is(unsigned index, scmp_datum_t value) {
    return scmp_arg_cmp{index, SCMP_CMP_EQ, value, 0};
}

constexpr scmp_arg_cmp below(unsigned index, scmp_datum_t value) {
    return scmp_arg_cmp{index, SCMP_CMP_LT, value, 0};
}

constexpr scmp_datum_t kPoison = 100;  ///< MADV_HWPOISON; what privileges may ask begins here
constexpr scmp_datum_t kWriting = O_ACCMODE | O_CREAT | O_TRUNC | O_PATH | __O_TMPFILE;

// Allowed with this argument only.
constexpr std::array kAllowedSo{
    Condition{SCMP_SYS(open), has_bits(1, kWriting, O_RDONLY)},  // below Landlock's folders
    Condition{SCMP_SYS(openat), has_bits(2, kWriting, O_RDONLY)},
    Condition{SCMP_SYS(newfstatat), has_bits(3, AT_EMPTY_PATH, AT_EMPTY_PATH)},  // fstat
    Condition{SCMP_SYS(fcntl), is(1, F_GETFD)},
    Condition{SCMP_SYS(fcntl), is(1, F_GETFL)},
    Condition{SCMP_SYS(fcntl), is(1, F_SETFD)},
    Condition{SCMP_SYS(madvise), below(2, kPoison)},
#ifndef FILINGD_INSTRUMENTED
    Condition{SCMP_SYS(mmap), has_bits(2, PROT_EXEC, 0)},
    Condition{SCMP_SYS(mprotect), has_bits(2, PROT_EXEC, 0)},
    Condition{SCMP_SYS(prctl), is(0, PR_GET_SECCOMP)},
#endif
};

// stat of a name (localtime looks for changes of /etc/localtime): an answer, as in kRefused.
constexpr Condition kStatOfName{SCMP_SYS(newfstatat), has_bits(3, AT_EMPTY_PATH, 0)};

// Reading a limit of its own: no process, nothing new.
constexpr std::array kOwnLimit{is(0, 0), is(2, 0)};

using Context = std::unique_ptr<void, base::Deleter<seccomp_release>>;

/// 0 or a negative errno.
int add_rules(scmp_filter_ctx context) {
    int failed = 0;
    const auto note = [&](int answer) { failed = failed != 0 ? failed : answer; };
    for (const int call : kAllowed) note(seccomp_rule_add(context, SCMP_ACT_ALLOW, call, 0));
    for (const auto& [call, error] : kRefused) {
        note(seccomp_rule_add(context, SCMP_ACT_ERRNO(static_cast<std::uint16_t>(error)), call, 0));
    }
    for (const Condition& rule : kAllowedSo) {
        note(seccomp_rule_add_array(context, SCMP_ACT_ALLOW, rule.call, 1, &rule.argument));
    }
    note(seccomp_rule_add_array(context, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), kOwnLimit.size(),
                                kOwnLimit.data()));
    note(seccomp_rule_add_array(context, SCMP_ACT_ERRNO(EACCES), kStatOfName.call, 1,
                                &kStatOfName.argument));
    return failed;
}

base::Result<std::vector<sock_filter>> exported(scmp_filter_ctx context) {
    // The program is about a hundred instructions of 8 bytes: it fits any pipe at once.
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return base::fail(base::system_error(errno, "pipe", Scope::Service));
    }
    const base::UniqueFd out(ends[0]);
    base::UniqueFd in(ends[1]);
    if (const int answer = seccomp_export_bpf(context, in.get()); answer != 0) {
        return base::fail(base::system_error(-answer, "seccomp filter", Scope::Service));
    }
    in.reset();
    std::vector<sock_filter> filter;
    sock_filter instruction{};
    while (::read(out.get(), &instruction, sizeof instruction) == sizeof instruction) {
        filter.push_back(instruction);
    }
    return filter;
}

}  // namespace

base::Result<std::vector<sock_filter>> build_seccomp_filter() {
    const Context context(seccomp_init(SCMP_ACT_KILL_PROCESS));
    if (!context) {
        return base::fail(Kind::Internal, Scope::Service, "libseccomp gives no filter");
    }
    seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree
    if (const int answer = add_rules(context.get()); answer != 0) {
        return base::fail(base::system_error(-answer, "seccomp filter", Scope::Service));
    }
    return exported(context.get());
}

int install_seccomp_filter(const std::vector<sock_filter>& filter) {
    const sock_fprog program{static_cast<unsigned short>(filter.size()),
                             const_cast<sock_filter*>(filter.data())};
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ? 0 : errno;
}

bool seccomp_in_force() {
    // A service manager's own filter would satisfy the first; only this one answers dup so.
    return ::prctl(PR_GET_SECCOMP) == SECCOMP_MODE_FILTER && ::dup(0) == -1 && errno == EMFILE;
}

}  // namespace parsers::confine
