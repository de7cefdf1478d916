#include "config/due.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string_view>

#include "config/load.h"

namespace config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

base::Date date(std::string_view text) { return base::parse_date(text).value(); }

const Rulebook& shipped() {
    static const Rulebook rulebook = [] {
        const std::string directory = FILINGD_SOURCE "/config";
        return load(directory, directory).value();
    }();
    return rulebook;
}

std::optional<DueDates> due_of(std::string_view id, std::string_view period,
                               std::optional<base::Date> decision = {}) {
    const Obligation* obligation = find_obligation(shipped(), id, period);
    return obligation ? due_dates(*obligation, shipped().calendar, period, decision) : std::nullopt;
}

/// "2024-09-15 2024-09-18", or "-" where there is none.
std::string shown(const std::optional<DueDates>& due) {
    if (!due) return "-";
    return base::format_date(due->nominal) + " " + base::format_date(due->rolled);
}

TEST(Due, DatedItemsOf2024) {
    struct Row {
        const char* id;
        const char* due;
    };
    constexpr std::array kRows{
        Row{"enforcement-matters-list", "2024-11-15 2024-11-15"},
        Row{"training-report", "2024-07-01 2024-07-01"},
        Row{"rotation-training", "2024-11-15 2024-11-15"},
        Row{"rectification-report", "2024-09-15 2024-09-18"},
        Row{"commitment-list", "2024-07-15 2024-07-15"},
        Row{"minor-violation-plan", "2024-06-15 2024-06-17"},
        Row{"device-additions", "2024-12-15 2024-12-16"},
        Row{"delegated-matters-review", "2024-12-15 2024-12-16"},
        Row{"supervision-case-info", "2024-12-31 2024-12-31"},
        Row{"discretion-benchmark", "2024-08-15 2024-08-15"},
    };
    for (const Row& row : kRows) {
        EXPECT_EQ(shown(due_of(row.id, "2024")), row.due) << row.id;
        EXPECT_EQ(shown(due_of(row.id, "2025")), "-") << row.id;
        EXPECT_EQ(shown(due_of(row.id, "2024-06")), "-") << row.id;
    }
}

TEST(Due, UndatedItemsHaveNone) {
    for (const char* id : {"device-cleanup", "inspection-plan", "township-pilot",
                           "qualification-cleanup", "annual-assessment"}) {
        EXPECT_EQ(shown(due_of(id, "2024")), "-") << id;
    }
}

TEST(Due, TrainingPlansAreDueAtTheEndOfFebruaryFrom2025) {
    EXPECT_EQ(shown(due_of("training-plan", "2024")), "-");
    EXPECT_EQ(shown(due_of("training-plan", "2025")), "2025-02-28 2025-02-28");
    EXPECT_EQ(shown(due_of("training-plan", "2026")), "2026-02-28 2026-02-28");
    EXPECT_EQ(shown(due_of("training-plan", "2027")), "2027-02-28 2027-03-01");
    EXPECT_EQ(shown(due_of("training-plan", "2028")), "2028-02-29 2028-02-29");
}

TEST(Due, MonthlyReportsRollWhereTheTenthIsOff) {
    const std::map<std::string, std::string> rolled{
        {"2024-08-10", "2024-08-12"}, {"2024-11-10", "2024-11-11"}, {"2025-05-10", "2025-05-12"},
        {"2025-08-10", "2025-08-11"}, {"2026-01-10", "2026-01-12"}, {"2026-05-10", "2026-05-11"},
    };
    int months = 0;
    for (base::Month month{2024, 6}; month < base::Month{2026, 12}; month = base::next(month)) {
        const std::string nominal = base::format_month(base::next(month)) + "-10";
        const auto found = rolled.find(nominal);
        const std::string expected = found == rolled.end() ? nominal : found->second;
        EXPECT_EQ(shown(due_of("monthly-report", base::format_month(month))),
                  nominal + " " + expected);
        ++months;
    }
    EXPECT_EQ(months, 30);
    EXPECT_EQ(shown(due_of("monthly-report", "2024-05")), "-") << "before the rule's first period";
    EXPECT_EQ(shown(due_of("monthly-report", "2024")), "-");
    EXPECT_EQ(shown(due_of("monthly-report", "2024-13")), "-");
}

TEST(Due, TheTenthOfTheFirstHalfOf2024RollsToo) {
    Obligation monthly = *find_obligation(shipped(), "monthly-report");
    monthly.due.from = "2023-12";
    const auto due = [&](const char* period) {
        return shown(due_dates(monthly, shipped().calendar, period));
    };
    EXPECT_EQ(due("2024-01"), "2024-02-10 2024-02-18");
    EXPECT_EQ(due("2024-02"), "2024-03-10 2024-03-11");
    EXPECT_EQ(due("2024-05"), "2024-06-10 2024-06-11");
    EXPECT_EQ(due("2023-12"), "2024-01-10 2024-01-10");
}

TEST(Due, DecisionsAreDueFifteenDaysLater) {
    struct Row {
        const char* decision;
        const char* due;
    };
    constexpr std::array kRows{
        Row{"2024-06-17", "2024-07-02 2024-07-02"}, Row{"2024-09-20", "2024-10-05 2024-10-08"},
        Row{"2024-12-17", "2025-01-01 2025-01-02"}, Row{"2025-01-13", "2025-01-28 2025-02-05"},
        Row{"2025-09-18", "2025-10-03 2025-10-09"}, Row{"2026-02-05", "2026-02-20 2026-02-24"},
        Row{"2026-09-25", "2026-10-10 2026-10-10"},
    };
    for (const Row& row : kRows) {
        EXPECT_EQ(shown(due_of("major-penalty-decision", "阳市监处罚|2024|25", date(row.decision))),
                  row.due)
            << row.decision;
    }
    EXPECT_EQ(shown(due_of("major-penalty-decision", "阳市监处罚|2024|25")), "-");
}

TEST(Due, WithoutRolloverBothDatesAreTheSame) {
    Obligation report = *find_obligation(shipped(), "rectification-report");
    report.rollover = false;
    EXPECT_EQ(shown(due_dates(report, shipped().calendar, "2024")), "2024-09-15 2024-09-15");
}

TEST(Due, ADayTheMonthLacksIsItsLast) {
    Obligation monthly = *find_obligation(shipped(), "monthly-report");
    monthly.rollover = false;
    monthly.due.of_next = false;
    monthly.due.day = 31;
    EXPECT_EQ(shown(due_dates(monthly, shipped().calendar, "2025-02")), "2025-02-28 2025-02-28");
    monthly.due.day = 0;
    EXPECT_EQ(shown(due_dates(monthly, shipped().calendar, "2025-06")), "2025-06-30 2025-06-30");
}

TEST(PeriodsBegun, MonthsOfWhichADayHasBegun) {
    EXPECT_THAT(periods_begun(shipped(), "monthly-report", date("2024-05-31")), IsEmpty());
    EXPECT_THAT(periods_begun(shipped(), "monthly-report", date("2024-06-01")),
                ElementsAre("2024-06"));
    EXPECT_THAT(periods_begun(shipped(), "monthly-report", date("2024-08-31")),
                ElementsAre("2024-06", "2024-07", "2024-08"));
    EXPECT_EQ(periods_begun(shipped(), "monthly-report", date("2026-11-23")).size(), 30U);
}

TEST(PeriodsBegun, ItemsOfTheYearOrEarlierFromItsFirstDay) {
    EXPECT_THAT(periods_begun(shipped(), "training-report", date("2023-12-31")), IsEmpty());
    EXPECT_THAT(periods_begun(shipped(), "training-report", date("2024-01-01")),
                ElementsAre("2024"));
    EXPECT_THAT(periods_begun(shipped(), "device-cleanup", date("2026-01-01")),
                ElementsAre("2024"));
    EXPECT_THAT(periods_begun(shipped(), "training-plan", date("2024-12-31")), IsEmpty());
    EXPECT_THAT(periods_begun(shipped(), "training-plan", date("2026-01-01")),
                ElementsAre("2025", "2026"));
}

TEST(PeriodsBegun, OnlyFilingAndPublicationMakeDuties) {
    const base::Date day = date("2025-06-01");
    EXPECT_THAT(periods_begun(shipped(), "enforcement-matters-list", day), ElementsAre("2024"));
    EXPECT_THAT(periods_begun(shipped(), "rotation-training", day), IsEmpty());
    EXPECT_THAT(periods_begun(shipped(), "delegated-matters-review", day), IsEmpty());
    EXPECT_THAT(task_periods_begun(shipped(), "delegated-matters-review", day),
                ElementsAre("2024"));
    EXPECT_THAT(periods_begun(shipped(), "major-penalty-decision", day), IsEmpty());
    EXPECT_THAT(periods_begun(shipped(), "no-such-item", day), IsEmpty());
}

TEST(PeriodsBegun, ALaterEntryTakesOverFromItsFirstPeriod) {
    Rulebook rulebook;
    Obligation first = *find_obligation(shipped(), "monthly-report");
    Obligation second = first;
    second.from = "2024-09";
    second.due.from = "";
    second.due.day = 5;
    rulebook.obligations = {first, second};
    EXPECT_THAT(periods_begun(rulebook, "monthly-report", date("2024-10-01")),
                ElementsAre("2024-06", "2024-07", "2024-08", "2024-09", "2024-10"));
    const auto due = [&](const char* period) {
        return shown(due_dates(*find_obligation(rulebook, "monthly-report", period),
                               shipped().calendar, period));
    };
    EXPECT_EQ(due("2024-08"), "2024-09-10 2024-09-10");
    EXPECT_EQ(due("2024-09"), "2024-10-05 2024-10-08");
}

TEST(MakesDuty, OnlyForPeriodsTheRuleHas) {
    const auto makes = [](const char* id, const char* period) {
        return makes_duty(*find_obligation(shipped(), id, period), period);
    };
    EXPECT_TRUE(makes("monthly-report", "2024-06"));
    EXPECT_FALSE(makes("monthly-report", "2024-05"));
    EXPECT_FALSE(makes("monthly-report", "2024"));
    EXPECT_TRUE(makes("training-plan", "2025"));
    EXPECT_FALSE(makes("training-plan", "2024"));
    EXPECT_TRUE(makes("training-report", "2024"));
    EXPECT_FALSE(makes("training-report", "2025"));
    EXPECT_TRUE(makes("device-cleanup", "2024"));
    EXPECT_FALSE(makes("device-cleanup", "2023"));
    EXPECT_TRUE(makes("enforcement-matters-list", "2024"));
    EXPECT_TRUE(makes("major-penalty-decision", "阳市监处罚|2024|25"));
    EXPECT_FALSE(makes("rotation-training", "2024"));
    EXPECT_FALSE(makes("annual-assessment", "2024"));
}

TEST(PeriodForm, FollowsTheRule) {
    const auto form = [](const char* id) { return period_form(*find_obligation(shipped(), id)); };
    EXPECT_EQ(form("monthly-report"), PeriodForm::Month);
    EXPECT_EQ(form("major-penalty-decision"), PeriodForm::Decision);
    EXPECT_EQ(form("training-plan"), PeriodForm::Year);
    EXPECT_EQ(form("training-report"), PeriodForm::Year);
    EXPECT_EQ(form("device-cleanup"), PeriodForm::Year);
}

}  // namespace
}  // namespace config
