// When uncertain notices are looked for in the folder of sent mail, and what is made of it. The
// lookup itself: tests/system/sent_lookup_test.py, on Dovecot.
#include "daemon/pipeline/sent_evidence.h"

#include <gtest/gtest.h>

#include "storage/outbox.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using namespace std::chrono_literals;
using storage::NoticeState;

class SentEvidenceTest : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        evidence_.emplace(ledger(), clock_, true);
    }
    base::NoticeId uncertain(const std::string& id) {
        storage::Notice n;
        n.key = "receipt:" + id;
        n.to = {"lake@mail.test"};
        n.message_id = "<" + id + "@office.test>";
        n.created_at = clock_.now();
        base::NoticeId number;
        EXPECT_TRUE(ledger().transaction([&]() -> base::Result<> {
            TRY_ASSIGN(number, ledger().add_notice(n));
            return {};
        }));
        storage::Outbox outbox(ledger());
        EXPECT_TRUE(outbox.begin_sending(number, clock_.now()));
        EXPECT_TRUE(outbox.finish(number, NoticeState::Uncertain, "", {}, clock_.now()));
        return number;
    }
    NoticeState state(base::NoticeId id) { return (*ledger().notice(id))->state; }
    /// A look that finds these.
    void look(const std::vector<std::string>& ids) {
        ASSERT_TRUE(evidence_->count_tries());
        ASSERT_TRUE(evidence_->conclude(ids));
    }

    std::optional<SentEvidence> evidence_;
};

TEST_F(SentEvidenceTest, NothingIsAskedWhileAllIsCertain) { EXPECT_FALSE(evidence_->due_in()); }

TEST_F(SentEvidenceTest, LooksAfterTwoMinutesThenHourlyFiveTimesInAll) {
    const auto id = uncertain("one");
    EXPECT_EQ(evidence_->due_in(), 2min);
    clock_.advance(2min);
    EXPECT_EQ(evidence_->due_in(), 0ms);
    for (int tries = 1; tries < 5; ++tries) {
        look({"<other@office.test>"});
        EXPECT_EQ(evidence_->due_in(), 1h) << tries;
        clock_.advance(1h);
    }
    look({});
    EXPECT_FALSE(evidence_->due_in());
    EXPECT_EQ(state(id), NoticeState::Uncertain);
}

TEST_F(SentEvidenceTest, WhatStandsThereWasSent) {
    const auto found = uncertain("one");
    const auto other = uncertain("two");
    EXPECT_TRUE(evidence_->due_in());
    clock_.advance(2min);
    look({"<x@office.test>", "<one@office.test>"});
    EXPECT_EQ(state(found), NoticeState::Sent);
    EXPECT_EQ(state(other), NoticeState::Uncertain);
}

TEST_F(SentEvidenceTest, TriesAreCountedOverRuns) {
    uncertain("one");
    EXPECT_EQ(evidence_->due_in(), 2min);
    clock_.advance(90s);
    evidence_.emplace(ledger(), clock_, true);
    EXPECT_EQ(evidence_->due_in(), 30s);
}

TEST_F(SentEvidenceTest, AMailboxOfAnotherAccountIsNotAsked) {
    uncertain("one");
    evidence_.emplace(ledger(), clock_, false);
    EXPECT_FALSE(evidence_->due_in());
}

TEST(SendsFor, IsTheAccountThatSends) {
    config::MailboxSettings mailbox;
    mailbox.user = "Office@mail.test";
    config::SmtpSettings smtp;
    smtp.from_address = "office@mail.test";
    EXPECT_FALSE(sends_for(mailbox, smtp));
    smtp.url = "smtps://smtp.mail.test";
    EXPECT_TRUE(sends_for(mailbox, smtp));
    smtp.user = "other@mail.test";
    EXPECT_FALSE(sends_for(mailbox, smtp));
}

}  // namespace
}  // namespace pipeline
