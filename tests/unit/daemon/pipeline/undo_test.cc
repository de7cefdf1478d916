#include "daemon/pipeline/undo.h"

#include <gmock/gmock.h>

#include "daemon/pipeline/act_images.h"
#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/settle_step.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using ::testing::HasSubstr;

class Undo : public DeskTest {
 protected:
    base::MessageId settled(const std::string& bytes, const judge::Judgement& judgement) {
        const auto id = message(bytes, judgement);
        const std::vector<storage::Message> batch{row(id)};
        EXPECT_TRUE(settle_judged(*desk_, batch));
        clock_.advance(std::chrono::hours(1));
        return id;
    }
    Assignment to(base::MessageId message, const std::string& unit) {
        Assignment assignment;
        assignment.message = message;
        assignment.unit = unit;
        assignment.obligation = "monthly-report";
        assignment.period = "2024-06";
        assignment.by = "clerk";
        return assignment;
    }
    /// Everything that acts change, as images.
    std::string picture() {
        std::string all;
        for (std::int64_t id = 1; id < 6; ++id) {
            all += *image_of(ledger(), subject(base::MessageId{id})) + "\n";
            all += *image_of(ledger(), subject(base::FilingId{id})) + "\n";
        }
        const auto exemptions = ledger().exemptions();
        for (const auto& e : *exemptions) all += e.unit + e.period + e.reason + "\n";
        const auto addresses = ledger().confirmed_addresses();
        for (const auto& a : *addresses) all += a.address + a.unit + "\n";
        const auto pauses = ledger().pauses();
        for (const auto& p : *pauses) all += p.unit + "\n";
        return all;
    }
    void is_undone_exactly(const std::function<base::Result<Acted>()>& act) {
        const auto before = picture();
        const auto acted = act();
        ASSERT_TRUE(acted) << base::describe(acted.error());
        const auto after = picture();
        EXPECT_NE(before, after);
        const auto undone = undo(*desk_, acted->journal, "clerk");
        ASSERT_TRUE(undone) << base::describe(undone.error());
        EXPECT_EQ(picture(), before);
        const auto redone = undo(*desk_, *undone, "clerk");
        ASSERT_TRUE(redone) << base::describe(redone.error());
        EXPECT_EQ(picture(), after);
        // The act counts again, and can be undone again.
        EXPECT_FALSE((*ledger().act(acted->journal))->undone);
        ASSERT_TRUE(undo(*desk_, acted->journal, "clerk"));
        EXPECT_EQ(picture(), before);
    }
};

TEST_F(Undo, AnAssignmentThatMovedADocumentBetweenFilings) {
    settled("mail one", accepted(verdict("lake", "2024-06")));
    const auto second = settled("mail two", accepted(verdict("lake", "2024-06")));
    is_undone_exactly([&] { return assign(*desk_, to(second, "hill")); });
}

TEST_F(Undo, AnAssignmentThatEmptiedAFilingBringsItBackUnderItsId) {
    const auto id = settled("mail one", accepted(verdict("lake", "2024-06")));
    is_undone_exactly([&] { return assign(*desk_, to(id, "hill")); });
    EXPECT_EQ((*ledger().find_filing("lake", "monthly-report", "2024-06"))->id.value, 1);
}

TEST_F(Undo, EveryOtherAct) {
    const auto id = settled("mail one", unsure());
    is_undone_exactly([&] { return dismiss(*desk_, id, "重复", "clerk"); });
    const DutyName duty{"lake", "monthly-report", "2024-06"};
    is_undone_exactly([&] { return exempt(*desk_, duty, "机构改革", "clerk"); });
    is_undone_exactly([&] { return confirm_address(*desk_, "New@mail.test", "lake", "clerk"); });
    is_undone_exactly([&] { return pause_unit(*desk_, "lake", {}, "clerk"); });
    ASSERT_TRUE(confirm_address(*desk_, "old@mail.test", "lake", "clerk"));
    is_undone_exactly([&] { return revoke_address(*desk_, "old@mail.test", "clerk"); });
    ASSERT_TRUE(pause_unit(*desk_, "lake", base::make_date(2024, 8, 1), "clerk"));
    is_undone_exactly([&] { return resume_unit(*desk_, "lake", "clerk"); });
}

TEST_F(Undo, AnExemptionWhoseReasonWasReplacedGetsItsOldReasonBack) {
    const DutyName duty{"lake", "monthly-report", "2024-06"};
    ASSERT_TRUE(exempt(*desk_, duty, "旧", "clerk"));
    is_undone_exactly([&] { return exempt(*desk_, duty, "新", "clerk"); });
    EXPECT_EQ(ledger().exemptions()->front().reason, "旧");
}

TEST_F(Undo, IsRefusedWithTheNamesOfWhatWasBuiltOnIt) {
    const auto id = settled("mail one", unsure());
    const auto first = assign(*desk_, to(id, "lake"));
    ASSERT_TRUE(first);
    settled("mail two", accepted(verdict("lake", "2024-06")));
    const auto second = dismiss(*desk_, id, "重复", "clerk");
    ASSERT_TRUE(second);
    const auto before = picture();
    const auto refused = undo(*desk_, first->journal, "clerk");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, base::Kind::Conflict);
    EXPECT_THAT(refused.error().text, HasSubstr(base::label(second->journal) + " (dismiss M1)"));
    EXPECT_THAT(refused.error().text, HasSubstr("(settled M2)"));
    EXPECT_EQ(picture(), before);
}

TEST_F(Undo, IsRefusedWhenALaterMailMadeAFilingForTheSameDuty) {
    const auto id = settled("mail one", accepted(verdict("lake", "2024-06")));
    const auto act = assign(*desk_, to(id, "hill"));
    ASSERT_TRUE(act);
    settled("mail two", accepted(verdict("lake", "2024-06")));
    const auto before = picture();
    const auto refused = undo(*desk_, act->journal, "clerk");
    ASSERT_FALSE(refused);
    const auto now = *ledger().find_filing("lake", "monthly-report", "2024-06");
    EXPECT_THAT(refused.error().text, HasSubstr(base::label(now->id) + " answers the duty of F1"));
    EXPECT_THAT(refused.error().hint, HasSubstr("review assign"));
    EXPECT_EQ(picture(), before);
}

TEST_F(Undo, LeavesALaterActThatMadeTheSameAgain) {
    const auto first = confirm_address(*desk_, "new@mail.test", "lake", "clerk");
    ASSERT_TRUE(revoke_address(*desk_, "new@mail.test", "clerk"));
    const auto again = confirm_address(*desk_, "new@mail.test", "lake", "clerk");
    const auto refused = undo(*desk_, first->journal, "clerk");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().text, HasSubstr(base::label(again->journal)));
    EXPECT_EQ(ledger().confirmed_addresses()->size(), 1U);
    ASSERT_TRUE(undo(*desk_, again->journal, "clerk"));
    EXPECT_TRUE(ledger().confirmed_addresses()->empty());
}

TEST_F(Undo, WhatIsNoActOrUndoneAlreadyIsSaidSo) {
    const auto id = settled("mail one", unsure());
    EXPECT_FALSE(undo(*desk_, base::JournalNumber{1}, "clerk"));
    const auto act = dismiss(*desk_, id, "重复", "clerk");
    ASSERT_TRUE(undo(*desk_, act->journal, "clerk"));
    const auto again = undo(*desk_, act->journal, "clerk");
    ASSERT_FALSE(again);
    EXPECT_THAT(again.error().text, HasSubstr("undone already"));
    const auto outbox = ledger().record_act("outbox_drop", "{}", clock_.now());
    EXPECT_THAT(undo(*desk_, *outbox, "clerk").error().hint, HasSubstr("filingctl outbox"));
}

TEST_F(Undo, AMessageAPersonDecidedAboutIsToldUntilItIsUndone) {
    const auto id = settled("mail one", unsure());
    EXPECT_FALSE(*ledger().decided_by_person(id));
    const auto act = dismiss(*desk_, id, "重复", "clerk");
    EXPECT_TRUE(*ledger().decided_by_person(id));
    ASSERT_TRUE(undo(*desk_, act->journal, "clerk"));
    EXPECT_FALSE(*ledger().decided_by_person(id));
}

TEST_F(Undo, NamesAreCheckedWithTheNearestInTheAnswer) {
    const auto unit = exempt(*desk_, {"lke", "monthly-report", "2024-06"}, "x", "clerk");
    ASSERT_FALSE(unit);
    EXPECT_THAT(unit.error().hint, HasSubstr("lake (湖畔镇人民政府)"));
    const auto by_name = exempt(*desk_, {"山前镇", "monthly-report", "2024-06"}, "x", "clerk");
    EXPECT_THAT(by_name.error().hint, HasSubstr("the nearest are hill"));
    EXPECT_FALSE(exempt(*desk_, {"lake", "monthly-report", "2024"}, "x", "clerk"));
    EXPECT_FALSE(exempt(*desk_, {"lake", "monthly-report", "2024-06"}, "  ", "clerk"));
    EXPECT_FALSE(confirm_address(*desk_, "lake@mail.test", "hill", "clerk"));
    EXPECT_FALSE(confirm_address(*desk_, "no address", "hill", "clerk"));
    EXPECT_FALSE(revoke_address(*desk_, "nobody@mail.test", "clerk"));
    EXPECT_FALSE(resume_unit(*desk_, "lake", "clerk"));
}

}  // namespace
}  // namespace pipeline
