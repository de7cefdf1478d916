#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Reading : public testing::Test {
 protected:
    Reading() {
        const Folder folder = got(ledger_->observe_folder("work", "INBOX", 7, at(0)));
        SpooledPlace place;
        place.uid = 1;
        place.sha256 = sha256("mail");
        const auto ids = got(ledger_->record_spooled(folder.id, std::span(&place, 1), at(0)));
        message_ = *got(ledger_->message(ids.front()));
        got(ledger_->record_parsed(message_, documents({{"1", "body"}, {"2/a.docx", "a"}}), {},
                                   "old"));
        good(ledger_->record_settled(message_.id, Outcome::Review, "unsure_unit"));
    }
    static std::vector<Document> documents(
        const std::vector<std::pair<std::string, std::string>>& parts) {
        std::vector<Document> rows;
        for (const auto& [part, bytes] : parts) {
            Document row;
            row.index = static_cast<std::uint32_t>(rows.size());
            row.part = part;
            row.sha256 = sha256(bytes);
            row.role = "attachment";
            row.text_source = "text";
            rows.push_back(row);
        }
        return rows;
    }
    std::vector<std::string> parts() {
        std::vector<std::string> names;
        const auto documents = got(ledger_->documents(message_.id));
        for (const auto& d : documents) names.push_back(d.part);
        return names;
    }

    StateFolder state_;
    std::unique_ptr<Ledger> ledger_ = open_ledger(state_.ledger());
    Message message_;
};

TEST_F(Reading, ADocumentKeepsItsRowWhereverItStandsNow) {
    const auto before = got(ledger_->documents(message_.id));
    good(ledger_->replace_parsed(
        message_, documents({{"1", "body"}, {"2/new.xls", "n"}, {"3/a.docx", "a"}}), {}, "new"));
    const auto after = got(ledger_->documents(message_.id));
    ASSERT_EQ(after.size(), 3U);
    EXPECT_EQ(after[0].id, before[0].id);
    EXPECT_EQ(after[2].id, before[1].id);
    EXPECT_EQ(got(ledger_->parsed_blob(message_.id)), "new");
    EXPECT_EQ(got(ledger_->message(message_.id))->outcome, Outcome::Review);
}

TEST_F(Reading, WhatIsNotReadAnyMoreIsKeptAsAFormerDocument) {
    const auto before = got(ledger_->documents(message_.id));
    good(ledger_->replace_parsed(message_, documents({{"1", "body"}}), {}, "new"));
    EXPECT_THAT(parts(), ElementsAre("1"));
    EXPECT_TRUE(got(ledger_->knows_object(sha256("a"))));
    EXPECT_TRUE(got(ledger_->document(before[1].id)));
    good(ledger_->replace_parsed(message_, documents({{"1", "body"}, {"2/a.docx", "a"}}), {}, "x"));
    EXPECT_EQ(got(ledger_->documents(message_.id))[1].id, before[1].id);
}

TEST_F(Reading, AnUnsettledMessageIsLeftToThePipeline) {
    const Folder folder = got(ledger_->observe_folder("work", "INBOX", 7, at(0)));
    SpooledPlace place;
    place.uid = 2;
    place.sha256 = sha256("other");
    Message other;
    other.id = got(ledger_->record_spooled(folder.id, std::span(&place, 1), at(0))).front();
    EXPECT_FALSE(ledger_->replace_parsed(other, {}, {}, "new"));
}

TEST_F(Reading, AnObjectIsExpectedUntilItsDocumentIsRecorded) {
    const std::vector<std::string> hashes{sha256("n")};
    good(ledger_->expect_objects(hashes));
    good(ledger_->expect_objects(hashes));
    EXPECT_TRUE(got(ledger_->knows_object(hashes.front())));
    good(ledger_->replace_parsed(message_, documents({{"1", "n"}}), {}, "new"));
    EXPECT_TRUE(got(ledger_->knows_object(hashes.front())));
}

TEST_F(Reading, TheJournalKnowsWhomAnEntryIsAbout) {
    got(ledger_->add_journal("settled", R"({"message":"M1","filings":[{"filing":"F3"}]})", at(1)));
    const auto act = got(ledger_->record_act("exempt", R"({"unit":"fuchi"})", at(2)));
    EXPECT_EQ(got(ledger_->history("M1")).size(), 1U);
    EXPECT_EQ(got(ledger_->history("F3")).size(), 1U);
    EXPECT_THAT(got(ledger_->history("F4")), IsEmpty());
    const std::vector<ActChange> changes{{"exemption", "a b c", "", "{}"}};
    good(ledger_->record_changes(act, changes));
    EXPECT_EQ(got(ledger_->changes_of(act)).front().key, "a b c");
    EXPECT_EQ(got(ledger_->acts_about("exemption", "a b c", base::JournalNumber{1})).size(), 1U);
    good(ledger_->mark_undone(act, act));
    EXPECT_THAT(got(ledger_->acts_about("exemption", "a b c", base::JournalNumber{1})), IsEmpty());
    good(ledger_->mark_redone(act));
    EXPECT_FALSE(got(ledger_->act(act))->undone);
}

TEST_F(Reading, APauseIsPutAndTakenAway) {
    good(ledger_->put_pause({"fuchi", base::make_date(2024, 8, 31)}));
    good(ledger_->put_pause({"fuchi", {}}));
    const auto pauses = got(ledger_->pauses());
    ASSERT_EQ(pauses.size(), 1U);
    EXPECT_FALSE(pauses.front().until);
    good(ledger_->remove_pause("fuchi"));
    EXPECT_FALSE(ledger_->remove_pause("fuchi"));
}

class Pages : public testing::Test {
 protected:
    /// A parsed message that waits for so many pages.
    base::MessageId parsed(std::uint32_t uid, std::uint32_t pages) {
        const Folder folder = got(ledger_->observe_folder("work", "INBOX", 7, at(0)));
        SpooledPlace place;
        place.uid = uid;
        place.sha256 = sha256(std::to_string(uid));
        place.received_at = at(uid);
        const auto ids = got(ledger_->record_spooled(folder.id, std::span(&place, 1), at(0)));
        Message message = *got(ledger_->message(ids.front()));
        message.pages_waiting = pages;
        got(ledger_->record_parsed(message, {}, {}, "parsed"));
        return message.id;
    }
    static std::vector<base::MessageId> ids_of(const std::vector<Message>& messages) {
        std::vector<base::MessageId> ids;
        for (const Message& message : messages) ids.push_back(message.id);
        return ids;
    }
    std::vector<base::MessageId> pages_work(std::int64_t now, std::size_t limit = 10) {
        return ids_of(got(ledger_->pages_work(at(now), limit)));
    }

    StateFolder state_;
    std::unique_ptr<Ledger> ledger_ = open_ledger(state_.ledger());
};

TEST_F(Pages, WhatWaitsForPagesIsNoWorkForTheJudge) {
    const auto later = parsed(3, 4);
    const auto digital = parsed(2, 0);
    const auto first = parsed(1, 2);
    EXPECT_THAT(ids_of(got(ledger_->work(at(9), 10))), ElementsAre(digital));
    EXPECT_THAT(pages_work(9), ElementsAre(first, later));
    EXPECT_THAT(pages_work(9, 1), ElementsAre(first));
    EXPECT_EQ(got(ledger_->pages_waiting()), 6U);
}

TEST_F(Pages, OneThatIsReadGoesToTheJudge) {
    const auto id = parsed(1, 2);
    Message message = *got(ledger_->message(id));
    EXPECT_EQ(message.pages_waiting, 2U);
    message.pages_waiting = 0;
    got(ledger_->record_parsed(message, {}, {}, "read"));
    EXPECT_THAT(pages_work(9), IsEmpty());
    EXPECT_EQ(got(ledger_->pages_waiting()), 0U);
    EXPECT_THAT(ids_of(got(ledger_->work(at(9), 10))), ElementsAre(id));
    EXPECT_EQ(got(ledger_->parsed_blob(id)), "read");
}

TEST_F(Pages, OneThatIsForgottenGoesToTheJudgeWithItsAttemptsClean) {
    const auto id = parsed(1, 2);
    good(ledger_->raise_attempts(std::vector{id}));
    EXPECT_EQ(got(ledger_->message(id))->attempts, 1U);
    good(ledger_->forget_pages(id));
    EXPECT_EQ(got(ledger_->message(id))->attempts, 0U);
    EXPECT_THAT(pages_work(9), IsEmpty());
    EXPECT_THAT(ids_of(got(ledger_->work(at(9), 10))), ElementsAre(id));
    EXPECT_FALSE(ledger_->forget_pages(base::MessageId{99}));
}

TEST_F(Pages, OneThatFailedWaitsForItsTimeAndIsCountedMeanwhile) {
    const auto id = parsed(1, 2);
    good(ledger_->record_waiting(id, "no model", at(60)));
    EXPECT_THAT(pages_work(59), IsEmpty());
    EXPECT_EQ(got(ledger_->pages_waiting()), 2U);
    EXPECT_THAT(pages_work(60), ElementsAre(id));
}

TEST_F(Pages, ASettledMessageWaitsForNone) {
    const auto id = parsed(1, 2);
    good(ledger_->record_settled(id, Outcome::Review, "unsure_unit"));
    EXPECT_THAT(pages_work(9), IsEmpty());
    EXPECT_EQ(got(ledger_->pages_waiting()), 0U);
}

}  // namespace
}  // namespace storage
