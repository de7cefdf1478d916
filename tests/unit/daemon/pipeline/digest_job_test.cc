#include "daemon/pipeline/digest_job.h"

#include <gmock/gmock.h>

#include <fstream>

#include "daemon/notices/digest_rows.h"
#include "daemon/pipeline/settle_step.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

class DigestTest : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        rulebook_.settings.notices.staff = {"staff@mail.test"};
        rulebook_.settings.notices.digest_at = 8h + 30min;
    }
    void settle(base::MessageId id) {
        const std::vector<storage::Message> batch{row(id)};
        const auto done = settle_judged(*desk_, batch);
        ASSERT_TRUE(done) << base::describe(done.error());
    }
    std::vector<std::string> filed_units() {
        const auto content = digest_content(*desk_);
        EXPECT_TRUE(content) << base::describe(content.error());
        std::vector<std::string> units;
        for (const auto& filing : content->filed_since) units.push_back(filing.unit);
        return units;
    }
};

TEST_F(DigestTest, TellsWhatWasSettledSinceTheLastOneWheneverItArrived) {
    const auto late =
        message("arrived before, settled after", accepted(verdict("lake", "2024-06")));
    const auto early =
        message("arrived before, settled before", accepted(verdict("hill", "2024-06")));
    settle(early);
    EXPECT_THAT(filed_units(), ::testing::ElementsAre("hill"));
    ASSERT_TRUE(queue_digest_if_due(*desk_));
    ASSERT_TRUE(*ledger().notice_by_key("digest:2024-07-08"));
    EXPECT_THAT(filed_units(), IsEmpty());
    clock_.advance(24h);
    settle(late);
    EXPECT_THAT(filed_units(), ::testing::ElementsAre("lake"));
    ASSERT_TRUE(queue_digest_if_due(*desk_));
    EXPECT_THAT(filed_units(), IsEmpty());
}

TEST_F(DigestTest, ARehearsalLeavesWhatIsNewToTheDaysOwnDigest) {
    settle(message("mail", accepted(verdict("hill", "2024-06"))));
    desk_->as_of = clock_.now();
    ASSERT_TRUE(queue_digest_if_due(*desk_));
    EXPECT_THAT(filed_units(), ::testing::ElementsAre("hill"));
}

TEST_F(DigestTest, KeepsTheNumbersByWhichStaffAnswerWithIt) {
    const auto first = message("first", unsure());
    settle(first);
    clock_.advance(1min);
    const auto second = message("second", unsure());
    settle(second);
    ASSERT_TRUE(queue_digest_if_due(*desk_));
    const auto digest = *ledger().notice_by_key("digest:2024-07-08");
    ASSERT_TRUE(digest);
    const auto questions = ledger().digest_questions(digest->id);
    ASSERT_TRUE(questions);
    ASSERT_EQ(questions->size(), 2U);
    EXPECT_EQ((*questions)[0].number, 1U);
    EXPECT_EQ((*questions)[0].message, first);
    EXPECT_EQ((*questions)[1].message, second);
    ASSERT_EQ((*questions)[0].proposals.size(), 1U);
    EXPECT_EQ((*questions)[0].proposals[0].unit, "lake");
    EXPECT_EQ((*questions)[0].proposals[0].period, "2024-06");
}

TEST_F(DigestTest, TellsWhatBecameOfAnAnswerOnce) {
    settle(message("mail", accepted(verdict("hill", "2024-06"))));
    ASSERT_TRUE(queue_digest_if_due(*desk_));
    const auto digest = *ledger().notice_by_key("digest:2024-07-08");
    storage::Answer answer;
    answer.notice = digest->id;
    answer.message = message("answer", accepted(verdict("hill", "2024-06")));
    answer.line = "1 同意";
    answer.applied = true;
    answer.words = "已归入山前镇 2024年6月。";
    ASSERT_TRUE(ledger().add_answer(answer));
    clock_.advance(24h);
    // A rehearsal tells it, and leaves it to the day's own digest.
    desk_->as_of = clock_.now();
    ASSERT_TRUE(queue_digest_if_due(*desk_));
    desk_->as_of.reset();
    const auto content = digest_content(*desk_);
    ASSERT_EQ(content->answers.size(), 1U);
    const auto rendered = notices::render_digest(rulebook_, *content, clock_.now());
    EXPECT_THAT(rendered->text, HasSubstr("“1 同意”：已归入山前镇 2024年6月。"));
    ASSERT_TRUE(queue_digest_if_due(*desk_));
    EXPECT_THAT(digest_content(*desk_)->answers, IsEmpty());
}

TEST_F(DigestTest, BringsTheMonthsAccountOnceAlsoAfterADayWithoutOne) {
    const auto months = [&] {
        const auto content = digest_content(*desk_);
        return notices::month_reports(rulebook_, *content).size();
    };
    ASSERT_TRUE(queue_digest_if_due(*desk_));  // 8 July
    EXPECT_EQ(months(), 0U);
    clock_.advance(4 * 24h);  // Friday 12 July; the June report was due on the 10th
    EXPECT_EQ(months(), 1U);
    ASSERT_TRUE(queue_digest_if_due(*desk_));
    clock_.advance(3 * 24h);
    EXPECT_EQ(months(), 0U);
}

TEST_F(DigestTest, NamesADecisionInReviewBeforeItsLastDay) {
    config::Obligation decisions;
    decisions.id = "major-penalty-decision";
    decisions.title = "重大行政处罚备案";
    decisions.who = {"town"};
    decisions.due.form = config::DueRule::Form::AfterDecision;
    decisions.due.days = 15;
    rulebook_.obligations.push_back(decisions);
    auto judgement = unsure();
    judgement.verdicts[0].obligation = "major-penalty-decision";
    judgement.verdicts[0].decision_date = base::make_date(2024, 6, 25);
    settle(message("decision", judgement));
    const auto content = digest_content(*desk_);
    ASSERT_EQ(content->review.size(), 1U);
    EXPECT_EQ(content->review[0].due, base::make_date(2024, 7, 10));
    EXPECT_EQ(notices::near_items(rulebook_, *content).size(), 1U);
}

TEST_F(DigestTest, NamesATemplateWithAMistake) {
    std::filesystem::create_directories(folder_ + "/templates");
    std::ofstream(folder_ + "/templates/digest.txt.mustache") << "x\n{{#review}}\n";
    rulebook_.templates_directory = folder_ + "/templates";
    EXPECT_THAT(digest_content(*desk_)->tasks,
                ::testing::Contains(HasSubstr("digest.txt.mustache:2")));
}

TEST_F(DigestTest, NamesMailThatCouldNotBeHadWithItsCure) {
    const auto folder = ledger().observe_folder("work", "INBOX", 1, clock_.now());
    ASSERT_TRUE(
        ledger().record_listed(folder->id, std::vector<storage::ListedPlace>{{5}, {6}, {7}}));
    const auto now = clock_.now();
    ASSERT_TRUE(ledger().note_refused_fetch(folder->id, 5, "NO not this one", now - 9 * 24h));
    ASSERT_TRUE(
        ledger().settle_place(folder->id, 5, storage::Outcome::Failed, "NO not this one", now));
    ASSERT_TRUE(ledger().note_refused_fetch(folder->id, 6, "NO busy", now - 30h));
    ASSERT_TRUE(ledger().note_refused_fetch(folder->id, 7, "NO busy", now - 1h));
    const auto content = digest_content(*desk_);
    ASSERT_TRUE(content);
    ASSERT_EQ(content->not_had.size(), 2U);
    const auto rendered = notices::render_digest(rulebook_, *content, now);
    ASSERT_TRUE(rendered);
    EXPECT_THAT(rendered->text, HasSubstr("编号（UID）5 的邮件"));
    EXPECT_THAT(rendered->text, HasSubstr("无法取得，已不再重试：NO not this one"));
    EXPECT_THAT(rendered->text, HasSubstr("取不到，仍在重试：NO busy"));
    EXPECT_THAT(rendered->text, HasSubstr("filingctl import"));
}

}  // namespace
}  // namespace pipeline
