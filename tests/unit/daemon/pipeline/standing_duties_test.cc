#include "daemon/pipeline/standing_duties.h"

#include <algorithm>

#include "base/text.h"
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
    /// A day in words: what was filed, what is in review, what is owed.
    static std::vector<std::string> told(const StandingDuties::Day& day) {
        std::vector<std::string> words;
        for (const auto& filing : day.snapshot.filings)
            words.push_back(
                base::label(filing.id) + " " + filing.unit + " " + filing.period + " " +
                std::string(storage::name(filing.status)) + " " + base::join(filing.missing, ",") +
                (filing.completed_at ? base::format_instant(*filing.completed_at) : "") +
                (filing.due ? base::format_date(*filing.due) : ""));
        for (const auto& candidate : day.snapshot.in_review)
            words.push_back("review " + candidate.unit + " " + candidate.period);
        for (const auto& duty : day.duties)
            words.push_back(duty.unit + " " + duty.obligation + " " + duty.period + " " +
                            std::string(duties::name(duty.state)));
        return words;
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
    EXPECT_EQ(state("hill"), DutyState::Exempt) << "mail exempts nobody, and ends no exemption";
    ASSERT_TRUE(ledger().add_journal("act", R"({"act":"undo"})", clock_.now()));
    EXPECT_EQ(state("hill"), DutyState::Overdue);
}

/// What was followed line by line is what is read at once.
TEST_F(StandingDutiesTest, FollowingSettlementsGivesWhatReadingAllGives) {
    (void)state("lake");
    const auto same = [&](const char* after) {
        const auto& followed = **standing_.at(ledger(), rulebook_, today());
        StandingDuties fresh;
        const auto& anew = **fresh.at(ledger(), rulebook_, today());
        EXPECT_EQ(told(followed), told(anew)) << after;
    };
    settle(accepted(verdict("lake", "2024-06")));
    same("a filing");
    settle(unsure());
    same("a review");
    settle(accepted(verdict("hill", "2024-06")));
    settle(accepted(verdict("lake", "2024-05")));
    same("two more, one of another month");
    settle(accepted(verdict("lake", "2024-06")));
    same("the first once more");
    const auto filings = *ledger().filings({});
    ASSERT_GE(filings.size(), 3U);
    ASSERT_TRUE(ledger().remove_filing(filings.front().id));
    ASSERT_TRUE(
        ledger().add_journal("settled", R"({"message":"M1","reprocessed":true})", clock_.now()));
    same("mail judged anew, which may remove a filing");
    EXPECT_EQ(ledger().filings({})->size(), filings.size() - 1);
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
