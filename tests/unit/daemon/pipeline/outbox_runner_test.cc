#include "daemon/pipeline/outbox_runner.h"

#include <deque>

#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using storage::NoticeState;

class OutboxRunnerTest : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        rulebook_.settings.smtp.per_15_minutes = 3;
        rulebook_.settings.smtp.per_day = 100;
        make_runner();
    }

    void make_runner() {
        runner_.emplace(rulebook_, ledger(), *stores_->journal, clock_,
                        [this](const auto&, const std::string& text, std::stop_token) {
                            sent_.push_back(text);
                            return answer();
                        });
    }

    base::Result<smtp::Delivery> answer() {
        smtp::Delivery delivery;
        delivery.fate = smtp::Fate::Sent;
        if (answers_.empty()) return delivery;
        delivery.fate = answers_.front();
        answers_.pop_front();
        return delivery;
    }

    base::NoticeId notice(const std::string& key,
                          storage::NoticeKind kind = storage::NoticeKind::Receipt,
                          const std::string& to = "lake@mail.test") {
        storage::Notice n;
        n.key = key;
        n.kind = kind;
        n.to = {to};
        n.message_id = "<" + key + "@mail.test>";
        n.rendered = key;
        n.created_at = clock_.now();
        base::NoticeId id;
        EXPECT_TRUE(ledger().transaction([&]() -> base::Result<> {
            TRY_ASSIGN(id, ledger().add_notice(n));
            return {};
        }));
        return id;
    }

    NoticeState state(base::NoticeId id) { return (*ledger().notice(id))->state; }
    bool send() { return runner_->send_next({}).value_or(false); }

    std::optional<OutboxRunner> runner_;
    std::deque<smtp::Fate> answers_;
    std::vector<std::string> sent_;
};

TEST_F(OutboxRunnerTest, SendsDigestsBeforeReceipts) {
    notice("receipt:1");
    notice("digest:1", storage::NoticeKind::Digest);
    ASSERT_TRUE(send());
    ASSERT_TRUE(send());
    EXPECT_FALSE(send());
    EXPECT_EQ(sent_, (std::vector<std::string>{"digest:1", "receipt:1"}));
}

TEST_F(OutboxRunnerTest, TriesAgainLaterAfterATemporaryRefusal) {
    const auto id = notice("receipt:1");
    answers_ = {smtp::Fate::Later};
    ASSERT_TRUE(send());
    EXPECT_EQ(state(id), NoticeState::Queued);
    EXPECT_FALSE(runner_->trouble().empty());
    EXPECT_FALSE(send());
    clock_.advance(std::chrono::minutes(70));
    ASSERT_TRUE(send());
    EXPECT_EQ(state(id), NoticeState::Sent);
    EXPECT_TRUE(runner_->trouble().empty());
}

TEST_F(OutboxRunnerTest, GivesUpAfterFiveDays) {
    const auto id = notice("receipt:1");
    clock_.advance(std::chrono::days(6));
    answers_ = {smtp::Fate::Later};
    ASSERT_TRUE(send());
    EXPECT_EQ(state(id), NoticeState::Refused);
}

TEST_F(OutboxRunnerTest, NeverSendsAgainWhatMayHaveArrived) {
    const auto id = notice("receipt:1");
    answers_ = {smtp::Fate::Uncertain};
    ASSERT_TRUE(send());
    EXPECT_EQ(state(id), NoticeState::Uncertain);
    clock_.advance(std::chrono::days(1));
    EXPECT_FALSE(send());
    EXPECT_EQ(sent_.size(), 1U);
}

TEST_F(OutboxRunnerTest, MarksWhatWasBeingSentWhenTheProcessEnded) {
    const auto id = notice("receipt:1");
    storage::Outbox outbox(ledger());
    ASSERT_TRUE(outbox.begin_sending(id, clock_.now()));
    make_runner();
    ASSERT_TRUE(runner_->recover());
    EXPECT_EQ(state(id), NoticeState::Uncertain);
    EXPECT_FALSE(send());
}

TEST_F(OutboxRunnerTest, PausesAfterARefusedLoginFirstTenMinutesThenSixHours) {
    const auto id = notice("receipt:1");
    answers_ = {smtp::Fate::Login, smtp::Fate::Login};
    ASSERT_TRUE(send());
    EXPECT_EQ(state(id), NoticeState::Queued);
    clock_.advance(std::chrono::minutes(9));
    EXPECT_FALSE(send());
    clock_.advance(std::chrono::minutes(2));
    EXPECT_TRUE(send());
    clock_.advance(std::chrono::hours(5));
    EXPECT_FALSE(send());
    clock_.advance(std::chrono::hours(2));
    EXPECT_TRUE(send());
    EXPECT_EQ(state(id), NoticeState::Sent);
}

TEST_F(OutboxRunnerTest, KeepsThePace) {
    for (int i = 0; i < 5; ++i)
        notice("digest:" + std::to_string(i), storage::NoticeKind::Digest,
               std::to_string(i) + "@mail.test");
    EXPECT_TRUE(send());
    EXPECT_TRUE(send());
    EXPECT_TRUE(send());
    EXPECT_FALSE(send());
    clock_.advance(std::chrono::minutes(16));
    EXPECT_TRUE(send());
}

TEST_F(OutboxRunnerTest, CapsReceiptsPerAddressAndHour) {
    rulebook_.settings.smtp.per_15_minutes = 1000;
    for (int i = 0; i < 12; ++i) notice("receipt:" + std::to_string(i));
    for (int i = 0; i < 20; ++i) send();
    EXPECT_EQ(sent_.size(), 10U);
    EXPECT_EQ(ledger().notices(NoticeState::Cancelled)->size(), 2U);
}

}  // namespace
}  // namespace pipeline
