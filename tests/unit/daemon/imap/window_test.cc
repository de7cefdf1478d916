#include "daemon/imap/window.h"

#include <gtest/gtest.h>

#include "daemon/imap/pacing.h"

namespace imap {
namespace {

TEST(Window, GrowsToItsLimitAndHalvesAfterAFault) {
    Window window;
    EXPECT_EQ(window.count(), 10U);
    for (int i = 0; i < 1000; ++i) window.succeed();
    EXPECT_EQ(window.count(), 500U);
    window.shrink();
    EXPECT_EQ(window.count(), 250U);
    EXPECT_EQ(window.bytes(), 4U << 20);
    for (int i = 0; i < 250; ++i) window.succeed();
    EXPECT_EQ(window.count(), 251U) << "after a fault it grows by one a round";
    for (int i = 0; i < 20; ++i) window.shrink();
    EXPECT_EQ(window.count(), 1U);
    EXPECT_TRUE(window.admits(0, 0, 1ULL << 40)) << "one message always may be asked for";
    EXPECT_FALSE(window.admits(1, 10, 10));
}

TEST(Window, CountsBytesUnderWay) {
    const Window window;
    EXPECT_TRUE(window.admits(3, 1U << 20, 1U << 20));
    EXPECT_FALSE(window.admits(3, 7U << 20, 2U << 20));
}

TEST(Pacing, BacksOffFromFiveSecondsToTenMinutes) {
    using namespace std::chrono_literals;
    Backoff backoff(7);
    auto before = backoff.next();
    EXPECT_GE(before, 5s);
    EXPECT_LE(before, 6250ms);
    for (int i = 0; i < 20; ++i) EXPECT_LE((before = backoff.next()), 10min);
    EXPECT_GE(before, 450s);
    backoff.reset();
    EXPECT_LE(backoff.next(), 6250ms);
}

TEST(Pacing, TriesARefusedLoginAtMostFourTimesADay) {
    using namespace std::chrono_literals;
    LoginPacing pacing;
    EXPECT_EQ(pacing.refused(), 10min);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(pacing.refused(), 6h);
    pacing.succeeded();
    EXPECT_EQ(pacing.refused(), 10min);
}

}  // namespace
}  // namespace imap
