#include "daemon/pipeline/filer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pipeline {
namespace {

using storage::FilingStatus;

base::Instant at(const char* text) { return *base::parse_instant(text); }

config::Rulebook rulebook() {
    config::Rulebook book;
    config::Unit unit;
    unit.id = "lake";
    unit.name = "湖畔镇";
    unit.unit_class = config::UnitClass::Town;
    book.units.push_back(unit);
    config::Obligation monthly;
    monthly.id = "monthly-report";
    monthly.who = {"town"};
    monthly.due.form = config::DueRule::Form::EveryMonth;
    monthly.due.day = 10;
    monthly.due.of_next = true;
    monthly.due.from = "2024-06";
    monthly.requires_pieces = {config::Piece::Word, config::Piece::StampedPdf};
    book.obligations.push_back(monthly);
    config::Obligation benchmark;
    benchmark.id = "discretion-benchmark";
    benchmark.who = {"town"};
    benchmark.due.form = config::DueRule::Form::On;
    benchmark.due.on = base::make_date(2024, 8, 15);
    benchmark.requires_pieces = {config::Piece::Document, config::Piece::Link};
    book.obligations.push_back(benchmark);
    return book;
}

/// One desk with a ledger's worth of memory: mails arrive, filings come out.
class FilerTest : public ::testing::Test {
 protected:
    storage::Document document(std::uint32_t index, const std::string& sha) {
        storage::Document d;
        d.id = base::DocumentId{++last_document_};
        d.index = index;
        d.sha256 = sha;
        return d;
    }

    std::optional<storage::Filing> file(const judge::Verdict& verdict, const char* received,
                                        std::vector<storage::Document> documents) {
        storage::Message message;
        message.id = base::MessageId{++last_message_};
        message.received_at = at(received);
        const auto today = base::date_of(message.received_at);
        auto filing = file_verdict({book_, filing_, known_, message, documents, verdict, today});
        if (!filing) return filing;
        filing_ = filing;
        for (const auto& d : documents)
            known_.try_emplace(
                d.id, KnownDocument{d.sha256, message.id, message.received_at, d.text_source});
        return filing;
    }

    /// Whether a mail with these pieces and numbers, at ten o'clock of the next day, is a question.
    bool asks(std::vector<std::string> pieces, const char* fields, const char* source = "text",
              bool correction = false) {
        auto verdict = monthly(std::move(pieces));
        verdict.fields_json = fields;
        verdict.is_correction = correction;
        storage::Message message;
        message.id = base::MessageId{last_message_ + 1};
        message.received_at = at("2024-07-09T10:00:00+08:00");
        std::vector<storage::Document> documents;
        for (std::uint32_t i = 0; i < verdict.pieces.size(); ++i) {
            documents.push_back(document(i, "new" + std::to_string(i)));
            documents.back().text_source = source;
        }
        return copies_differ({book_, filing_, known_, message, documents, verdict,
                              base::date_of(message.received_at)});
    }

    static judge::Verdict monthly(std::vector<std::string> pieces) {
        judge::Verdict verdict;
        verdict.obligation = "monthly-report";
        verdict.unit = "lake";
        verdict.period = "2024-06";
        verdict.accepted = true;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            judge::PieceOf piece;
            piece.document = i;
            piece.piece = pieces[i];
            verdict.pieces.push_back(piece);
        }
        return verdict;
    }

    config::Rulebook book_ = rulebook();
    std::optional<storage::Filing> filing_;
    KnownDocuments known_;
    std::int64_t last_document_ = 0;
    std::int64_t last_message_ = 0;
};

TEST_F(FilerTest, CompletesAFilingFromTwoMails) {
    auto first = file(monthly({"word"}), "2024-07-08T10:00:00+08:00", {document(0, "aa")});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, FilingStatus::Incomplete);
    EXPECT_THAT(first->missing, ::testing::ElementsAre("stamped-pdf"));
    EXPECT_EQ(first->on_time, std::nullopt);

    auto second = file(monthly({"stamped-pdf"}), "2024-07-10T23:59:00+08:00", {document(0, "bb")});
    ASSERT_TRUE(second);
    EXPECT_EQ(second->status, FilingStatus::Complete);
    EXPECT_EQ(second->completed_at, at("2024-07-10T23:59:00+08:00"));
    EXPECT_EQ(second->received_at, at("2024-07-08T10:00:00+08:00"));
    EXPECT_EQ(second->on_time, true);
    EXPECT_EQ(second->messages.size(), 2U);
}

TEST_F(FilerTest, ALaterHalfTellsTheNumbersAnUnreadScanLeftOpen) {
    auto scan = monthly({"stamped-pdf"});
    scan.fields_json =
        R"({"period":"2024-06","cases":{"opened":null,"closed":2},"zero_report":null})";
    file(scan, "2024-07-08T10:00:00+08:00", {document(0, "aa")});
    auto word = monthly({"word"});
    word.fields_json =
        R"({"period":"2024-06","cases":{"opened":3,"closed":4},"zero_report":false})";
    const auto filing = file(word, "2024-07-09T10:00:00+08:00", {document(0, "bb")});
    ASSERT_TRUE(filing);
    EXPECT_THAT(filing->fields_json, ::testing::HasSubstr(R"("opened":3)"));
    EXPECT_THAT(filing->fields_json, ::testing::HasSubstr(R"("closed":2)"));
    EXPECT_THAT(filing->fields_json, ::testing::HasSubstr(R"("zero_report":false)"));
}

TEST_F(FilerTest, IsLateTheDayAfterTheDueDay) {
    const auto filing = file(monthly({"word", "stamped-pdf"}), "2024-07-11T00:00:00+08:00",
                             {document(0, "aa"), document(1, "bb")});
    ASSERT_TRUE(filing);
    EXPECT_EQ(filing->due, base::make_date(2024, 7, 10));
    EXPECT_EQ(filing->on_time, false);
}

TEST_F(FilerTest, OfAUnitThatHasEndedByTheDueDateIsJudgedByNoDate) {
    book_.units[0].valid_to = base::make_date(2024, 7, 9);
    const auto filing = file(monthly({"word", "stamped-pdf"}), "2024-07-11T10:00:00+08:00",
                             {document(0, "aa"), document(1, "bb")});
    ASSERT_TRUE(filing);
    EXPECT_EQ(filing->status, FilingStatus::Complete);
    EXPECT_FALSE(filing->due);
    EXPECT_FALSE(filing->on_time);
    filing_.reset();
    known_.clear();
    book_.units[0].valid_to = base::make_date(2024, 7, 10);
    const auto owed = file(monthly({"word", "stamped-pdf"}), "2024-07-11T10:00:00+08:00",
                           {document(0, "aa"), document(1, "bb")});
    EXPECT_EQ(owed->due, base::make_date(2024, 7, 10));
    EXPECT_EQ(owed->on_time, false);
}

TEST_F(FilerTest, BringsNothingNewWhenTheBytesAreKnown) {
    ASSERT_TRUE(file(monthly({"word"}), "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    EXPECT_FALSE(file(monthly({"word"}), "2024-07-09T10:00:00+08:00", {document(0, "aa")}));
}

TEST_F(FilerTest, SupersedesTheEarlierHalfAndKeepsItsPunctuality) {
    ASSERT_TRUE(file(monthly({"word", "stamped-pdf"}), "2024-07-08T10:00:00+08:00",
                     {document(0, "aa"), document(1, "bb")}));
    const auto corrected =
        file(monthly({"word"}), "2024-07-20T10:00:00+08:00", {document(0, "cc")});
    ASSERT_TRUE(corrected);
    ASSERT_EQ(corrected->documents.size(), 3U);
    EXPECT_TRUE(corrected->documents[0].superseded);
    EXPECT_FALSE(corrected->documents[1].superseded);
    EXPECT_EQ(corrected->documents[2].version, 2U);
    EXPECT_EQ(corrected->on_time, true);
    EXPECT_EQ(corrected->completed_at, at("2024-07-08T10:00:00+08:00"));
}

TEST_F(FilerTest, AnOlderMailThatComesLaterDoesNotSupersede) {
    ASSERT_TRUE(file(monthly({"word"}), "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    const auto filing = file(monthly({"word"}), "2024-07-05T10:00:00+08:00", {document(0, "old")});
    ASSERT_TRUE(filing);
    EXPECT_FALSE(filing->documents[0].superseded);
    EXPECT_TRUE(filing->documents[1].superseded);
    EXPECT_EQ(filing->received_at, at("2024-07-05T10:00:00+08:00"));
}

TEST_F(FilerTest, TwoAttachmentsOfOneMailDoNotSupersedeEachOther) {
    const auto filing = file(monthly({"word", "word"}), "2024-07-08T10:00:00+08:00",
                             {document(0, "aa"), document(1, "bb")});
    ASSERT_TRUE(filing);
    EXPECT_FALSE(filing->documents[0].superseded);
    EXPECT_FALSE(filing->documents[1].superseded);
}

TEST_F(FilerTest, ALinkInALaterMailCompletesABenchmark) {
    judge::Verdict verdict = monthly({"document"});
    verdict.obligation = "discretion-benchmark";
    verdict.period = "2024";
    ASSERT_TRUE(file(verdict, "2024-08-10T10:00:00+08:00", {document(0, "aa")}));
    EXPECT_THAT(filing_->missing, ::testing::ElementsAre("link"));
    verdict.pieces.clear();
    verdict.links = {"https://www.lake.example/t20240812_1.html"};
    const auto filing = file(verdict, "2024-08-16T10:00:00+08:00", {});
    ASSERT_TRUE(filing);
    EXPECT_EQ(filing->status, FilingStatus::Complete);
    EXPECT_EQ(filing->completed_at, at("2024-08-16T10:00:00+08:00"));
    EXPECT_EQ(filing->on_time, false);
}

TEST_F(FilerTest, ALinkOfTwoMailsOutlivesTheFirst) {
    judge::Verdict verdict = monthly({"document"});
    verdict.obligation = "discretion-benchmark";
    verdict.period = "2024";
    verdict.links = {"https://www.lake.example/t20240812_1.html"};
    ASSERT_TRUE(file(verdict, "2024-08-10T10:00:00+08:00", {document(0, "aa")}));
    ASSERT_TRUE(file(verdict, "2024-08-12T10:00:00+08:00", {document(0, "bb")}));
    auto filing = *filing_;
    EXPECT_TRUE(drop_links(base::MessageId{1}, filing).empty());
    EXPECT_THAT(filing.fields_json, ::testing::HasSubstr("2024-08-12T10:00:00"));
    EXPECT_THAT(filing.fields_json, ::testing::Not(::testing::HasSubstr("2024-08-10T10:00:00")));
    EXPECT_EQ(drop_links(base::MessageId{2}, filing), verdict.links);
    EXPECT_THAT(filing.fields_json, ::testing::Not(::testing::HasSubstr("lake.example")));
}

TEST_F(FilerTest, NumbersFilledInLaterKeepTheirDoubtAndEndAZeroReport) {
    judge::Verdict word = monthly({"word"});
    word.fields_json =
        R"({"cases":{"opened":0,"penalty_amount":null},"zero_report":true,"unit_doubt":false})";
    ASSERT_TRUE(file(word, "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    judge::Verdict scan = monthly({"stamped-pdf"});
    scan.fields_json =
        R"({"cases":{"opened":0,"penalty_amount":"900.00"},"zero_report":false,"unit_doubt":true})";
    const auto filing = file(scan, "2024-07-08T11:00:00+08:00", {document(0, "bb")});
    ASSERT_TRUE(filing);
    EXPECT_THAT(filing->fields_json, ::testing::HasSubstr(R"("zero_report":false)"));
    EXPECT_THAT(filing->fields_json, ::testing::HasSubstr(R"("unit_doubt":true)"));
}

TEST_F(FilerTest, TheSameLinkAloneIsNothingNew) {
    judge::Verdict verdict = monthly({});
    verdict.obligation = "discretion-benchmark";
    verdict.period = "2024";
    verdict.links = {"https://www.lake.example/t20240812_1.html"};
    ASSERT_TRUE(file(verdict, "2024-08-10T10:00:00+08:00", {}));
    EXPECT_FALSE(file(verdict, "2024-08-12T10:00:00+08:00", {}));
}

TEST_F(FilerTest, RenumberingPutsTheNewestArrivalOfAHalfInPlace) {
    ASSERT_TRUE(file(monthly({"word"}), "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    ASSERT_TRUE(file(monthly({"word"}), "2024-07-09T10:00:00+08:00", {document(0, "bb")}));
    ASSERT_TRUE(file(monthly({"word"}), "2024-07-10T10:00:00+08:00", {document(0, "cc")}));
    auto filing = *filing_;
    filing.documents.pop_back();
    renumber(known_, filing);
    EXPECT_TRUE(filing.documents[0].superseded);
    EXPECT_FALSE(filing.documents[1].superseded);
    EXPECT_EQ(filing.documents[1].version, 2U);
    filing.documents.erase(filing.documents.begin());
    renumber(known_, filing);
    EXPECT_EQ(filing.documents[0].version, 1U);
}

TEST_F(FilerTest, RenumberingUndoesACorrectionThatIsGoneAndReplacesNothingElse) {
    judge::Verdict verdict = monthly({"document"});
    ASSERT_TRUE(file(verdict, "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    verdict.is_correction = true;
    ASSERT_TRUE(file(verdict, "2024-07-09T10:00:00+08:00", {document(0, "bb")}));
    verdict.is_correction = false;
    ASSERT_TRUE(file(verdict, "2024-07-10T10:00:00+08:00", {document(0, "cc")}));
    auto filing = *filing_;
    renumber(known_, filing);
    EXPECT_TRUE(filing.documents[0].superseded);
    EXPECT_FALSE(filing.documents[1].superseded);
    EXPECT_FALSE(filing.documents[2].superseded);
    filing.documents.erase(filing.documents.begin() + 1);
    renumber(known_, filing);
    EXPECT_FALSE(filing.documents[0].superseded);
    EXPECT_FALSE(filing.documents[1].superseded);
}

TEST_F(FilerTest, CopiesOfDifferentMailsThatTellDifferentNumbersAreTold) {
    const auto differing = [&](const char* closed, bool correction, const char* source) {
        judge::Verdict stamped = monthly({"stamped-pdf"});
        stamped.fields_json = std::string(R"({"cases":{"opened":4,"closed":)") + closed + "}}";
        stamped.is_correction = correction;
        auto scan = document(0, "bb" + std::to_string(last_message_));
        scan.text_source = source;
        const auto filing = file(stamped, "2024-07-09T10:00:00+08:00", {scan});
        return filing ? filing->fields_json : std::string();
    };
    judge::Verdict word = monthly({"word"});
    word.fields_json = R"({"cases":{"opened":4,"closed":3,"transferred":null}})";
    ASSERT_TRUE(file(word, "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    EXPECT_THAT(differing("3", false, "text"), ::testing::Not(::testing::HasSubstr("copies")));
    EXPECT_THAT(differing("null", false, "text"), ::testing::Not(::testing::HasSubstr("copies")));
    EXPECT_THAT(differing("5", false, "ocr"), ::testing::Not(::testing::HasSubstr("copies")));
    EXPECT_THAT(differing("5", false, "text"),
                ::testing::AllOf(::testing::HasSubstr(R"("copies_differ":["cases.closed"])"),
                                 ::testing::HasSubstr(R"("closed":3)")));
    EXPECT_THAT(differing("5", true, "text"),
                ::testing::AllOf(::testing::Not(::testing::HasSubstr("copies")),
                                 ::testing::HasSubstr(R"("closed":5)")));
}

TEST_F(FilerTest, TheOtherHalfWithOtherNumbersIsAQuestionByTheRuleOfCopiesInOneMail) {
    constexpr const char* kOther = R"({"cases":{"opened":4,"closed":5,"transferred":1}})";
    EXPECT_FALSE(asks({"stamped-pdf"}, kOther)) << "nothing is filed yet";
    judge::Verdict word = monthly({"word"});
    word.fields_json = R"({"cases":{"opened":4,"closed":3,"transferred":0}})";
    ASSERT_TRUE(file(word, "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    EXPECT_TRUE(asks({"stamped-pdf"}, kOther));
    EXPECT_TRUE(asks({"stamped-pdf", "other"}, kOther));
    EXPECT_FALSE(asks({"stamped-pdf"}, word.fields_json.c_str()));
    EXPECT_FALSE(asks({"stamped-pdf"}, R"({"cases":{"opened":null,"closed":null}})"));
    EXPECT_FALSE(asks({"stamped-pdf"}, "{}"));
    EXPECT_FALSE(asks({"other"}, kOther)) << "no copy of the report";
    EXPECT_FALSE(asks({"stamped-pdf"}, kOther, "ocr")) << "a scan may misread two of three";
    EXPECT_TRUE(
        asks({"stamped-pdf"}, R"({"cases":{"opened":1,"closed":5,"transferred":1}})", "ocr"));
}

TEST_F(FilerTest, WhatSupersedesOrIsInForceNoMoreIsNoQuestionOfCopies) {
    constexpr const char* kOther = R"({"cases":{"opened":4,"closed":5}})";
    judge::Verdict word = monthly({"word"});
    word.fields_json = R"({"cases":{"opened":4,"closed":3}})";
    ASSERT_TRUE(file(word, "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    ASSERT_TRUE(asks({"stamped-pdf"}, kOther));
    EXPECT_FALSE(asks({"stamped-pdf"}, kOther, "text", true)) << "it says that it corrects";
    EXPECT_FALSE(asks({"word"}, kOther)) << "the same half anew";
    EXPECT_FALSE(asks({"word", "stamped-pdf"}, kOther)) << "both halves anew";
    filing_->status = FilingStatus::Withdrawn;
    EXPECT_FALSE(asks({"stamped-pdf"}, kOther));
}

TEST_F(FilerTest, AScanThatCameFirstMayHaveBeenMisreadToo) {
    judge::Verdict scan = monthly({"stamped-pdf"});
    scan.fields_json = R"({"cases":{"opened":4,"closed":8}})";
    auto paper = document(0, "aa");
    paper.text_source = "ocr";
    ASSERT_TRUE(file(scan, "2024-07-08T10:00:00+08:00", {paper}));
    EXPECT_FALSE(asks({"word"}, R"({"cases":{"opened":4,"closed":3}})"));
    known_.begin()->second.text_source = "text";
    EXPECT_TRUE(asks({"word"}, R"({"cases":{"opened":4,"closed":3}})"));
}

TEST_F(FilerTest, AWithdrawalMarksAndKeeps) {
    ASSERT_TRUE(file(monthly({"word"}), "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    judge::Verdict verdict = monthly({});
    verdict.is_withdrawal = true;
    const auto filing = file(verdict, "2024-07-09T10:00:00+08:00", {});
    ASSERT_TRUE(filing);
    EXPECT_EQ(filing->status, FilingStatus::Withdrawn);
    EXPECT_EQ(filing->documents.size(), 1U);
}

TEST_F(FilerTest, WhatWasWithdrawnAndComesAgainIsInForce) {
    ASSERT_TRUE(file(monthly({"word"}), "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    judge::Verdict withdrawal = monthly({});
    withdrawal.is_withdrawal = true;
    ASSERT_TRUE(file(withdrawal, "2024-07-09T10:00:00+08:00", {}));
    const auto filing = file(monthly({"word"}), "2024-07-10T10:00:00+08:00", {document(0, "aa")});
    ASSERT_TRUE(filing);
    EXPECT_EQ(filing->status, FilingStatus::Incomplete);
    EXPECT_EQ(filing->documents.size(), 1U);
}

TEST_F(FilerTest, AWithdrawalDoesNotMeanWhatCameAfterIt) {
    ASSERT_TRUE(file(monthly({"word"}), "2024-07-08T10:00:00+08:00", {document(0, "aa")}));
    judge::Verdict withdrawal = monthly({});
    withdrawal.is_withdrawal = true;
    EXPECT_FALSE(file(withdrawal, "2024-07-08T09:00:00+08:00", {}));
}

TEST_F(FilerTest, AWithdrawalOfNothingFilesNothing) {
    judge::Verdict withdrawal = monthly({});
    withdrawal.is_withdrawal = true;
    EXPECT_FALSE(file(withdrawal, "2024-07-09T10:00:00+08:00", {}));
}

TEST(EventPeriod, IsTheBeginningOfTheDocumentsHash) {
    judge::Verdict verdict;
    judge::PieceOf piece;
    piece.document = 1;
    verdict.pieces.push_back(piece);
    storage::Document document;
    document.index = 1;
    document.sha256 = "0123456789abcdef";
    const std::vector<storage::Document> documents{document};
    EXPECT_EQ(event_period(verdict, documents), "sha:0123456789ab");
}

}  // namespace
}  // namespace pipeline
