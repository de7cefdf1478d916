#include "parsers/confine/probes.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>

#include <cstdio>
#include <cstring>
#include <set>
#include <string>

#include "parsers/confine/landlock.h"

namespace parsers::confine {
namespace {

using How = ProbeOutcome::How;

ProbeOutcome outcome(const Probe& probe, const Enter& enter) {
    auto result = try_probe(probe, enter);
    EXPECT_TRUE(result) << probe.name;
    return result ? *result : ProbeOutcome();
}

Enter of(const Confinement& confinement) {
    return [&](int input, int output, pid_t parent) {
        return !confinement.enter(Limits(), input, output, parent);
    };
}

std::string words(const ProbeOutcome& outcome) {
    switch (outcome.how) {
        case How::Passed:
            return "passes";
        case How::Refused:
            return outcome.number < 134 ? ::strerrorname_np(outcome.number) : "no";
        case How::Killed:
            return "ended (SIGSYS)";
        case How::Broken:
            return "broke with signal " + std::to_string(outcome.number);
        case How::NotConfined:
            break;
    }
    return "not confined";
}

/// The table of docs/CONFINEMENT.md, as it comes out here.
TEST(Probes, AreRefusedUnderTheConfinementAndAnsweredOtherwiseWithoutIt) {
    auto confinement = Confinement::prepare();
    ASSERT_TRUE(confinement) << base::describe(confinement.error());
    std::set<std::string_view> names;
    for (const Probe& probe : probes()) {
        EXPECT_TRUE(names.insert(probe.name).second) << "twice: " << probe.name;
        const ProbeOutcome without = outcome(probe, nullptr);
        const ProbeOutcome within = outcome(probe, of(*confinement));
        EXPECT_TRUE(within.refused()) << probe.name << ": " << words(within);
        // A probe that can't work anywhere is no proof.
        EXPECT_NE(without, within) << probe.name << ": " << words(within) << " either way";
        if (probe.anyone) {
            EXPECT_EQ(without.how, How::Passed) << probe.name << ": " << words(without);
        } else {
            EXPECT_TRUE(without.how == How::Passed || without.how == How::Refused)
                << probe.name << ": " << words(without);
        }
        std::printf("| %s | %s | %s |\n", std::string(probe.name).c_str(), words(without).c_str(),
                    words(within).c_str());
    }
    EXPECT_GE(names.size(), 100U);
}

TEST(Probes, LandlockAloneKeepsFilesOut) {
    auto rules = make_landlock_rules({"/usr/share/poppler"});
    ASSERT_TRUE(rules) << base::describe(rules.error());
    int tried = 0;
    for (const Probe& probe : probes()) {
        if (!probe.landlock_too) continue;
        const ProbeOutcome within = outcome(probe, [&](int, int, pid_t) {
            return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                   enter_landlock(rules->get()) == 0;
        });
        EXPECT_EQ(within.how, How::Refused) << probe.name << ": " << words(within);
        ++tried;
    }
    EXPECT_GE(tried, 20);
}

TEST(Probes, ThatCanNotBeConfinedAreNotTried) {
    const auto refuse = [](int, int, pid_t) { return false; };
    EXPECT_EQ(outcome(probes().front(), refuse).how, How::NotConfined);
    EXPECT_FALSE(outcome(probes().front(), refuse).refused());
}

}  // namespace
}  // namespace parsers::confine
