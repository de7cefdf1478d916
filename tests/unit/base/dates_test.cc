#include "base/dates.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Dates, KnowsOnlyDaysThatExist) {
    EXPECT_TRUE(make_date(2024, 2, 29));
    EXPECT_FALSE(make_date(2023, 2, 29));
    EXPECT_FALSE(make_date(2024, 13, 1));
}

TEST(Dates, CountsTheDayInShanghai) {
    const auto evening = parse_instant("2024-06-30T16:00:00Z");
    ASSERT_TRUE(evening);
    EXPECT_EQ(format_date(date_of(*evening)), "2024-07-01");
    EXPECT_EQ(format_instant(*evening), "2024-07-01T00:00:00+08:00");
}

TEST(Dates, ReadsInstantsWithAndWithoutOffset) {
    EXPECT_EQ(parse_instant("2024-06-17T08:30:00+08:00"), parse_instant("2024-06-17T00:30:00Z"));
    EXPECT_EQ(parse_instant("2024-06-17 08:30"), parse_instant("2024-06-17T00:30:00Z"));
    EXPECT_EQ(parse_instant("2024-06-17"), start_of(*parse_date("2024-06-17")));
    EXPECT_EQ(parse_instant("2024-06-17T08:30:00-0130"), parse_instant("2024-06-17T10:00:00Z"));
    for (const char* bad :
         {"", "2024-6-17", "2024-06-17T25:00", "2024-06-17T08:30:00+8", "2024-02-30"})
        EXPECT_FALSE(parse_instant(bad)) << bad;
}

TEST(Dates, WritesTheDateOfAMail) {
    EXPECT_EQ(format_mail_date(*parse_instant("2024-06-17T00:05:09+08:00")),
              "Mon, 17 Jun 2024 00:05:09 +0800");
}

TEST(Dates, EndsADayOneSecondBeforeMidnight) {
    EXPECT_EQ(format_instant(end_of(*parse_date("2024-12-31"))), "2024-12-31T23:59:59+08:00");
}

TEST(Months, GoOverTheTurnOfTheYear) {
    EXPECT_EQ(next(Month{2024, 12}), (Month{2025, 1}));
    EXPECT_EQ(previous(Month{2025, 1}), (Month{2024, 12}));
    EXPECT_EQ(format_date(last_day(Month{2024, 2})), "2024-02-29");
    EXPECT_EQ(parse_month("2024-06"), (Month{2024, 6}));
    EXPECT_FALSE(parse_month("2024-00"));
    EXPECT_FALSE(parse_month("2024-6"));
}

}  // namespace
}  // namespace base
