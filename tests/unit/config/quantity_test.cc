#include "config/quantity.h"

#include <gtest/gtest.h>

namespace config {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(Quantity, SizesAreNumbersWithABinaryUnit) {
    EXPECT_EQ(parse_size("1GiB"), 1ULL << 30);
    EXPECT_EQ(parse_size("1536MiB"), 1536ULL << 20);
    EXPECT_EQ(parse_size("64 KiB"), 64ULL << 10);
    EXPECT_EQ(parse_size("0B"), 0U);
    for (const char* wrong : {"", "1", "1G", "GiB", "1.5GiB", "-1GiB", "1 GB", "99999999999GiB",
                              "18446744073709551615GiB", "1gib"}) {
        EXPECT_FALSE(parse_size(wrong)) << wrong;
    }
}

TEST(Quantity, DurationsAreNumbersWithOneLetter) {
    EXPECT_EQ(parse_duration("20s"), seconds(20));
    EXPECT_EQ(parse_duration("2m"), seconds(120));
    EXPECT_EQ(parse_duration("1h"), seconds(3600));
    EXPECT_EQ(parse_duration("1d"), seconds(86400));
    for (const char* wrong : {"", "s", "2", "2 weeks", "-2m", "1h30m", "9999d", "２m"}) {
        EXPECT_FALSE(parse_duration(wrong)) << wrong;
    }
}

TEST(Quantity, TimesOfDayEndBeforeMidnight) {
    EXPECT_EQ(parse_time_of_day("08:30"), minutes(510));
    EXPECT_EQ(parse_time_of_day("00:00"), minutes(0));
    EXPECT_EQ(parse_time_of_day("23:59"), minutes(1439));
    for (const char* wrong :
         {"", "8:30", "24:00", "08:60", "0830", "08:30:00", "+8:30", "08：30"}) {
        EXPECT_FALSE(parse_time_of_day(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace config
