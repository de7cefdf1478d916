#include "daemon/pipeline/reprocess.h"

#include <gmock/gmock.h>

#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/refile.h"
#include "daemon/pipeline/search_step.h"
#include "daemon/pipeline/settle_step.h"
#include "daemon/pipeline/undo.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kMail =
    "From: lake@mail.test\r\nTo: office@mail.test\r\nSubject: hello\r\n"
    "Message-ID: <1@mail.test>\r\n\r\nShall we meet on Monday?\r\n";

class Reprocess : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        auto parser = start_parser(rulebook_.settings.parser);
        ASSERT_TRUE(parser) << base::describe(parser.error());
        parser_ = std::move(*parser);
    }
    base::MessageId settled(const std::string& bytes, const judge::Judgement& judgement) {
        const auto id = message(bytes, judgement);
        const std::vector<storage::Message> batch{row(id)};
        EXPECT_TRUE(settle_judged(*desk_, batch));
        clock_.advance(std::chrono::hours(1));
        return id;
    }
    Reprocessed done(base::MessageId id, bool dry_run = false) {
        const auto report = reprocess(*desk_, {*parser_, *parser_}, id, dry_run);
        EXPECT_TRUE(report) << base::describe(report.error());
        return report ? *report : Reprocessed{};
    }
    std::vector<base::MessageId> messages_of_lake() {
        const auto filing = ledger().find_filing("lake", "monthly-report", "2024-06");
        return filing && *filing ? (*filing)->messages : std::vector<base::MessageId>{};
    }

    std::unique_ptr<ParserProcess> parser_;
};

TEST_F(Reprocess, ADryRunTellsWhatTheRunThenDoes) {
    const auto id = settled(kMail, accepted(verdict("lake", "2024-06")));
    const auto journal = ledger().last_journal_number();
    const auto planned = done(id, true);
    EXPECT_EQ(row(id).outcome, storage::Outcome::Filed);
    EXPECT_EQ(*ledger().last_journal_number(), *journal);
    const auto did = done(id);
    ASSERT_FALSE(did.differences.empty());
    EXPECT_EQ(did.differences.front().what, "outcome");
    EXPECT_EQ(did.differences.front().before, "filed");
    ASSERT_EQ(planned.differences.size(), did.differences.size());
    for (std::size_t i = 0; i < did.differences.size(); ++i)
        EXPECT_EQ(planned.differences[i].after, did.differences[i].after);
    EXPECT_THAT(messages_of_lake(), IsEmpty());
    EXPECT_THAT(done(id).differences, IsEmpty());
}

TEST_F(Reprocess, SendsNothing) {
    const auto id = settled(kMail, accepted(verdict("lake", "2024-06")));
    const auto before = ledger().notices(std::nullopt)->size();
    EXPECT_EQ(before, 1U);
    done(id);
    done(id);
    EXPECT_EQ(ledger().notices(std::nullopt)->size(), before);
}

TEST_F(Reprocess, KeepsAPersonsDecision) {
    const auto id = settled(kMail, unsure());
    Assignment assignment{id, "lake", "monthly-report", "2024-06", "", "clerk"};
    ASSERT_TRUE(assign(*desk_, assignment));
    const auto report = done(id);
    EXPECT_TRUE(report.decided);
    EXPECT_EQ(row(id).outcome, storage::Outcome::Filed);
    EXPECT_THAT(messages_of_lake(), ElementsAre(id));
    const auto filing = *ledger().find_filing("lake", "monthly-report", "2024-06");
    ASSERT_EQ(filing->documents.size(), 1U);
    EXPECT_TRUE(*ledger().document(filing->documents.front().document)) << "kept as a former one";
}

TEST_F(Reprocess, WhatAMailSaidStaysAlsoWhenAPersonDecidedAboutIt) {
    auto said = verdict("lake", "2024-06");
    said.fields_json = R"({"cases":{"opened":7}})";
    const auto first = settled("mail one", accepted(said));
    const auto second = settled(kMail, accepted(verdict("lake", "2024-06")));
    ASSERT_TRUE(dismiss(*desk_, first, "已核对", "clerk"));
    done(second);
    EXPECT_THAT(messages_of_lake(), ElementsAre(first));
    const auto filing = *ledger().find_filing("lake", "monthly-report", "2024-06");
    EXPECT_THAT(filing->fields_json, HasSubstr(R"("opened":7)"));
}

TEST_F(Reprocess, APersonsWordIsNotRepeatedInTheEvidence) {
    const auto first = settled("mail one", unsure());
    const auto second = settled("mail two", unsure());
    ASSERT_TRUE(assign(*desk_, {first, "lake", "monthly-report", "2024-06", "", "clerk"}));
    ASSERT_TRUE(assign(*desk_, {second, "lake", "monthly-report", "2024-06", "", "clerk"}));
    const auto third = settled(kMail, accepted(verdict("lake", "2024-06")));
    done(third);
    const auto filing = *ledger().find_filing("lake", "monthly-report", "2024-06");
    EXPECT_THAT(filing->messages, ElementsAre(first, second));
    EXPECT_EQ(filing->evidence.size(), 3U);
}

TEST_F(Reprocess, SettlesAnewWhatWasJudgedWhileADecisionStoodThatIsUndone) {
    const auto id = settled(kMail, accepted(verdict("lake", "2024-06")));
    const auto act = dismiss(*desk_, id, "已核对", "clerk");
    ASSERT_TRUE(act);
    EXPECT_TRUE(done(id).decided);
    ASSERT_TRUE(undo(*desk_, act->journal, "clerk"));
    EXPECT_EQ(row(id).outcome, storage::Outcome::Filed);
    done(id);
    EXPECT_NE(row(id).outcome, storage::Outcome::Filed);
    EXPECT_THAT(messages_of_lake(), IsEmpty());
    EXPECT_THAT(done(id).differences, IsEmpty());
}

TEST_F(Reprocess, AnotherMailOfTheFilingStaysInIt) {
    const auto first = settled(kMail, accepted(verdict("lake", "2024-06")));
    const auto second = settled("mail two", accepted(verdict("lake", "2024-06")));
    done(first);
    EXPECT_THAT(messages_of_lake(), ElementsAre(second));
    const auto filing = *ledger().find_filing("lake", "monthly-report", "2024-06");
    ASSERT_EQ(filing->documents.size(), 1U);
    EXPECT_FALSE(filing->documents.front().superseded);
    EXPECT_EQ(filing->documents.front().version, 1U);
}

TEST_F(Reprocess, CopiesAreComparedInTheOrderInWhichTheyCame) {
    const auto word = settled("word", accepted(copy("word", 3)));
    const auto other = settled("other", accepted(copy("stamped-pdf", 5)));
    const auto same = settled("same", accepted(copy("stamped-pdf", 3)));
    ASSERT_EQ(row(other).outcome, storage::Outcome::Review);
    ASSERT_THAT(messages_of_lake(), ElementsAre(word, same));
    const auto asks = [&](base::MessageId id, const judge::Verdict& said) {
        const auto judgement = as_settled(*desk_, row(id), *ledger().documents(id), accepted(said));
        EXPECT_TRUE(judgement) << base::describe(judgement.error());
        const auto& verdict = judgement->verdicts.front();
        EXPECT_EQ(verdict.reason, verdict.accepted ? "" : "copies_differ");
        return !verdict.accepted;
    };
    EXPECT_TRUE(asks(other, copy("stamped-pdf", 5))) << "as when it came";
    EXPECT_FALSE(asks(other, copy("stamped-pdf", 3))) << "read otherwise now";
    EXPECT_FALSE(asks(same, copy("stamped-pdf", 3)));
    EXPECT_TRUE(asks(same, copy("stamped-pdf", 7)));
    EXPECT_FALSE(asks(word, copy("word", 9))) << "nothing was filed before it";
}

TEST_F(Reprocess, ThanksForANoticeStaySettled) {
    attachments_ = 0;
    storage::Notice receipt;
    receipt.key = "receipt:1";
    receipt.to = {"lake@mail.test"};
    receipt.message_id = "<receipt@office.test>";
    receipt.rendered = "x";
    receipt.created_at = clock_.now();
    ASSERT_TRUE(ledger().add_notice(receipt));
    parsers::Header header;
    header.name = "In-Reply-To";
    header.value = receipt.message_id;
    headers_ = {header};
    body_ = "收到，谢谢";
    rulebook_.judging.courtesy_words = {"收到", "谢谢"};
    judge::Judgement asks;
    asks.kind = judge::Judgement::Kind::Review;
    asks.reason = "letter_only";
    const auto id = settled(kMail, asks);
    ASSERT_EQ(row(id).reason, "answer_to_notice");
    EXPECT_TRUE(done(id).decided);
    EXPECT_EQ(row(id).reason, "answer_to_notice");
    EXPECT_EQ(row(id).outcome, storage::Outcome::NotAFiling);
}

TEST_F(Reprocess, SkipsWhatItCannotDo) {
    EXPECT_EQ(done(message("on its way", unsure())).skipped, "unsettled");
    EXPECT_FALSE(reprocess(*desk_, {*parser_, *parser_}, base::MessageId{99}, false));
    const auto id = settled("mail", unsure());
    std::filesystem::remove(stores_->archive.message_path(row(id).sha256));
    EXPECT_EQ(done(id).skipped, "bytes_gone");
}

TEST_F(Reprocess, FailedOnesAreThoseAStepFailedOn) {
    const auto well = settled("mail one", unsure());
    const auto poisoned = message("mail two", unsure());
    ASSERT_TRUE(settle_in_review(*desk_, row(poisoned), "poison"));
    EXPECT_THAT(*failed_messages(ledger()), ElementsAre(poisoned));
    EXPECT_NE(well, poisoned);
}

TEST_F(Reprocess, AFilingByHandIsCompleteAndItsNoteIsNeverJudged) {
    OnPaper paper;
    paper.duty = {"lake", "monthly-report", "2024-06"};
    paper.reason = "微信报送";
    paper.document_name = "月报 扫描.pdf";
    paper.document = "no pdf at all";
    paper.by = "clerk";
    const auto acted = file_on_paper(*desk_, *parser_, paper);
    ASSERT_TRUE(acted) << base::describe(acted.error());
    const auto filing = **ledger().filing(acted->filing);
    EXPECT_EQ(filing.status, storage::FilingStatus::Complete);
    EXPECT_THAT(filing.missing, IsEmpty());
    EXPECT_THAT(filing.fields_json, HasSubstr("微信报送"));
    const auto note = filing.messages.front();
    EXPECT_EQ(done(note).skipped, "on_paper");
    const auto moved = assign(*desk_, {note, "hill", "monthly-report", "2024-06", "", "clerk"});
    ASSERT_FALSE(moved);
    EXPECT_THAT(moved.error().hint, HasSubstr("undo"));
    std::vector<std::string> names;
    const auto documents = ledger().documents(note);
    for (const auto& d : *documents) names.push_back(d.name);
    EXPECT_THAT(names, ElementsAre("登记说明.txt", "月报 扫描.pdf"));
    EXPECT_TRUE(
        base::system_env().exists(stores_->archive.object_path(storage::sha256(paper.document))));
}

TEST(TextToIndex, TakesEachLineOnceAndNotTooMuch) {
    parsers::Parsed parsed;
    parsed.subject = "六月月报";
    parsers::Document word;
    word.name = "月报.docx";
    word.text = "第一行\n第二行\n第一行\n";
    parsers::Document copy = word;
    copy.name = "月报.pdf";
    std::string lines;
    for (int i = 0; i < 100'000; ++i) lines += "行" + std::to_string(i) + "\n";
    copy.text += lines;
    parsed.documents = {word, copy};
    const auto text = text_to_index(parsed);
    EXPECT_THAT(text,
                ::testing::StartsWith("六月月报\n月报.docx\n第一行\n第二行\n月报.pdf\n行0\n"));
    EXPECT_LT(text.size(), 20'000U);
}

}  // namespace
}  // namespace pipeline
