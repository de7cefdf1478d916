#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/ledger.h"
#include "support.h"

namespace storage {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class AnswersTest : public testing::Test {
 protected:
    base::NoticeId digest(const std::string& key = "digest:2024-07-01") {
        Notice notice;
        notice.key = key;
        notice.kind = NoticeKind::Digest;
        notice.to = {"desk@office.example"};
        notice.message_id = "<" + key + "@desk.example>";
        notice.rendered = "text";
        notice.created_at = at(0);
        return got(ledger_->add_notice(notice));
    }
    base::MessageId message() {
        const auto folder = got(ledger_->observe_folder("work", "INBOX", 1, at(0)));
        SpooledPlace place;
        place.uid = 1;
        place.received_at = at(0);
        place.size = 10;
        place.sha256 = std::string(64, 'a');
        const std::vector places{place};
        base::MessageId id;
        good(ledger_->transaction([&]() -> base::Result<> {
            TRY_ASSIGN(const auto ids, ledger_->record_spooled(folder.id, places, at(0)));
            id = ids.front();
            return {};
        }));
        return id;
    }
    static Candidate candidate(const std::string& unit) {
        Candidate proposal;
        proposal.unit = unit;
        proposal.obligation = "monthly-report";
        proposal.period = "2024-06";
        proposal.score = 0.6;
        return proposal;
    }

    StateFolder state_;
    std::unique_ptr<Ledger> ledger_ = open_ledger(state_.ledger());
};

TEST_F(AnswersTest, AnAddressIsDeadFromItsFirstBounceUntilAPersonTakesItOut) {
    DeadAddress dead;
    dead.address = "Gone@Town.example";
    dead.since = at(5);
    dead.notice = digest();
    dead.cause = "550 no such user";
    good(ledger_->put_dead_address(dead));
    dead.cause = "another";
    good(ledger_->put_dead_address(dead));
    EXPECT_TRUE(got(ledger_->is_dead_address("gone@town.EXAMPLE")));
    const auto all = got(ledger_->dead_addresses());
    ASSERT_THAT(all, SizeIs(1));
    EXPECT_EQ(all.front().address, "gone@town.example");
    EXPECT_EQ(all.front().cause, "550 no such user");
    EXPECT_EQ(all.front().notice, dead.notice);
    good(ledger_->remove_dead_address("gone@town.example"));
    EXPECT_FALSE(got(ledger_->is_dead_address("gone@town.example")));
    EXPECT_FALSE(ledger_->remove_dead_address("gone@town.example"));
}

TEST_F(AnswersTest, QuestionsKeepTheirNumbersAndTheOrderOfTheirProposals) {
    const auto notice = digest();
    DigestQuestion first;
    first.number = 12;
    first.message = message();
    first.proposals = {candidate("xingguo"), candidate("fuchi")};
    DigestQuestion second;
    second.number = 13;
    second.message = first.message;
    good(ledger_->put_digest_questions(notice, std::vector{first, second}));
    const auto read = got(ledger_->digest_questions(notice));
    ASSERT_THAT(read, SizeIs(2));
    EXPECT_EQ(read[0].number, 12U);
    EXPECT_EQ(read[0].message, first.message);
    ASSERT_THAT(read[0].proposals, SizeIs(2));
    EXPECT_EQ(read[0].proposals[0].unit, "xingguo");
    EXPECT_EQ(read[0].proposals[1].unit, "fuchi");
    EXPECT_THAT(read[1].proposals, IsEmpty());
    EXPECT_THAT(got(ledger_->digest_questions(digest("digest:2024-07-02"))), IsEmpty());
}

TEST_F(AnswersTest, AnAnswerIsToldOnce) {
    Answer answer;
    answer.notice = digest();
    answer.message = message();
    answer.line = "12 兴国镇 5月";
    answer.applied = true;
    answer.words = "已登记";
    answer.act = got(ledger_->record_act("assign", "{}", at(1)));
    good(ledger_->add_answer(answer));
    answer.act = {};
    answer.applied = false;
    good(ledger_->add_answer(answer));
    EXPECT_THAT(got(ledger_->answers_in(answer.message)), SizeIs(2));
    const auto untold = got(ledger_->untold_answers());
    ASSERT_THAT(untold, SizeIs(2));
    EXPECT_TRUE(untold[0].act);
    EXPECT_FALSE(untold[1].act);
    const auto next = digest("digest:2024-07-02");
    good(ledger_->mark_answers_told(untold[0].id, next));
    EXPECT_THAT(got(ledger_->untold_answers()), SizeIs(1));
    EXPECT_THAT(got(ledger_->answers_in(answer.message)), SizeIs(2));
}

TEST_F(AnswersTest, ACancelledReminderFreesItsDay) {
    Notice notice;
    notice.key = "reminder:xingguo:2024-07-03";
    notice.kind = NoticeKind::Reminder;
    notice.to = {"unit@town.example"};
    notice.message_id = "<one@desk.example>";
    notice.rendered = "text";
    notice.created_at = at(0);
    const auto id = got(ledger_->add_notice(notice));
    EXPECT_FALSE(ledger_->free_key(id)) << "it is queued";
    good(ledger_->transaction(
        [&] { return ledger_->set_notice_state(id, NoticeState::Cancelled, "filed", {}, at(1)); }));
    good(ledger_->free_key(id));
    EXPECT_FALSE(got(ledger_->notice_by_key(notice.key)));
    notice.message_id = "<two@desk.example>";
    EXPECT_TRUE(got(ledger_->add_notice(notice)));
    EXPECT_EQ(got(ledger_->notice_by_message_id("<two@desk.example>"))->key, notice.key);
    EXPECT_FALSE(got(ledger_->notice_by_message_id("<three@desk.example>")));
}

}  // namespace
}  // namespace storage
