#include "daemon/pipeline/outbox_runner.h"

#include <gmock/gmock.h>

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
                        [this](const auto& to, const std::string& text, std::stop_token) {
                            sent_.push_back(text);
                            sent_to_ = to;
                            return answer();
                        });
    }

    base::Result<smtp::Delivery> answer() {
        smtp::Delivery delivery;
        delivery.fate = smtp::Fate::Sent;
        if (answers_.empty()) return delivery;
        delivery.fate = answers_.front();
        answers_.pop_front();
        delivery.limit = limit_;
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
    smtp::Limit limit_ = smtp::Limit::None;
    std::vector<std::string> sent_;
    std::vector<std::string> sent_to_;
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

TEST_F(OutboxRunnerTest, CapsReceiptsPerAddressAndDay) {
    rulebook_.settings.smtp.per_15_minutes = 1000;
    rulebook_.settings.smtp.per_day = 1000;
    for (int hour = 0; hour < 8; ++hour) {
        for (int i = 0; i < 8; ++i) {
            notice("receipt:" + std::to_string(hour * 8 + i));
            send();
        }
        clock_.advance(std::chrono::minutes(61));
    }
    EXPECT_EQ(sent_.size(), 40U);
    EXPECT_THAT(runner_->trouble(), testing::HasSubstr("lake@mail.test"));
    const auto other = notice("receipt:other", storage::NoticeKind::Receipt, "hill@mail.test");
    EXPECT_TRUE(send());
    EXPECT_EQ(state(other), NoticeState::Sent);
    clock_.advance(std::chrono::hours(25));
    send();
    EXPECT_EQ(runner_->trouble(), "");
}

TEST_F(OutboxRunnerTest, ReceiptsWaitWhenAllOfThemAreTooMany) {
    rulebook_.settings.smtp.per_15_minutes = 1000;
    rulebook_.settings.smtp.per_day = 1000;
    for (int i = 0; i < 101; ++i)
        notice("receipt:" + std::to_string(i), storage::NoticeKind::Receipt,
               std::to_string(i) + "@mail.test");
    while (send()) {
    }
    EXPECT_EQ(sent_.size(), 100U);
    EXPECT_NE(runner_->trouble(), "");
    const auto digest = notice("digest:1", storage::NoticeKind::Digest, "staff@mail.test");
    EXPECT_TRUE(send());
    EXPECT_EQ(state(digest), NoticeState::Sent);
    EXPECT_FALSE(send());
    clock_.advance(std::chrono::minutes(61));
    EXPECT_TRUE(send());
    EXPECT_TRUE(ledger().notices(NoticeState::Cancelled)->empty());
}

TEST_F(OutboxRunnerTest, TooFastPausesAllSendingForAQuarterOfAnHour) {
    const auto id = notice("receipt:1");
    notice("receipt:2", storage::NoticeKind::Receipt, "hill@mail.test");
    answers_ = {smtp::Fate::Later};
    limit_ = smtp::Limit::Pace;
    ASSERT_TRUE(send());
    EXPECT_EQ(state(id), NoticeState::Queued);
    clock_.advance(std::chrono::minutes(14));
    EXPECT_FALSE(send());
    clock_.advance(std::chrono::minutes(2));
    EXPECT_TRUE(send());
    EXPECT_TRUE(send());
    EXPECT_EQ(state(id), NoticeState::Sent);
}

TEST_F(OutboxRunnerTest, AQuotaOfTheDayWaitsForTheNextDay) {
    for (const auto limit : {smtp::Limit::Day, smtp::Limit::Account}) {
        const auto id = notice("receipt:" + std::to_string(static_cast<int>(limit)));
        answers_ = {smtp::Fate::Later};
        limit_ = limit;
        ASSERT_TRUE(send());
        EXPECT_NE(runner_->trouble(), "");
        clock_.advance(std::chrono::hours(13));  // 10:00 to 23:00
        EXPECT_FALSE(send());
        clock_.advance(std::chrono::hours(2));
        EXPECT_TRUE(send());
        EXPECT_EQ(state(id), NoticeState::Sent);
        EXPECT_EQ(runner_->trouble(), "");
        clock_.advance(std::chrono::hours(9));
    }
}

TEST_F(OutboxRunnerTest, WhatIsTakenForSpamIsRefusedAndTold) {
    const auto id = notice("receipt:1");
    answers_ = {smtp::Fate::Refused};
    limit_ = smtp::Limit::Content;
    ASSERT_TRUE(send());
    EXPECT_EQ(state(id), NoticeState::Refused);
    EXPECT_THAT(runner_->trouble(), testing::HasSubstr(base::label(id)));
}

class DeadAddresses : public OutboxRunnerTest {
 protected:
    void bury(const std::string& address) {
        storage::DeadAddress dead;
        dead.address = address;
        dead.since = clock_.now();
        dead.cause = "550 no such user";
        ASSERT_TRUE(ledger().put_dead_address(dead));
    }
};

TEST_F(DeadAddresses, GetNoMail) {
    bury("lake@mail.test");
    const auto receipt = notice("receipt:1");
    const auto reminder = notice("reminder:1", storage::NoticeKind::Reminder, "Lake@mail.test");
    EXPECT_TRUE(send());
    EXPECT_TRUE(send());
    EXPECT_FALSE(send());
    EXPECT_TRUE(sent_.empty());
    EXPECT_EQ(state(receipt), NoticeState::Cancelled);
    EXPECT_EQ(state(reminder), NoticeState::Cancelled);
    EXPECT_EQ(runner_->trouble(), "");
}

TEST_F(DeadAddresses, AreLeftOutWhereOthersGetTheMail) {
    bury("staff@mail.test");
    storage::Notice digest;
    digest.key = "digest:1";
    digest.kind = storage::NoticeKind::Digest;
    digest.to = {"staff@mail.test", "chief@mail.test"};
    digest.message_id = "<d@mail.test>";
    digest.created_at = clock_.now();
    ASSERT_TRUE(ledger().add_notice(digest));
    EXPECT_TRUE(send());
    EXPECT_THAT(sent_to_, testing::ElementsAre("chief@mail.test"));
}

TEST_F(DeadAddresses, OfStaffAreSaidWhereStaffStillLook) {
    bury("staff@mail.test");
    notice("digest:1", storage::NoticeKind::Digest, "staff@mail.test");
    EXPECT_TRUE(send());
    EXPECT_TRUE(sent_.empty());
    EXPECT_THAT(runner_->trouble(), testing::HasSubstr("staff@mail.test"));
    ASSERT_TRUE(ledger().remove_dead_address("staff@mail.test"));
    notice("digest:2", storage::NoticeKind::Digest, "staff@mail.test");
    EXPECT_TRUE(send());
    EXPECT_EQ(runner_->trouble(), "");
}

}  // namespace
}  // namespace pipeline
