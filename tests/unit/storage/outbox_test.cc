#include "storage/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "storage/notice_states.h"
#include "support.h"

namespace storage {
namespace {

constexpr std::array kStates{NoticeState::Held,     NoticeState::Queued,    NoticeState::Sending,
                             NoticeState::Sent,     NoticeState::Uncertain, NoticeState::Refused,
                             NoticeState::Cancelled};

class OutboxTest : public testing::Test {
 protected:
    base::NoticeId add(const std::string& key, NoticeKind kind = NoticeKind::Receipt,
                       NoticeState state = NoticeState::Queued) {
        Notice notice;
        notice.key = key;
        notice.kind = kind;
        notice.state = state;
        notice.to = {"unit@office.example"};
        notice.message_id = key + "@desk.example";
        notice.rendered = "text";
        notice.created_at = at(0);
        NoticeItem item;
        item.unit = key;
        item.obligation = "monthly-report";
        item.period = "2024-06";
        item.stage = "due";
        notice.items = {item};
        return got(ledger_->add_notice(notice));
    }
    NoticeState state(base::NoticeId id) { return got(ledger_->notice(id))->state; }
    /// A notice brought to this state by allowed steps.
    base::NoticeId in_state(NoticeState wanted, const std::string& key) {
        const auto id = add(key, NoticeKind::Receipt,
                            wanted == NoticeState::Held ? wanted : NoticeState::Queued);
        if (wanted == NoticeState::Held || wanted == NoticeState::Queued) return id;
        if (wanted != NoticeState::Cancelled) good(outbox_.begin_sending(id, at(1)));
        if (wanted != NoticeState::Sending)
            good(outbox_.finish(id, wanted, "", std::nullopt, at(2)));
        return id;
    }
    std::string next() {
        const auto notice = got(outbox_.next_to_send(at(10)));
        return notice ? notice->key : "";
    }

    StateFolder state_;
    std::unique_ptr<Ledger> ledger_ = open_ledger(state_.ledger());
    Outbox outbox_{*ledger_};
};

TEST_F(OutboxTest, AStateIsFollowedByThoseOfTheTableOnly) {
    for (const NoticeState from : kStates)
        for (const NoticeState to : kStates) {
            const std::string key = std::string(name(from)) + "-" + std::string(name(to));
            const auto id = in_state(from, key);
            ASSERT_EQ(state(id), from) << key;
            const auto before = got(ledger_->last_journal_number());
            const auto moved = ledger_->set_notice_state(id, to, "x", std::nullopt, at(3));
            EXPECT_EQ(moved.has_value(), may_follow(from, to)) << key;
            EXPECT_EQ(state(id), may_follow(from, to) ? to : from) << key;
            const auto after = got(ledger_->last_journal_number());
            EXPECT_EQ(after.value - before.value, may_follow(from, to) ? 1 : 0) << key;
        }
}

TEST_F(OutboxTest, TheOrderIsDigestAndAlarmThenReminderThenReceipt) {
    add("receipt");
    add("reminder", NoticeKind::Reminder);
    add("alarm", NoticeKind::Alarm);
    add("digest", NoticeKind::Digest);
    add("held", NoticeKind::Digest, NoticeState::Held);
    for (const char* key : {"alarm", "digest", "reminder", "receipt"}) {
        EXPECT_EQ(next(), key);
        good(outbox_.begin_sending(got(ledger_->notice_by_key(key))->id, at(1)));
    }
    EXPECT_EQ(next(), "");
}

TEST_F(OutboxTest, SomethingSetBackWaitsForItsTime) {
    const auto id = add("receipt");
    good(outbox_.begin_sending(id, at(1)));
    good(outbox_.finish(id, NoticeState::Queued, "451", at(11), at(2)));
    EXPECT_EQ(next(), "");
    EXPECT_EQ(got(outbox_.next_to_send(at(11)))->attempts, 1U);
}

TEST_F(OutboxTest, NothingIsBegunTwice) {
    const auto id = add("receipt");
    good(outbox_.begin_sending(id, at(1)));
    const auto again = outbox_.begin_sending(id, at(1));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, base::Kind::Conflict);
}

TEST_F(OutboxTest, WhatAnEarlierLifeWasSendingIsUncertainAndNotSentAgain) {
    const auto id = add("receipt");
    good(outbox_.begin_sending(id, at(1)));
    EXPECT_EQ(got(outbox_.recover(at(5))), 1U);
    EXPECT_EQ(got(outbox_.recover(at(6))), 0U);
    EXPECT_EQ(state(id), NoticeState::Uncertain);
    EXPECT_EQ(next(), "");
}

TEST_F(OutboxTest, AHeldNoticeExpiresAfterThreeDaysAndFreesItsStage) {
    const auto id = add("held", NoticeKind::Reminder, NoticeState::Held);
    EXPECT_EQ(got(outbox_.expire_held(at(72L * 3600 - 1))), 0U);
    EXPECT_THAT(got(ledger_->reminded_items()), testing::SizeIs(1));
    EXPECT_EQ(got(outbox_.expire_held(at(72L * 3600))), 1U);
    EXPECT_EQ(state(id), NoticeState::Cancelled);
    EXPECT_THAT(got(ledger_->reminded_items()), testing::IsEmpty());
}

TEST_F(OutboxTest, AKeyAndAStageAreUsedOnce) {
    add("a");
    Notice same;
    same.key = "a";
    same.message_id = "other@desk.example";
    const auto again = ledger_->add_notice(same);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, base::Kind::Conflict);
    same.key = "b";
    same.items = got(ledger_->notice_by_key("a"))->items;
    EXPECT_FALSE(ledger_->add_notice(same));
    EXPECT_FALSE(got(ledger_->notice_by_key("b"))) << "nothing half added";
}

TEST_F(OutboxTest, CountsWhatLeftForPacing) {
    in_state(NoticeState::Sent, "a");
    in_state(NoticeState::Uncertain, "b");
    in_state(NoticeState::Refused, "c");
    add("d");
    EXPECT_EQ(got(ledger_->count_sent_since(at(0), "")), 2U);
    EXPECT_EQ(got(ledger_->count_sent_since(at(0), "unit@office.example")), 2U);
    EXPECT_EQ(got(ledger_->count_sent_since(at(0), "else@office.example")), 0U);
    EXPECT_EQ(got(ledger_->count_sent_since(at(2), "")), 0U);
}

}  // namespace
}  // namespace storage
