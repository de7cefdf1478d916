#include "daemon/links/schedule.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace links {
namespace {

using std::chrono::days;
using std::chrono::hours;
using storage::LinkFound;
using storage::LinkStatus;
using storage::LinkVisit;

const base::Date kFirst = *base::parse_date("2026-03-02");

LinkVisit on(int day, LinkFound found) {
    LinkVisit visit;
    visit.day = kFirst + days(day);
    visit.found = found;
    return visit;
}

std::vector<LinkVisit> gone_on(std::initializer_list<int> all) {
    std::vector<LinkVisit> visits;
    for (const int day : all) visits.push_back(on(day, LinkFound::Gone));
    return visits;
}

TEST(LinkStatus, IsDeadAfterThreeDaysOfSeven) {
    EXPECT_EQ(status_of({}), LinkStatus::Unchecked);
    EXPECT_EQ(status_of(gone_on({0})), LinkStatus::Unverified);
    EXPECT_EQ(status_of(gone_on({0, 1})), LinkStatus::Unverified);
    EXPECT_EQ(status_of(gone_on({0, 1, 2})), LinkStatus::Dead);
    EXPECT_EQ(status_of(gone_on({0, 3, 6})), LinkStatus::Dead);
    EXPECT_EQ(status_of(gone_on({0, 3, 7})), LinkStatus::Unverified);
    EXPECT_EQ(status_of(gone_on({0, 30, 60, 90})), LinkStatus::Unverified);
}

TEST(LinkStatus, SilenceDoesNotWakeTheDeadAndDoesNotKill) {
    auto visits = gone_on({0, 1, 2});
    visits.push_back(on(3, LinkFound::Nothing));
    visits.push_back(on(33, LinkFound::Gone));
    EXPECT_EQ(status_of(visits), LinkStatus::Dead);
    visits.push_back(on(34, LinkFound::OtherPage));
    EXPECT_EQ(status_of(visits), LinkStatus::Unverified);
    visits.push_back(on(35, LinkFound::Good));
    EXPECT_EQ(status_of(visits), LinkStatus::Verified);
    std::vector<LinkVisit> silent;
    for (int day = 0; day < 7; ++day) silent.push_back(on(day, LinkFound::Nothing));
    EXPECT_EQ(status_of(silent), LinkStatus::Unverified);
}

TEST(LinkSchedule, IsMonthlyWhenGoodAndDailyForSevenDaysWhenNot) {
    const auto now = base::start_of(kFirst) + hours(9);
    EXPECT_EQ(next_visit({}, now), now);
    const std::vector good{on(0, LinkFound::Good)};
    EXPECT_EQ(next_visit(good, now), now + days(30));
    std::vector<LinkVisit> visits = good;
    base::Instant at = now + days(30);
    std::vector<int> seen;
    for (int i = 0; i < 16; ++i) {
        const auto day = static_cast<int>((base::date_of(at) - kFirst).count());
        seen.push_back(day);
        visits.push_back(on(day, LinkFound::Nothing));
        at = next_visit(visits, at);
    }
    EXPECT_EQ(seen,
              (std::vector<int>{30, 31, 32, 33, 34, 35, 36, 66, 67, 68, 69, 70, 71, 72, 102, 103}));
}

/// What must hold whatever a site answers, from a fixed seed.
TEST(LinkSchedule, HoldsItsPropertiesForAnyAnswers) {
    std::mt19937 random(20260302);
    std::uniform_int_distribution<int> answer(0, 3);
    for (int run = 0; run < 300; ++run) {
        std::vector<LinkVisit> visits;
        base::Instant at = base::start_of(kFirst) + hours(9);
        const int habit = answer(random);
        for (int step = 0; step < 40; ++step) {
            const int drawn = random() % 3 == 0 ? answer(random) : habit;
            const auto found = static_cast<LinkFound>(drawn);
            LinkVisit visit;
            visit.day = base::date_of(at);
            visit.found = found;
            ASSERT_TRUE(visits.empty() || visits.back().day < visit.day);
            const auto before = status_of(visits);
            visits.push_back(visit);
            const auto status = status_of(visits);
            std::set<base::Date> gone;
            for (const auto& each : visits)
                if (each.found == LinkFound::Gone && visit.day - each.day < days(7))
                    gone.insert(each.day);
            EXPECT_EQ(status == LinkStatus::Verified, found == LinkFound::Good);
            EXPECT_NE(status, LinkStatus::Unchecked);
            const bool three_gone = found == LinkFound::Gone && gone.size() >= 3;
            EXPECT_TRUE(status != LinkStatus::Dead || before == LinkStatus::Dead || three_gone);
            EXPECT_TRUE(status == LinkStatus::Dead || !three_gone);
            const auto next = next_visit(visits, at);
            EXPECT_TRUE(next - at == days(1) || next - at == days(30));
            EXPECT_TRUE(found != LinkFound::Good || next - at == days(30));
            // A first failure is always looked at again the next day.
            EXPECT_TRUE(found == LinkFound::Good || before != LinkStatus::Verified ||
                        next - at == days(1));
            at = next;
        }
    }
}

/// A link that is gone is found dead on the third day after it went.
TEST(LinkSchedule, FindsAGoneLinkDeadOnTheThirdVisit) {
    for (int verified = 0; verified < 4; ++verified) {
        std::vector<LinkVisit> visits;
        base::Instant at = base::start_of(kFirst);
        for (int i = 0; i < verified; ++i) {
            visits.push_back(
                on(static_cast<int>((base::date_of(at) - kFirst).count()), LinkFound::Good));
            at = next_visit(visits, at);
        }
        for (int i = 0; i < 3; ++i) {
            EXPECT_NE(status_of(visits), LinkStatus::Dead);
            visits.push_back(
                on(static_cast<int>((base::date_of(at) - kFirst).count()), LinkFound::Gone));
            at = next_visit(visits, at);
        }
        EXPECT_EQ(status_of(visits), LinkStatus::Dead);
    }
}

}  // namespace
}  // namespace links
