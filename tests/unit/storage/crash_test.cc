// The road of support.h in a child that is killed before, in or after its n-th step, for every n;
// then gone again to its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

namespace storage {
namespace {

constexpr const char* kRoad = "STORAGE_TEST_ROAD";
constexpr int kMostSteps = 400;

/// The plan of the steps is read once a process, so the road is gone in a new one: this program
/// again, with the state directory in its environment.
class Child final : public testing::Environment {
 public:
    void SetUp() override {
        const char* state = std::getenv(kRoad);
        if (!state) return;
        const auto gone = go_the_road(base::system_env(), state);
        ::_exit(gone ? 0 : 1);
    }
};

[[maybe_unused]] const auto* const kChild = testing::AddGlobalTestEnvironment(new Child);

/// The status of a child that went the road; killed at `crash` unless that is empty.
int go_in_child(const std::string& state, const std::string& crash) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv(kRoad, state.c_str(), 1);
        if (!crash.empty()) ::setenv("FILINGD_CRASH_AT", crash.c_str(), 1);
        ::execl("/proc/self/exe", "storage_test", "--gtest_filter=Crash.*", "--gtest_brief=1",
                nullptr);
        ::_exit(127);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
}

std::string undisturbed() {
    const StateFolder state;
    EXPECT_EQ(go_in_child(state.path(), ""), 0);
    return end_of_the_road(state.path());
}

/// Kills at every step; returns how many steps there were.
[[maybe_unused]] int sweep(const std::string& moment) {
    const std::string end = undisturbed();
    for (int step = 1; step < kMostSteps; ++step) {
        const std::string crash = std::to_string(step) + ":" + moment;
        const StateFolder state;
        if (!WIFSIGNALED(go_in_child(state.path(), crash))) return step - 1;
        EXPECT_THAT(broken(state.path()), testing::IsEmpty()) << crash;
        EXPECT_EQ(go_in_child(state.path(), ""), 0) << crash;
        EXPECT_THAT(broken(state.path()), testing::IsEmpty()) << "gone on after " << crash;
        EXPECT_EQ(end_of_the_road(state.path()), end) << crash;
        if (testing::Test::HasFailure()) return step;
    }
    return kMostSteps;
}

// Only builds with counted steps can end at one.
#ifdef FILINGD_CRASH_STEPS
TEST(Crash, BeforeAnyStepLosesNothingAndSendsNothingTwice) { EXPECT_GT(sweep("before"), 50); }
TEST(Crash, InAnyStepLosesNothingAndSendsNothingTwice) { EXPECT_GT(sweep("in"), 50); }
TEST(Crash, AfterAnyStepLosesNothingAndSendsNothingTwice) { EXPECT_GT(sweep("after"), 50); }
#endif

}  // namespace
}  // namespace storage
