#include "parsers/confine/confinement.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <vector>

#include "parsers/confine/landlock.h"
#include "parsers/confine/messages.h"
#include "parsers/confine/seccomp_filter.h"

namespace parsers::confine {
namespace {

/// The control a forked child finds missing, as its exit code says.
std::optional<Control> missing_with(const Confinement& confinement, const Limits& limits,
                                    pid_t parent) {
    const pid_t child = ::fork();
    if (child == 0) {
        const auto missing = confinement.enter(limits, 0, 1, parent);
        ::_exit(missing ? static_cast<int>(ChildExit::NotConfined) + static_cast<int>(*missing)
                        : 0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return missing_control(static_cast<std::uint32_t>(status));
}

TEST(Confinement, IsCompleteInAFreshChild) {
    auto confinement = Confinement::prepare();
    ASSERT_TRUE(confinement);
    EXPECT_EQ(missing_with(*confinement, Limits(), ::getpid()), std::nullopt);
}

/// A kernel, or a service manager's filter, that says a system call was done and did nothing, or
/// refuses it: `call` with `value` as its argument of that index.
struct Lie {
    const char* what;
    Control control;
    int call;
    unsigned argument;
    scmp_datum_t value;
};

constexpr scmp_datum_t kAnyValue = ~scmp_datum_t{0};

#ifdef FILINGD_INSTRUMENTED
constexpr scmp_datum_t kMemory = RLIMIT_DATA;
#else
constexpr scmp_datum_t kMemory = RLIMIT_AS;
#endif

constexpr Lie kLies[] = {
    {"close_range", Control::Descriptors, SCMP_SYS(close_range), 0, kAnyValue},
    {"PR_SET_PDEATHSIG", Control::Parent, SCMP_SYS(prctl), 0, PR_SET_PDEATHSIG},
    {"PR_GET_NO_NEW_PRIVS", Control::Privileges, SCMP_SYS(prctl), 0, PR_GET_NO_NEW_PRIVS},
    {"PR_SET_DUMPABLE", Control::Dumpable, SCMP_SYS(prctl), 0, PR_SET_DUMPABLE},
    {"memory", Control::Memory, SCMP_SYS(prlimit64), 1, kMemory},
    {"RLIMIT_CPU", Control::Cpu, SCMP_SYS(prlimit64), 1, RLIMIT_CPU},
    {"RLIMIT_NOFILE", Control::Rlimits, SCMP_SYS(prlimit64), 1, RLIMIT_NOFILE},
    {"RLIMIT_FSIZE", Control::Rlimits, SCMP_SYS(prlimit64), 1, RLIMIT_FSIZE},
    {"RLIMIT_NPROC", Control::Rlimits, SCMP_SYS(prlimit64), 1, RLIMIT_NPROC},
    {"RLIMIT_CORE", Control::Rlimits, SCMP_SYS(prlimit64), 1, RLIMIT_CORE},
    {"RLIMIT_MEMLOCK", Control::Rlimits, SCMP_SYS(prlimit64), 1, RLIMIT_MEMLOCK},
    {"Landlock", Control::Landlock, SCMP_SYS(landlock_restrict_self), 0, kAnyValue},
    {"seccomp", Control::Seccomp, SCMP_SYS(seccomp), 0, SECCOMP_SET_MODE_FILTER},
};

/// Puts the calling process under such a kernel. The filter goes in by prctl, so that the system
/// call seccomp may be lied about.
bool live_under(const Lie& lie, std::uint16_t error) {
    scmp_filter_ctx context = ::seccomp_init(SCMP_ACT_ALLOW);
    const scmp_arg_cmp argument{lie.argument, SCMP_CMP_EQ, lie.value, 0};
    const bool any = lie.value == kAnyValue;
    if (!context || ::seccomp_rule_add_array(context, SCMP_ACT_ERRNO(error), lie.call, any ? 0 : 1,
                                             &argument) != 0) {
        return false;
    }
    std::array<int, 2> ends{};
    std::vector<sock_filter> filter(200);
    if (::pipe(ends.data()) != 0 || ::seccomp_export_bpf(context, ends[1]) != 0) return false;
    const ssize_t size = ::read(ends[0], filter.data(), filter.size() * sizeof filter[0]);
    const sock_fprog program{
        static_cast<unsigned short>(size / static_cast<ssize_t>(sizeof filter[0])), filter.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

std::optional<Control> missing_under(const Confinement& confinement, const Lie& lie,
                                     std::uint16_t error) {
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
        if (!live_under(lie, error)) ::_exit(1);
        const auto missing = confinement.enter(Limits(), 0, 1, parent);
        ::_exit(missing ? static_cast<int>(ChildExit::NotConfined) + static_cast<int>(*missing)
                        : 0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_NE(status, 0) << lie.what << ": the confinement was called complete";
    return missing_control(static_cast<std::uint32_t>(status));
}

TEST(Confinement, NamesEachControlThatIsRefused) {
    auto confinement = Confinement::prepare();
    ASSERT_TRUE(confinement);
    for (const Lie& lie : kLies)
        EXPECT_EQ(missing_under(*confinement, lie, EPERM), lie.control) << lie.what;
}

TEST(Confinement, BelievesNoControlThatIsNotInForce) {
    auto confinement = Confinement::prepare();
    ASSERT_TRUE(confinement);
    for (const Lie& lie : kLies)
        EXPECT_EQ(missing_under(*confinement, lie, 0), lie.control) << lie.what;
}

TEST(Confinement, NamesTheControlThatIsNotInForce) {
    auto confinement = Confinement::prepare();
    ASSERT_TRUE(confinement);
    EXPECT_EQ(missing_with(*confinement, Limits(), 1), Control::Parent);
}

TEST(Confinement, NeedsItsDescriptors) {
    auto confinement = Confinement::prepare();
    ASSERT_TRUE(confinement);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
        const auto missing = confinement->enter(Limits(), 0, -1, parent);
        ::_exit(missing == Control::Descriptors ? 0 : 1);
    }
    int status = 1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

TEST(Confinement, SetsTheLimitsOfTheDesign) {
    struct Wanted {
        int resource;
        rlim_t soft;
        rlim_t hard;
    };
    const Limits limits;
    const Wanted all[] = {
        {RLIMIT_CPU, 20, 21},
        {RLIMIT_NOFILE, 32, 32},
        {RLIMIT_FSIZE, 0, 0},
        {RLIMIT_NPROC, 0, 0},
        {RLIMIT_CORE, 0, 0},
        {RLIMIT_MEMLOCK, 0, 0},
#ifndef FILINGD_INSTRUMENTED
        {RLIMIT_AS, 1U << 30, 1U << 30},
#endif
    };
    auto confinement = Confinement::prepare();
    ASSERT_TRUE(confinement);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
        if (confinement->enter(limits, 0, 1, parent)) ::_exit(100);
        int number = 0;
        for (const Wanted& wanted : all) {
            ++number;
            rlimit found{};
            if (::getrlimit(static_cast<__rlimit_resource>(wanted.resource), &found) != 0 ||
                found.rlim_cur != wanted.soft || found.rlim_max != wanted.hard) {
                ::_exit(number);
            }
        }
        ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0) << "the limit of this place in the table";
    EXPECT_TRUE(WIFEXITED(status));
}

TEST(Landlock, IsOfferedHere) { EXPECT_GE(landlock_abi(), 1); }

TEST(Messages, ComeBackAsTheyWere) {
    Order order;
    order.id = 7;
    order.limits.pdf_pages = 3;
    const auto back = decode_order(encode(order));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->id, 7U);
    EXPECT_EQ(back->limits.pdf_pages, 3U);
    EXPECT_FALSE(decode_report(encode(order)));
    EXPECT_FALSE(decode_order(encode(order).substr(0, 5)));
    EXPECT_FALSE(decode_hello(""));
}

TEST(Messages, SayWhyAChildEnded) {
    EXPECT_EQ(words_of_end(0, false), "");
    EXPECT_EQ(words_of_end(0, true), "needed more time than allowed");
    EXPECT_EQ(words_of_end(80U << 8, false), "needed more memory than allowed");
    EXPECT_EQ(words_of_end(SIGSEGV, false), "crashed");
    EXPECT_EQ(words_of_end(108U << 8, false), "could not be confined: seccomp");
    EXPECT_EQ(words_of_end(7U << 8, false), "ended with code 7");
}

}  // namespace
}  // namespace parsers::confine
