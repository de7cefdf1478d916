#include "daemon/pipeline/digest_job.h"

#include <gmock/gmock.h>

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
