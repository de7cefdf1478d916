#include "base/channel.h"

#include <gtest/gtest.h>

#include <thread>

namespace base {
namespace {

using std::chrono::milliseconds;

TEST(Channel, KeepsTheOrder) {
    Channel<int> channel(3);
    for (int i = 1; i <= 3; ++i) EXPECT_TRUE(channel.send(i));
    EXPECT_FALSE(channel.try_send(4));
    for (int i = 1; i <= 3; ++i) EXPECT_EQ(channel.receive(milliseconds(0)), i);
    EXPECT_EQ(channel.receive(milliseconds(0)), std::nullopt);
}

TEST(Channel, GivesOutWhatIsLeftWhenClosed) {
    Channel<int> channel(2);
    ASSERT_TRUE(channel.send(1));
    channel.close();
    EXPECT_FALSE(channel.send(2));
    EXPECT_EQ(channel.receive(milliseconds(1000)), 1);
    EXPECT_EQ(channel.receive(milliseconds(1000)), std::nullopt);
}

TEST(Channel, CarriesEverythingBetweenThreads) {
    Channel<int> channel(2);
    std::jthread sender([&] {
        for (int i = 0; i < 1000; ++i) channel.send(i);
        channel.close();
    });
    int expected = 0;
    while (const auto value = channel.receive(milliseconds(5000))) EXPECT_EQ(*value, expected++);
    EXPECT_EQ(expected, 1000);
}

}  // namespace
}  // namespace base
