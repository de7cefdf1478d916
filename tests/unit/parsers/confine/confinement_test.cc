#include "parsers/confine/confinement.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "parsers/confine/landlock.h"
#include "parsers/confine/messages.h"
#include "parsers/confine/probes.h"

namespace parsers::confine {
namespace {

TEST(Confinement, RefusesEveryProbe) {
    auto confinement = Confinement::prepare();
    ASSERT_TRUE(confinement) << base::describe(confinement.error());
    ASSERT_GE(probes().size(), 25U);
    for (const Probe& probe : probes()) {
        EXPECT_EQ(try_probe(probe, &*confinement), ProbeResult::Refused) << probe.name;
    }
}

TEST(Confinement, WithoutItTheProbesPass) {
    int passed = 0;
    for (const Probe& probe : probes()) {
        if (!probe.anyone) continue;
        EXPECT_EQ(try_probe(probe, nullptr), ProbeResult::Passed) << probe.name;
        ++passed;
    }
    EXPECT_GE(passed, 15);
}

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

TEST(Confinement, NamesTheControlThatIsNotInForce) {
    auto confinement = Confinement::prepare();
    ASSERT_TRUE(confinement);
    EXPECT_EQ(missing_with(*confinement, Limits(), 1), Control::Parent);
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
