#include "config/working_days.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

#include "config/load.h"

namespace config {
namespace {

base::Date date(std::string_view text) { return base::parse_date(text).value(); }

const Calendar& shipped_calendar() {
    static const Calendar calendar = [] {
        const std::string directory = FILINGD_SOURCE "/config";
        return load(directory, directory).value().calendar;
    }();
    return calendar;
}

TEST(WorkingDays, FollowTheNoticesOf2024To2026) {
    struct Row {
        const char* day;
        bool works;
    };
    constexpr std::array kRows{
        Row{"2024-01-01", false}, Row{"2024-02-04", true},  Row{"2024-02-09", true},
        Row{"2024-02-10", false}, Row{"2024-02-17", false}, Row{"2024-02-18", true},
        Row{"2024-04-07", true},  Row{"2024-05-11", true},  Row{"2024-06-10", false},
        Row{"2024-06-15", false}, Row{"2024-09-14", true},  Row{"2024-09-15", false},
        Row{"2024-09-17", false}, Row{"2024-09-18", true},  Row{"2024-09-29", true},
        Row{"2024-10-07", false}, Row{"2024-10-12", true},  Row{"2025-01-26", true},
        Row{"2025-02-04", false}, Row{"2025-02-08", true},  Row{"2025-06-02", false},
        Row{"2025-10-08", false}, Row{"2025-10-11", true},  Row{"2026-01-02", false},
        Row{"2026-01-04", true},  Row{"2026-02-14", true},  Row{"2026-02-23", false},
        Row{"2026-02-28", true},  Row{"2026-06-19", false}, Row{"2026-09-25", false},
        Row{"2026-10-10", true},
    };
    for (const Row& row : kRows) {
        EXPECT_EQ(is_working_day(shipped_calendar(), date(row.day)), row.works) << row.day;
    }
}

TEST(WorkingDays, CountThePublishedDaysOff) {
    struct Row {
        int year;
        std::size_t off;
        std::size_t working;
    };
    constexpr std::array kRows{Row{2024, 28, 8}, Row{2025, 28, 5}, Row{2026, 33, 6}};
    ASSERT_EQ(shipped_calendar().years.size(), kRows.size());
    for (const Row& row : kRows) {
        EXPECT_EQ(shipped_calendar().years.at(row.year).off.size(), row.off) << row.year;
        EXPECT_EQ(shipped_calendar().years.at(row.year).working.size(), row.working) << row.year;
    }
}

TEST(WorkingDays, AnUnpublishedYearFallsBackToWeekendsAndFixedDays) {
    EXPECT_FALSE(is_published(shipped_calendar(), 2027));
    EXPECT_TRUE(is_published(shipped_calendar(), 2026));
    for (const char* day : {"2027-01-01", "2027-05-01", "2027-05-05", "2027-10-01", "2027-10-07",
                            "2027-03-06", "2027-03-07"}) {
        EXPECT_FALSE(is_working_day(shipped_calendar(), date(day))) << day;
    }
    for (const char* day : {"2027-01-04", "2027-05-06", "2027-10-08", "2027-02-10"}) {
        EXPECT_TRUE(is_working_day(shipped_calendar(), date(day))) << day;
    }
    EXPECT_EQ(rolled(shipped_calendar(), date("2027-10-01")), date("2027-10-08"));
}

TEST(WorkingDays, FifteenWorkingDaysAfterADecision) {
    struct Row {
        const char* decision;
        const char* day;
    };
    constexpr std::array kRows{
        Row{"2024-06-17", "2024-07-08"}, Row{"2024-09-20", "2024-10-16"},
        Row{"2024-12-17", "2025-01-08"}, Row{"2025-01-13", "2025-02-08"},
        Row{"2025-09-18", "2025-10-15"}, Row{"2026-02-05", "2026-03-04"},
        Row{"2026-09-25", "2026-10-22"},
    };
    for (const Row& row : kRows) {
        EXPECT_EQ(add_working_days(shipped_calendar(), date(row.decision), 15), date(row.day))
            << row.decision;
        EXPECT_EQ(working_days_between(shipped_calendar(), date(row.decision), date(row.day)), 15)
            << row.decision;
    }
}

TEST(WorkingDays, CountBackwardsToo) {
    EXPECT_EQ(add_working_days(shipped_calendar(), date("2024-07-10"), -5), date("2024-07-03"));
    EXPECT_EQ(add_working_days(shipped_calendar(), date("2024-09-15"), -1), date("2024-09-14"));
    EXPECT_EQ(add_working_days(shipped_calendar(), date("2024-10-08"), -1), date("2024-09-30"));
    EXPECT_EQ(add_working_days(shipped_calendar(), date("2024-06-15"), 0), date("2024-06-15"));
}

TEST(WorkingDays, BetweenIsWithoutTheFirstAndWithTheLastDay) {
    const auto between = [](const char* from, const char* to) {
        return working_days_between(shipped_calendar(), date(from), date(to));
    };
    EXPECT_EQ(between("2024-07-03", "2024-07-10"), 5);
    EXPECT_EQ(between("2024-07-10", "2024-07-10"), 0);
    EXPECT_EQ(between("2024-07-11", "2024-07-10"), 0);
    EXPECT_EQ(between("2024-09-30", "2024-10-08"), 1);
}

TEST(WorkingDays, AYearWithoutOneWorkingDayDoesNotHang) {
    Calendar calendar;
    CalendarYear& year = calendar.years[2030];
    year.year = 2030;
    for (base::Date day = date("2030-01-01"); day <= date("2030-12-31");
         day += std::chrono::days(1)) {
        year.off.insert(day);
    }
    EXPECT_EQ(rolled(calendar, date("2030-01-01")), date("2031-01-02"));
}

}  // namespace
}  // namespace config
