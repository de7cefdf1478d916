#include "storage/search_text.h"

#include <gmock/gmock.h>

#include "storage/ledger.h"
#include "storage/sqlite/database.h"
#include "support.h"

namespace storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SearchText, EachHanCharacterIsAWord) {
    EXPECT_EQ(searchable("阳市监处罚〔2024〕25号"), "阳 市 监 处 罚 2024 25 号");
    EXPECT_EQ(searchable("ＡＢＣ公司，2024－06"), "abc 公 司 2024 06");
    EXPECT_EQ(searchable("、。\n"), "");
}

TEST(SearchText, WhatWasTypedIsAPhrase) {
    EXPECT_EQ(search_query("月报"), "\"月 报\"");
    EXPECT_EQ(search_query("柳树镇　2024-0"), "\"柳 树 镇\" AND \"2024 0\" *");
    EXPECT_EQ(search_query(" \"' OR * "), "\"or\" *");
    EXPECT_EQ(search_query("。，"), "");
}

TEST(SearchText, TheFirstTypedWordIsFoundInItsPlace) {
    const std::string text = "关于阳新县的报告〔2024〕25号";
    const auto found = find_typed(text, "罚款 [2024]25");
    ASSERT_TRUE(found);
    EXPECT_EQ(text.substr(found->at, found->length), "2024〕25");
    EXPECT_FALSE(find_typed(text, "新阳"));
}

class Search : public testing::Test {
 protected:
    base::MessageId message(std::uint32_t uid) {
        const Folder folder = got(ledger_->observe_folder("work", "INBOX", 7, at(0)));
        SpooledPlace place;
        place.uid = uid;
        place.received_at = at(uid);
        place.sha256 = sha256("mail " + std::to_string(uid));
        return got(ledger_->record_spooled(folder.id, std::span(&place, 1), at(0))).front();
    }
    std::vector<base::MessageId> found(std::string_view typed) {
        return got(ledger_->found_by(search_query(typed), 100));
    }
    void index(base::MessageId id, std::string_view text) {
        good(ledger_->index_text(id, searchable(text)));
    }

    StateFolder state_;
    std::unique_ptr<Ledger> ledger_ = open_ledger(state_.ledger());
};

TEST_F(Search, FindsSubstringsOfOneCharacterUp) {
    const auto first = message(1);
    const auto second = message(2);
    index(first, "兴国镇六月行政执法工作月报");
    index(second, "富池镇七月行政执法工作月报，第25号");
    EXPECT_THAT(found("镇"), ElementsAre(second, first));
    EXPECT_THAT(found("国镇六"), ElementsAre(first));
    EXPECT_THAT(found("月报 富池"), ElementsAre(second));
    EXPECT_THAT(found("镇国"), IsEmpty());
    EXPECT_THAT(found("25"), ElementsAre(second));
}

TEST_F(Search, AMessageReadAnewIsFoundByItsNewTextAlone) {
    const auto id = message(1);
    index(id, "旧的内容");
    index(id, "新的内容");
    index(id, "新的内容");
    EXPECT_THAT(found("旧"), IsEmpty());
    EXPECT_THAT(found("新"), ElementsAre(id));
}

TEST_F(Search, NoPlanReadsAWholeTable) {
    auto database = sqlite::Database::open(state_.ledger());
    ASSERT_TRUE(database);
    std::vector<std::string> plan;
    ASSERT_TRUE((*database)->each(
        "EXPLAIN QUERY PLAN SELECT e.message FROM search s JOIN search_entry e ON e.id = s.rowid "
        "WHERE s.search MATCH ?1 ORDER BY s.rowid DESC LIMIT ?2",
        [&](sqlite::Row& row) {
            std::int64_t id = 0;
            std::int64_t parent = 0;
            std::int64_t unused = 0;
            std::string detail;
            row.into(id, parent, unused, detail);
            plan.push_back(detail);
        },
        "\"月\"", 10));
    ASSERT_EQ(plan.size(), 2U);
    // FTS5 calls its own index so: M is the match.
    EXPECT_THAT(plan[0], HasSubstr("VIRTUAL TABLE INDEX"));
    EXPECT_THAT(plan[0], HasSubstr("M"));
    EXPECT_THAT(plan[1], HasSubstr("SEARCH e USING INTEGER PRIMARY KEY"));
}

}  // namespace
}  // namespace storage
