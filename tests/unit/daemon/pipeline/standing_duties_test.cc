#include "daemon/pipeline/standing_duties.h"

#include <algorithm>

#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/settle_step.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using duties::DutyState;

class StandingDutiesTest : public DeskTest {
 protected:
    void settle(const judge::Judgement& judgement) {
        const std::vector<storage::Message> batch{
            row(message(std::to_string(++mails_), judgement))};
        const auto done = settle_judged(*desk_, batch);
        ASSERT_TRUE(done) << base::describe(done.error());
    }
    DutyState state(const char* unit) {
        const auto* day = *standing_.at(ledger(), rulebook_, today());
        return std::ranges::find_if(
                   day->duties,
                   [&](const auto& duty) { return duty.unit == unit && duty.period == "2024-06"; })
            ->state;
    }
    [[nodiscard]] base::Date today() const { return base::date_of(clock_.now()); }

    StandingDuties standing_;
    int mails_ = 0;
};

TEST_F(StandingDutiesTest, WhatIsSettledReviewedExemptedOrUndoneShowsAtTheNextQuestion) {
    EXPECT_EQ(state("lake"), DutyState::DueSoon);
    settle(unsure());
    const auto snapshot = (*standing_.at(ledger(), rulebook_, today()))->snapshot;
    EXPECT_EQ(snapshot.in_review.size(), 1U);
    EXPECT_EQ(state("lake"), DutyState::InReview);
    settle(accepted(verdict("lake", "2024-06")));
    EXPECT_EQ(state("lake"), DutyState::Incomplete);
    ASSERT_TRUE(exempt(*desk_, {"hill", "monthly-report", "2024-06"}, "机构改革", "clerk"));
    EXPECT_EQ(state("hill"), DutyState::Exempt);
    clock_.advance(std::chrono::hours(24 * 5));
    EXPECT_EQ(state("lake"), DutyState::Incomplete);
    ASSERT_TRUE(ledger().remove_exemption("hill", "monthly-report", "2024-06"));
    EXPECT_EQ(state("hill"), DutyState::Exempt) << "without a line of the journal";
    settle(accepted(verdict("lake", "2024-05")));
    EXPECT_EQ(state("hill"), DutyState::Overdue);
}

TEST_F(StandingDutiesTest, LinesOfNoticesChangeNothing) {
    EXPECT_EQ(state("hill"), DutyState::DueSoon);
    ASSERT_TRUE(ledger().put_exemption({"hill", "monthly-report", "2024-06", "机构改革"}));
    ASSERT_TRUE(ledger().add_journal("notice", R"({"notice":"N1"})", clock_.now()));
    EXPECT_EQ(state("hill"), DutyState::DueSoon) << "it was not read again";
    ASSERT_TRUE(ledger().add_journal("act", R"({"act":"exempt"})", clock_.now()));
    EXPECT_EQ(state("hill"), DutyState::Exempt);
}

TEST_F(StandingDutiesTest, EachDayIsItsOwn) {
    EXPECT_EQ(state("hill"), DutyState::DueSoon);
    clock_.advance(std::chrono::hours(24 * 5));
    EXPECT_EQ(state("hill"), DutyState::Overdue);
}

}  // namespace
}  // namespace pipeline
