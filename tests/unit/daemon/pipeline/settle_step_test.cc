#include "daemon/pipeline/settle_step.h"

#include <gmock/gmock.h>

#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using storage::Outcome;

class SettleTest : public DeskTest {
 protected:
    void settle(base::MessageId id) {
        const std::vector<storage::Message> batch{row(id)};
        const auto done = settle_judged(*desk_, batch);
        ASSERT_TRUE(done) << base::describe(done.error());
    }
};

TEST_F(SettleTest, WhatAPersonSettledSinceItWasReadIsLeftAlone) {
    const auto id = message("mail", unsure());
    const std::vector<storage::Message> batch{row(id)};
    ASSERT_TRUE(ledger().record_settled(id, storage::Outcome::Filed, "on_paper"));
    ASSERT_TRUE(settle_judged(*desk_, batch));
    EXPECT_EQ(row(id).reason, "on_paper");
    ASSERT_TRUE(settle_in_review(*desk_, batch.front(), "failed_step"));
    EXPECT_EQ(row(id).outcome, storage::Outcome::Filed);
}

TEST_F(SettleTest, FilesArchivesAndQueuesAReceipt) {
    const auto id = message("mail one", accepted(verdict("lake", "2024-06")));
    settle(id);
    EXPECT_EQ(row(id).outcome, Outcome::Filed);
    const auto filing = ledger().find_filing("lake", "monthly-report", "2024-06");
    ASSERT_TRUE(filing && *filing);
    EXPECT_EQ((*filing)->status, storage::FilingStatus::Incomplete);
    EXPECT_TRUE(base::system_env().exists(desk_->archive.message_path(row(id).sha256)));
    EXPECT_FALSE(base::system_env().exists(desk_->spool.message_path(row(id).sha256)));
    const auto notices = ledger().notices_about(id);
    ASSERT_TRUE(notices);
    ASSERT_EQ(notices->size(), 1U);
    EXPECT_EQ(notices->front().state, storage::NoticeState::Queued);
    EXPECT_THAT(notices->front().to, ::testing::ElementsAre("lake@mail.test"));
}

TEST_F(SettleTest, SettlingTwiceIsSettlingOnce) {
    const auto id = message("mail one", accepted(verdict("lake", "2024-06")));
    const std::vector<storage::Message> batch{row(id)};
    ASSERT_TRUE(settle_judged(*desk_, batch));
    ASSERT_TRUE(settle_judged(*desk_, batch));
    EXPECT_EQ(ledger().filings({})->size(), 1U);
    EXPECT_EQ(ledger().notices(std::nullopt)->size(), 1U);
}

TEST_F(SettleTest, AWithdrawalMarksTheFilingItNamesAndIsAskedAboutWhereThereIsNone) {
    auto withdrawal = verdict("lake", "2024-06");
    withdrawal.is_withdrawal = true;
    withdrawal.pieces.clear();
    withdrawal.candidates = {{"monthly-report", "lake", "2024-06", 0.9}};
    const auto early = message("withdrawn before it came", accepted(withdrawal));
    settle(early);
    EXPECT_EQ(row(early).outcome, Outcome::Review);
    EXPECT_EQ(row(early).reason, "withdrawal");
    EXPECT_EQ(ledger().candidates(early)->size(), 1U);
    EXPECT_TRUE(ledger().filings({})->empty());

    settle(message("mail one", accepted(verdict("lake", "2024-06"))));
    const auto asked = message("withdrawn", accepted(withdrawal));
    settle(asked);
    EXPECT_EQ(row(asked).outcome, Outcome::Filed);
    ASSERT_EQ(ledger().filings({})->size(), 1U);
    EXPECT_EQ(ledger().filings({})->front().status, storage::FilingStatus::Withdrawn);
    EXPECT_EQ(ledger().filings({})->front().documents.size(), 1U);

    const auto again = message("withdrawn again", accepted(withdrawal));
    settle(again);
    EXPECT_EQ(row(again).outcome, Outcome::Review);
}

TEST_F(SettleTest, BackfilledMailIsFiledButNotAnswered) {
    const auto id = message("old mail", accepted(verdict("lake", "2024-06")), true);
    settle(id);
    EXPECT_EQ(row(id).outcome, Outcome::Filed);
    EXPECT_TRUE(ledger().notices(std::nullopt)->empty());
}

TEST_F(SettleTest, TheSameDocumentsInANewMailAreAnsweredAndFiledOnce) {
    settle(message("mail one", accepted(verdict("lake", "2024-06"))));
    auto nothing_new = verdict("lake", "2024-06");
    nothing_new.pieces.clear();
    const auto again = message("mail two", accepted(nothing_new));
    settle(again);
    EXPECT_EQ(row(again).outcome, Outcome::Duplicate);
    EXPECT_EQ(ledger().filings({})->size(), 1U);
    EXPECT_EQ(ledger().notices_about(again)->size(), 1U);
}

TEST_F(SettleTest, AMailDeliveredOnceMoreIsNotAnsweredOnceMore) {
    message_id_ = "<one@mail.test>";
    settle(message("mail one", accepted(verdict("lake", "2024-06"))));
    auto nothing_new = verdict("lake", "2024-06");
    nothing_new.pieces.clear();
    const auto again = message("mail one, other trace lines", accepted(nothing_new));
    settle(again);
    EXPECT_EQ(row(again).outcome, Outcome::Duplicate);
    EXPECT_EQ(ledger().notices(std::nullopt)->size(), 1U);
}

TEST_F(SettleTest, WhatAUnitSendsAndNobodyRecognisesIsAnsweredToo) {
    judge::Judgement unclear;
    unclear.kind = judge::Judgement::Kind::Review;
    unclear.reason = "encrypted";
    const auto id = message("mail one", unclear);
    settle(id);
    EXPECT_EQ(ledger().notices_about(id)->size(), 1U);
    rulebook_.units.clear();  // now a stranger's address
    const auto strange = message("mail two", unclear);
    settle(strange);
    EXPECT_TRUE(ledger().notices_about(strange)->empty());
}

TEST_F(SettleTest, APaperThatIsNearlyWhatIsAskedForIsAnsweredWhoeverSendsIt) {
    rulebook_.units.clear();
    judge::Judgement draft;
    draft.kind = judge::Judgement::Kind::Review;
    draft.reason = "look_alike";
    const auto id = message("mail one", draft);
    settle(id);
    EXPECT_EQ(ledger().notices_about(id)->size(), 1U);
}

TEST_F(SettleTest, HoldKeepsTheReceiptUnsent) {
    desk_->hold = true;
    settle(message("mail one", accepted(verdict("lake", "2024-06"))));
    EXPECT_EQ(ledger().notices(storage::NoticeState::Held)->size(), 1U);
}

TEST_F(SettleTest, ReviewKeepsTheCandidatesAndCountsInTheDuties) {
    const auto id = message("mail one", unsure());
    settle(id);
    EXPECT_EQ(row(id).outcome, Outcome::Review);
    EXPECT_EQ(row(id).reason, "unsure_period");
    const auto snapshot = snapshot_at(ledger(), rulebook_, base::date_of(clock_.now()));
    ASSERT_TRUE(snapshot);
    ASSERT_EQ(snapshot->in_review.size(), 1U);
    EXPECT_EQ(snapshot->in_review.front().period, "2024-06");
    const auto before =
        snapshot_at(ledger(), rulebook_, base::date_of(clock_.now()) - std::chrono::days(1));
    EXPECT_TRUE(before->in_review.empty());
}

TEST_F(SettleTest, AMixedMessageGoesToReviewAndStillFilesWhatIsSure) {
    auto judgement = accepted(verdict("lake", "2024-06"));
    judgement.verdicts.push_back(unsure().verdicts.front());
    const auto id = message("mail one", judgement);
    settle(id);
    EXPECT_EQ(row(id).outcome, Outcome::Review);
    EXPECT_EQ(ledger().filings({})->size(), 1U);
}

TEST_F(SettleTest, TheAccountingBalances) {
    settle(message("mail one", accepted(verdict("lake", "2024-06"))));
    settle(message("mail two", unsure()));
    judge::Judgement none;
    none.kind = judge::Judgement::Kind::NotAFiling;
    none.reason = "auto_reply";
    settle(message("mail three", none));
    const auto accounting = ledger().accounting();
    ASSERT_TRUE(accounting);
    ASSERT_EQ(accounting->size(), 1U);
    EXPECT_TRUE(accounting->front().balanced());
    EXPECT_EQ(accounting->front().filed, 1U);
    EXPECT_EQ(accounting->front().review, 1U);
    EXPECT_EQ(accounting->front().not_a_filing, 1U);
}

TEST_F(SettleTest, APersonFilesWhatWasInReview) {
    const auto id = message("mail one", unsure());
    settle(id);
    Assignment assignment;
    assignment.message = id;
    assignment.unit = "lake";
    assignment.obligation = "monthly-report";
    assignment.by = "clerk";
    const auto filing = assign(*desk_, assignment);
    ASSERT_TRUE(filing) << base::describe(filing.error());
    EXPECT_EQ((*ledger().filing(filing->filing))->period, "2024-06");  // the candidate's
    EXPECT_EQ(row(id).outcome, Outcome::Filed);
    EXPECT_TRUE(ledger().candidates(id)->empty());
}

TEST_F(SettleTest, TheOtherHalfWithOtherNumbersGoesToReviewAndTheFilingStaysAsItWas) {
    settle(message("word", accepted(copy("word", 3))));
    const auto filed = ledger().filings({})->front();
    const auto id = message("stamped", accepted(copy("stamped-pdf", 5)));
    settle(id);
    EXPECT_EQ(row(id).outcome, Outcome::Review);
    EXPECT_EQ(row(id).reason, "copies_differ");
    const auto candidates = *ledger().candidates(id);
    ASSERT_EQ(candidates.size(), 1U);
    EXPECT_EQ(candidates.front().unit + candidates.front().obligation + candidates.front().period,
              "lakemonthly-report2024-06");
    const auto kept = ledger().filings({})->front();
    EXPECT_EQ(kept.status, storage::FilingStatus::Incomplete);
    EXPECT_EQ(kept.messages, filed.messages);
    EXPECT_EQ(kept.documents.size(), 1U);
    EXPECT_EQ(kept.fields_json, filed.fields_json);

    ASSERT_TRUE(assign(*desk_, {id, "lake", "monthly-report", "2024-06", "", "clerk"}));
    EXPECT_EQ(row(id).outcome, Outcome::Filed);
    const auto decided = ledger().filings({})->front();
    EXPECT_EQ(decided.documents.size(), 2U);
    EXPECT_THAT(decided.fields_json,
                ::testing::AllOf(::testing::HasSubstr(R"("copies_differ":["cases.closed"])"),
                                 ::testing::HasSubstr(R"("closed":3)")));
}

TEST_F(SettleTest, TheOtherHalfThatAgreesOrCorrectsIsFiled) {
    settle(message("word", accepted(copy("word", 3))));
    settle(message("stamped", accepted(copy("stamped-pdf", 3))));
    EXPECT_EQ(ledger().filings({})->front().status, storage::FilingStatus::Complete);
    clock_.advance(std::chrono::hours(1));
    auto correction = copy("stamped-pdf", 5);
    correction.is_correction = true;
    const auto id = message("corrected", accepted(correction));
    settle(id);
    EXPECT_EQ(row(id).outcome, Outcome::Filed);
    EXPECT_THAT(ledger().filings({})->front().fields_json, ::testing::HasSubstr(R"("closed":5)"));
}

TEST_F(SettleTest, APersonMovesAFilingToAnotherUnit) {
    const auto id = message("mail one", accepted(verdict("lake", "2024-06")));
    settle(id);
    Assignment assignment;
    assignment.message = id;
    assignment.unit = "hill";
    assignment.obligation = "monthly-report";
    assignment.period = "2024-06";
    assignment.by = "clerk";
    ASSERT_TRUE(assign(*desk_, assignment));
    const auto filings = ledger().filings({});
    ASSERT_EQ(filings->size(), 1U);
    EXPECT_EQ(filings->front().unit, "hill");
}

TEST_F(SettleTest, AnAssignmentThatNamesNothingKnownSaysSo) {
    const auto id = message("mail one", unsure());
    settle(id);
    Assignment assignment;
    assignment.message = id;
    assignment.unit = "ocean";
    assignment.obligation = "monthly-report";
    const auto filing = assign(*desk_, assignment);
    ASSERT_FALSE(filing);
    EXPECT_NE(filing.error().text.find("ocean"), std::string::npos);
    assignment.unit = "lake";
    assignment.document = "9";
    EXPECT_FALSE(assign(*desk_, assignment));
}

TEST_F(SettleTest, ADismissedMessageIsNoFiling) {
    const auto id = message("mail one", unsure());
    settle(id);
    ASSERT_TRUE(dismiss(*desk_, id, "咨询邮件", "clerk"));
    EXPECT_EQ(row(id).outcome, Outcome::NotAFiling);
    EXPECT_TRUE(ledger().candidates(id)->empty());
}

TEST_F(SettleTest, TheSpoolIsCleanedOfWhatIsSettledOrUnknown) {
    const auto id = message("mail one", accepted(verdict("lake", "2024-06")));
    const std::string unknown = desk_->spool.message_path(std::string(64, 'a'));
    ASSERT_TRUE(base::system_env().replace_file(unknown, "x", 0600));
    ASSERT_TRUE(clean_spool(*desk_));
    EXPECT_FALSE(base::system_env().exists(unknown));
    EXPECT_TRUE(base::system_env().exists(desk_->spool.message_path(row(id).sha256)));
}

}  // namespace
}  // namespace pipeline
