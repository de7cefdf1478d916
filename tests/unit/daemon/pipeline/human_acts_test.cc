#include "daemon/pipeline/human_acts.h"

#include <gmock/gmock.h>

#include "daemon/pipeline/settle_step.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using storage::Outcome;
using ::testing::HasSubstr;
using ::testing::Not;

class HumanActs : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        config::Obligation plan;
        plan.id = "inspection-plan";
        plan.title = "检查计划";
        plan.who = {"town"};
        plan.due.form = config::DueRule::Form::EveryYear;
        plan.due.month = 3;
        plan.due.day = 31;
        plan.requires_pieces = {config::Piece::Document, config::Piece::Link};
        rulebook_.obligations.push_back(plan);
    }
    base::MessageId settled(const std::string& bytes, const judge::Judgement& judgement) {
        const auto id = message(bytes, judgement);
        const std::vector<storage::Message> batch{row(id)};
        EXPECT_TRUE(settle_judged(*desk_, batch));
        clock_.advance(std::chrono::hours(1));
        return id;
    }
    /// A judgement in review for the lake's reports of two months.
    static judge::Judgement two_months() {
        auto judgement = unsure();
        auto& candidates = judgement.verdicts.front().candidates;
        candidates.push_back(candidates.front());
        candidates.back().period = "2024-05";
        return judgement;
    }
    static judge::Verdict plan(bool with_document, const std::string& link) {
        auto v = verdict("lake", "2024");
        v.obligation = "inspection-plan";
        v.pieces.front().piece = "document";
        if (!with_document) v.pieces.clear();
        if (!link.empty()) v.links = {link};
        return v;
    }
    static Assignment to(base::MessageId message, const std::string& unit,
                         const std::string& period) {
        Assignment assignment;
        assignment.message = message;
        assignment.unit = unit;
        assignment.obligation = "monthly-report";
        assignment.period = period;
        assignment.by = "clerk";
        return assignment;
    }
    storage::Filing found(const std::string& unit, const std::string& obligation,
                          const std::string& period) {
        const auto filing = ledger().find_filing(unit, obligation, period);
        EXPECT_TRUE(filing && *filing) << unit << " " << obligation << " " << period;
        return filing && *filing ? **filing : storage::Filing{};
    }
};

TEST_F(HumanActs, AMailWithAnotherUnfiledDocumentStaysInReview) {
    attachments_ = 2;
    const auto id = settled("mail one", two_months());
    auto first = to(id, "lake", "2024-06");
    first.document = "2";
    ASSERT_TRUE(assign(*desk_, first));
    EXPECT_EQ(row(id).outcome, Outcome::Review);
    EXPECT_EQ(row(id).reason, "unsure_period");
    const auto left = ledger().candidates(id);
    ASSERT_EQ(left->size(), 1U);
    EXPECT_EQ(left->front().period, "2024-05");
    auto second = to(id, "lake", "2024-05");
    second.document = "3";
    ASSERT_TRUE(assign(*desk_, second));
    EXPECT_EQ(row(id).outcome, Outcome::Filed);
    EXPECT_TRUE(ledger().candidates(id)->empty());
}

TEST_F(HumanActs, AMailAssignedWhollyLeavesReview) {
    attachments_ = 2;
    const auto id = settled("mail one", two_months());
    ASSERT_TRUE(assign(*desk_, to(id, "lake", "2024-06")));
    EXPECT_EQ(row(id).outcome, Outcome::Filed);
}

TEST_F(HumanActs, APeriodHasTheFormOfItsObligation) {
    const auto id = settled("mail one", unsure());
    for (const char* wrong : {"2024", "2024-13", "June", "2024-6"}) {
        const auto filed = assign(*desk_, to(id, "lake", wrong));
        ASSERT_FALSE(filed) << wrong;
        EXPECT_EQ(filed.error().kind, base::Kind::BadInput);
        EXPECT_THAT(filed.error().hint, HasSubstr("--period 2024-06"));
    }
    for (const char* wrong : {"2024-06", "24", "year"}) {
        auto yearly = to(id, "lake", wrong);
        yearly.obligation = "inspection-plan";
        const auto filed = assign(*desk_, yearly);
        ASSERT_FALSE(filed) << wrong;
        EXPECT_THAT(filed.error().hint, HasSubstr("--period 2024"));
    }
    EXPECT_TRUE(ledger().filings({})->empty());
    EXPECT_EQ(row(id).outcome, Outcome::Review);
}

TEST_F(HumanActs, TheEarlierVersionIsCurrentAgainWhenTheLaterIsTakenOut) {
    const auto first = settled("mail one", accepted(verdict("lake", "2024-06")));
    const auto second = settled("mail two", accepted(verdict("lake", "2024-06")));
    ASSERT_TRUE(found("lake", "monthly-report", "2024-06").documents.front().superseded);
    ASSERT_TRUE(assign(*desk_, to(second, "hill", "2024-06")));
    const auto left = found("lake", "monthly-report", "2024-06");
    ASSERT_EQ(left.documents.size(), 1U);
    EXPECT_FALSE(left.documents.front().superseded);
    EXPECT_EQ(left.documents.front().version, 1U);
    EXPECT_THAT(left.messages, ::testing::ElementsAre(first));
}

TEST_F(HumanActs, TheLinksOfAMailThatLeavesGoWithIt) {
    settled("mail one", accepted(plan(true, "https://lake.example/one")));
    const auto wrong = settled("mail two", accepted(plan(true, "https://hill.example/two")));
    auto moved = to(wrong, "hill", "2024");
    moved.obligation = "inspection-plan";
    ASSERT_TRUE(assign(*desk_, moved));
    const auto left = found("lake", "inspection-plan", "2024");
    EXPECT_THAT(left.fields_json, HasSubstr("lake.example/one"));
    EXPECT_THAT(left.fields_json, Not(HasSubstr("hill.example")));
    EXPECT_THAT(found("hill", "inspection-plan", "2024").fields_json,
                HasSubstr("hill.example/two"));
}

TEST_F(HumanActs, AFilingWithALinkOfAnotherMailStaysWithoutItsDocument) {
    const auto wrong = settled("mail one", accepted(plan(true, "")));
    const auto link = settled("mail two", accepted(plan(false, "https://lake.example/plan")));
    const auto arrival = row(link).received_at;
    ASSERT_TRUE(assign(*desk_, to(wrong, "hill", "2024-06")));
    const auto left = found("lake", "inspection-plan", "2024");
    EXPECT_TRUE(left.documents.empty());
    EXPECT_THAT(left.messages, ::testing::ElementsAre(link));
    EXPECT_THAT(left.missing, ::testing::ElementsAre("document"));
    EXPECT_EQ(left.received_at, arrival);
    EXPECT_THAT(left.fields_json, HasSubstr("lake.example/plan"));
}

TEST_F(HumanActs, EachActStandsInTheActTable) {
    const auto id = settled("mail one", unsure());
    ASSERT_TRUE(assign(*desk_, to(id, "lake", "2024-06")));
    const auto assigned = ledger().act(*ledger().last_journal_number());
    ASSERT_TRUE(assigned && *assigned);
    EXPECT_EQ((*assigned)->kind, "assign");
    EXPECT_THAT((*assigned)->json, HasSubstr("\"by\":\"clerk\""));
    ASSERT_TRUE(dismiss(*desk_, id, "重复", "clerk"));
    const auto dismissed = ledger().act(*ledger().last_journal_number());
    ASSERT_TRUE(dismissed && *dismissed);
    EXPECT_EQ((*dismissed)->kind, "dismiss");
}

}  // namespace
}  // namespace pipeline
