#include "daemon/pipeline/mailbox_store.h"

#include <gmock/gmock.h>

#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

class MailboxStoreTest : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        store_.emplace(
            "work", folder_,
            MailboxStore::World{base::system_env(), clock_, ledger(), stores_->spool, [] {}});
        const auto id = store_->observe("INBOX", 7);
        ASSERT_TRUE(id);
        folder_id_ = *id;
        std::vector<imap::Listed> listed(9);
        for (std::uint32_t i = 0; i < 9; ++i) listed[i].uid = i + 1;
        ASSERT_TRUE(store_->record_listed(folder_id_, listed));
    }
    std::vector<std::string> journal() {
        std::vector<std::string> lines;
        const auto entries = ledger().journal_after({}, 99);
        for (const auto& entry : *entries) lines.push_back(entry.line);
        return lines;
    }

    std::optional<MailboxStore> store_;
    base::FolderId folder_id_;
};

TEST_F(MailboxStoreTest, GivesAMessageUpAfterSevenDaysOfRefusalsAndSaysSoInTheJournal) {
    imap::Refused refused;
    for (int day = 0; day <= 7; ++day) {
        EXPECT_FALSE(refused.given_up) << day;
        refused = *store_->refused(folder_id_, 5, "NO not this one");
        clock_.advance(24h);
    }
    EXPECT_TRUE(refused.given_up);
    EXPECT_EQ(refused.count, 8U);
    EXPECT_TRUE(store_->refusals(folder_id_)->empty());
    ASSERT_EQ(journal().size(), 1U);
    EXPECT_EQ(
        journal()[0],
        R"({"places":{"mailbox":"work","folder":"INBOX","uid_validity":7,"uids":"5"},)"
        R"("outcome":"failed","reason":"NO not this one","since":"2024-07-08T10:00:00+08:00"})");
    EXPECT_EQ((*ledger().accounting())[0].failed, 1U);
}

TEST_F(MailboxStoreTest, DoesNotGiveUpWhatWasHardlyTriedInSevenDays) {
    EXPECT_FALSE(store_->refused(folder_id_, 5, "lost")->given_up);
    clock_.advance(24h * 30);
    EXPECT_FALSE(store_->refused(folder_id_, 5, "lost")->given_up);
    ASSERT_EQ(store_->refusals(folder_id_)->size(), 1U);
    EXPECT_EQ((*store_->refusals(folder_id_))[0].count, 2U);
}

TEST_F(MailboxStoreTest, TellsInOneEntryOfAllPlacesThatOneRuleLeavesOut) {
    const std::vector<std::uint32_t> uids{9, 1, 2, 3, 6};
    ASSERT_TRUE(store_->out_of_scope(folder_id_, uids, "arrived before 2024-06-01"));
    ASSERT_EQ(journal().size(), 1U);
    EXPECT_THAT(journal()[0], HasSubstr(R"("uids":"1:3,6,9")"));
    EXPECT_THAT(journal()[0], HasSubstr(R"("outcome":"out_of_scope")"));
    EXPECT_EQ((*ledger().accounting())[0].out_of_scope, 5U);
}

}  // namespace
}  // namespace pipeline
