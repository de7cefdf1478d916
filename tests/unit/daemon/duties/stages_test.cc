#include "daemon/duties/stages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "config/due.h"
#include "config/working_days.h"
#include "tests/unit/daemon/duties/rulebook.h"

namespace duties {
namespace {

using samples::day;
using std::chrono::days;
using testing::ElementsAre;
using namespace std::chrono_literals;

Duty duty_of(const config::Rulebook& book, const std::string& obligation,
             const std::string& period) {
    Duty duty;
    duty.unit = "fuchi";
    duty.obligation = obligation;
    duty.period = period;
    duty.state = DutyState::Upcoming;
    const auto dates = config::due_dates(*config::find_obligation(book, obligation, period),
                                         book.calendar, period);
    if (dates) {
        duty.due_nominal = dates->nominal;
        duty.due = dates->rolled;
    }
    return duty;
}

std::vector<std::string> lines(const std::vector<Stage>& stages) {
    std::vector<std::string> words;
    for (const Stage& stage : stages)
        words.push_back(stage.name + " " + base::format_date(stage.day));
    return words;
}

std::string words(const std::optional<base::Instant>& at) {
    return at ? base::format_instant(*at) : "never";
}

base::Instant at(const char* text) { return *base::parse_instant(text); }

TEST(Stages, CountWorkingDaysBeforeTheNominalAndAfterTheRolledDate) {
    // Due 15 September 2024, in a holiday to the 17th; the 14th is a working Saturday.
    const auto book = samples::rulebook();
    const auto duty = duty_of(book, "rectification-report", "2024");
    EXPECT_THAT(lines(stages_of({}, book.calendar, duty)),
                ElementsAre("before:5 2024-09-10", "before:1 2024-09-14", "due 2024-09-14",
                            "after:1 2024-09-20", "after:2 2024-09-24", "after:3 2024-09-26",
                            "after:4 2024-09-30", "after:5 2024-10-02"));
}

TEST(Stages, AreThoseOfTheObligation) {
    const auto book = samples::rulebook();
    config::Reminding remind;
    remind.before = {3};
    remind.on_due = false;
    remind.every = 5;
    remind.at_most = 1;
    const auto duty = duty_of(book, "monthly-report", "2024-06");
    EXPECT_THAT(lines(stages_of(remind, book.calendar, duty)),
                ElementsAre("before:3 2024-07-05", "after:1 2024-07-17"));
}

TEST(Stages, AreNoneWithoutADate) {
    const auto book = samples::rulebook();
    EXPECT_TRUE(stages_of({}, book.calendar, duty_of(book, "device-cleanup", "2024")).empty());
}

TEST(Stages, HaveAnOrderThatOutlivesTheRules) {
    EXPECT_LT(*rank("before:9"), *rank("before:1"));
    EXPECT_LT(*rank("before:1"), *rank("due"));
    EXPECT_LT(*rank("due"), *rank("after:1"));
    EXPECT_FALSE(rank("after:"));
    EXPECT_FALSE(rank("someday"));
}

TEST(Stages, OnlyTheLatestIsDueAfterADowntime) {
    const auto book = samples::rulebook();
    const auto duty = duty_of(book, "monthly-report", "2024-06");
    const auto stages = stages_of({}, book.calendar, duty);
    const std::vector<std::string> sent{"before:5"};
    EXPECT_EQ(stage_due(stages, sent, day(2024, 7, 30))->name, "after:5");
    EXPECT_EQ(stage_due(stages, {}, day(2024, 7, 10))->name, "due");
    EXPECT_FALSE(stage_due(stages, sent, day(2024, 7, 8)));
    // A stage that other rules had sent counts too.
    const std::vector<std::string> foreign{"after:7"};
    EXPECT_FALSE(stage_due(stages, foreign, day(2024, 7, 30)));
}

TEST(Leaving, IsOnWorkingDaysFromItsHourOnOutsideQuietHours) {
    auto book = samples::rulebook();
    EXPECT_TRUE(may_leave(book, at("2024-07-08T09:00:00+08:00")));
    EXPECT_FALSE(may_leave(book, at("2024-07-08T08:59:59+08:00")));
    EXPECT_TRUE(may_leave(book, at("2024-07-08T19:59:59+08:00")));
    EXPECT_FALSE(may_leave(book, at("2024-07-08T20:00:00+08:00")));
    EXPECT_FALSE(may_leave(book, at("2024-07-07T10:00:00+08:00")));  // Sunday
    EXPECT_EQ(words(next_leaving(book, at("2024-07-05T20:30:00+08:00"))),
              "2024-07-08T09:00:00+08:00");
    book.settings.notices.quiet_from = 12h;
    book.settings.notices.quiet_to = 14h;
    EXPECT_EQ(words(next_leaving(book, at("2024-07-08T12:30:00+08:00"))),
              "2024-07-08T14:00:00+08:00");
    // Quiet from before the hour to after midnight: no reminder ever leaves.
    book.settings.notices.quiet_from = 8h;
    book.settings.notices.quiet_to = 1h;
    EXPECT_EQ(words(next_leaving(book, at("2024-07-08T12:30:00+08:00"))), "never");
    book.settings.notices.quiet_to = book.settings.notices.quiet_from;
    EXPECT_TRUE(may_leave(book, at("2024-07-08T23:59:00+08:00")));
}

TEST(NextReminder, FollowsWhatWasSent) {
    const auto book = samples::rulebook();
    const auto duty = duty_of(book, "monthly-report", "2024-06");
    const auto morning = at("2024-07-03T08:00:00+08:00");
    EXPECT_EQ(words(next_reminder(book, duty, {}, at("2024-06-20T10:00:00+08:00"), false)),
              "2024-07-03T09:00:00+08:00");
    EXPECT_EQ(words(next_reminder(book, duty, {}, morning, false)), "2024-07-03T09:00:00+08:00");
    EXPECT_EQ(words(next_reminder(book, duty, {}, morning, true)), "2024-07-04T09:00:00+08:00");
    const std::vector<std::string> first{"before:5"};
    EXPECT_EQ(words(next_reminder(book, duty, first, morning, true)), "2024-07-09T09:00:00+08:00");
    const std::vector<std::string> last{"before:5", "after:5"};
    EXPECT_EQ(words(next_reminder(book, duty, last, morning, false)), "never");
}

TEST(Chased, IsOnlyWhatIsOpenDatedAskedForAndNoHistory) {
    auto book = samples::rulebook();
    auto duty = duty_of(book, "monthly-report", "2024-06");
    EXPECT_TRUE(is_chased(book, duty, day(2024, 7, 10)));
    EXPECT_FALSE(is_chased(book, duty, day(2024, 7, 11)));
    for (const auto state : {DutyState::Filed, DutyState::FiledLate, DutyState::Exempt,
                             DutyState::InReview, DutyState::Undated}) {
        duty.state = state;
        EXPECT_FALSE(is_chased(book, duty, {})) << name(state);
    }
    for (const auto state :
         {DutyState::Upcoming, DutyState::DueSoon, DutyState::Overdue, DutyState::Incomplete}) {
        duty.state = state;
        EXPECT_TRUE(is_chased(book, duty, {})) << name(state);
    }
    book.obligations[1].reminders = false;
    EXPECT_FALSE(is_chased(book, duty, {}));
}

config::Reminding some_reminding() {
    config::Reminding remind;
    remind.before.clear();
    for (std::uint32_t count = *rc::gen::inRange(0U, 15U); count > 0;
         count -= std::min(count, *rc::gen::inRange(1U, 6U)))
        remind.before.push_back(count);
    remind.on_due = *rc::gen::arbitrary<bool>();
    remind.every = *rc::gen::inRange(1U, 6U);
    remind.at_most = *rc::gen::inRange(0U, 8U);
    return remind;
}

Duty some_duty(const config::Calendar& calendar) {
    Duty duty;
    duty.due_nominal = day(2024, 7, 1) + days(*rc::gen::inRange(0, 400));
    duty.due = *rc::gen::arbitrary<bool>() ? config::rolled(calendar, *duty.due_nominal)
                                           : *duty.due_nominal;
    return duty;
}

void succeeds(const std::function<void()>& property) { EXPECT_TRUE(rc::check(property)); }

TEST(StageProperties, DaysAndOrderAscendAndDaysAreWorkingDays) {
    succeeds([] {
        const auto calendar = samples::rulebook().calendar;
        const auto stages = stages_of(some_reminding(), calendar, some_duty(calendar));
        for (std::size_t i = 0; i < stages.size(); ++i) {
            RC_ASSERT(config::is_working_day(calendar, stages[i].day));
            if (i == 0) continue;
            RC_ASSERT(stages[i - 1].day <= stages[i].day);
            RC_ASSERT(*rank(stages[i - 1].name) < *rank(stages[i].name));
        }
    });
}

/// The office works on some days only, and the unit may file: who is reminded of what, when.
TEST(StageProperties, NeverTwiceNeverBackNeverOnceFiledAndOneAfterADowntime) {
    succeeds([] {
        const auto calendar = samples::rulebook().calendar;
        const auto duty = some_duty(calendar);
        const auto stages = stages_of(some_reminding(), calendar, duty);
        const auto filed = *duty.due + days(*rc::gen::inRange(-20, 60));
        std::vector<std::string> sent;
        auto today = *duty.due - days(*rc::gen::inRange(0, 40));
        while (today < *duty.due + days(60)) {
            if (const auto stage = stage_due(stages, sent, today); stage && today < filed) {
                RC_ASSERT(stage->day <= today);
                if (!sent.empty()) RC_ASSERT(*rank(sent.back()) < *rank(stage->name));
                sent.push_back(stage->name);
                // Whatever the downtime before, nothing is left for the same day.
                RC_ASSERT(!stage_due(stages, sent, today));
            }
            today += days(*rc::gen::inRange(1, 41));
        }
        RC_ASSERT(std::set<std::string>(sent.begin(), sent.end()).size() == sent.size());
    });
}

TEST(StageProperties, WhatIsDueGrowsWithTheDayAndShrinksWithWhatWasSent) {
    succeeds([] {
        const auto calendar = samples::rulebook().calendar;
        const auto duty = some_duty(calendar);
        const auto stages = stages_of(some_reminding(), calendar, duty);
        RC_PRE(!stages.empty());
        const auto early = *duty.due + days(*rc::gen::inRange(-30, 40));
        const auto late = early + days(*rc::gen::inRange(0, 30));
        const auto count = *rc::gen::inRange<std::size_t>(0, stages.size());
        std::vector<std::string> sent;
        for (std::size_t i = 0; i < count; ++i) sent.push_back(stages[i].name);
        const auto before = stage_due(stages, sent, early);
        const auto after = stage_due(stages, sent, late);
        if (before) {
            RC_ASSERT(after.has_value());
            RC_ASSERT(*rank(before->name) <= *rank(after->name));
            sent.push_back(before->name);
            RC_ASSERT(!stage_due(stages, sent, early));
        }
    });
}

TEST(StageProperties, TheNextReminderIsTheFirstMomentAtWhichAStageIsDue) {
    succeeds([] {
        const auto book = samples::rulebook();
        auto duty = some_duty(book.calendar);
        duty.obligation = "monthly-report";
        duty.period = "2024-08";
        const auto now = base::start_of(*duty.due + days(*rc::gen::inRange(-30, 30))) +
                         std::chrono::minutes(*rc::gen::inRange(0, 24 * 60));
        const auto stages = stages_of({}, book.calendar, duty);
        const auto next = next_reminder(book, duty, {}, now, false);
        std::optional<base::Instant> expected;
        for (auto hour = now; !expected && hour < now + days(80);
             hour = base::start_of(base::date_of(hour)) +
                    (hour - base::start_of(base::date_of(hour)) < 9h ? 9h : 33h))
            if (may_leave(book, hour) && stage_due(stages, {}, base::date_of(hour)))
                expected = hour;
        RC_ASSERT(words(next) == words(expected));
    });
}

}  // namespace
}  // namespace duties
