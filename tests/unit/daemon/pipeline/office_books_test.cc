#include "daemon/pipeline/office_books.h"

#include <gmock/gmock.h>

#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/settle_step.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class OfficeBooksTest : public DeskTest {
 protected:
    base::MessageId settled(const std::string& bytes, const judge::Judgement& judgement) {
        const auto id = message(bytes, judgement);
        const std::vector<storage::Message> batch{row(id)};
        const auto done = settle_judged(*desk_, batch);
        EXPECT_TRUE(done) << base::describe(done.error());
        return id;
    }
    std::vector<RegisterLine> lines(int year) {
        auto found = register_of(ledger(), year);
        EXPECT_TRUE(found) << base::describe(found.error());
        return found ? *found : std::vector<RegisterLine>{};
    }
    duties::Courses courses() {
        const auto day = base::date_of(clock_.now());
        const auto snapshot = snapshot_at(ledger(), rulebook_, day);
        const auto all = duties::duties_at(rulebook_, *snapshot, day);
        auto found = courses_of(ledger(), *snapshot, all, 2024);
        EXPECT_TRUE(found) << base::describe(found.error());
        return found ? *found : duties::Courses{};
    }
    static judge::Verdict piece(judge::Verdict verdict, const std::string& name) {
        verdict.pieces[0].piece = name;
        return verdict;
    }
};

TEST_F(OfficeBooksTest, TheRegisterHasALineForEachFilingOfEachMail) {
    settled("a question", unsure());
    clock_.advance(1h);
    judge::Judgement two = accepted(verdict("hill", "2024-06"));
    two.verdicts.push_back(verdict("hill", "2024-07"));
    const auto first = settled("two months", two);
    clock_.advance(1h);
    const auto second = settled("one month", accepted(verdict("lake", "2024-06")));
    const auto found = lines(2024);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].message, first);
    EXPECT_EQ(found[0].number, row(first).receipt_number.value_or(base::label(first)));
    EXPECT_EQ(found[0].unit, "hill");
    EXPECT_EQ(found[1].message, first);
    EXPECT_NE(found[0].period, found[1].period);
    EXPECT_EQ(found[2].message, second);
    EXPECT_EQ(found[2].unit, "lake");
    EXPECT_EQ(found[2].documents, 1U);
    EXPECT_EQ(found[2].status, storage::FilingStatus::Incomplete);
    EXPECT_EQ(found[2].subject, "六月月报");
    EXPECT_THAT(found[2].decision_number, IsEmpty());
}

TEST_F(OfficeBooksTest, TheRegisterTellsADecisionsNumber) {
    auto decided = verdict("lake", "2024-06");
    decided.fields_json = R"({"decision_number":"湖镇综执罚决字〔2024〕3号"})";
    settled("a decision", accepted(decided));
    ASSERT_EQ(lines(2024).size(), 1U);
    EXPECT_EQ(lines(2024)[0].decision_number, "湖镇综执罚决字〔2024〕3号");
}

TEST_F(OfficeBooksTest, TheRegisterIsOfTheYearOfArrivalInTheCounty) {
    clock_.advance(*base::parse_instant("2024-12-31T23:59:00+08:00") - clock_.now());
    settled("the last of a year", accepted(verdict("lake", "2024-11")));
    clock_.advance(2min);
    settled("the first of the next", accepted(verdict("lake", "2024-12")));
    ASSERT_EQ(lines(2024).size(), 1U);
    EXPECT_EQ(lines(2024)[0].period, "2024-11");
    ASSERT_EQ(lines(2025).size(), 1U);
    EXPECT_EQ(lines(2025)[0].period, "2024-12");
    EXPECT_THAT(lines(2023), IsEmpty());
}

TEST_F(OfficeBooksTest, TheCourseTellsFirstAndLastPieceAndCorrections) {
    const auto begun = clock_.now();
    settled("the word half", accepted(verdict("lake", "2024-06")));
    clock_.advance(1h);
    settled("the word half again", accepted(verdict("lake", "2024-06")));
    clock_.advance(1h);
    settled("the other half", accepted(piece(verdict("lake", "2024-06"), "stamped-pdf")));
    const auto found = courses();
    ASSERT_EQ(found.size(), 1U);
    const auto& course = found.begin()->second;
    EXPECT_EQ(course.received_at, begun);
    EXPECT_EQ(course.completed_at, begun + 2h);
    EXPECT_EQ(course.corrections, 1);
}

TEST_F(OfficeBooksTest, OnlyAPersonMarksAnItemOfTheOfficeDone) {
    auto item = rulebook_.obligations[0];
    item.id = "review";
    item.nature = config::Nature::Office;
    rulebook_.obligations.push_back(item);
    storage::Filing filing;
    filing.unit = "lake";
    filing.obligation = "review";
    filing.period = "2024-06";
    filing.status = storage::FilingStatus::Complete;
    filing.received_at = clock_.now();
    filing.completed_at = clock_.now();
    const auto put = [&] {
        EXPECT_TRUE(ledger().transaction([&]() -> base::Result<> {
            TRY_ASSIGN(filing.id, ledger().put_filing(filing));
            return base::Result<>();
        }));
    };
    put();
    EXPECT_THAT(*office_items_done(ledger(), rulebook_), IsEmpty());
    filing.fields_json = R"({"by_hand":{"by":"someone"}})";
    put();
    EXPECT_THAT(*office_items_done(ledger(), rulebook_),
                ElementsAre(std::pair<std::string, std::string>("review", "2024-06")));
}

}  // namespace
}  // namespace pipeline
