#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class FilingsTest : public testing::Test {
 protected:
    /// A parsed message with one document of these bytes.
    Message message(std::uint32_t uid, std::string_view document) {
        const Folder folder = got(ledger_->observe_folder("work", "INBOX", 7, at(0)));
        SpooledPlace place;
        place.uid = uid;
        place.received_at = at(uid);
        place.sha256 = sha256("mail " + std::to_string(uid));
        const auto ids = got(ledger_->record_spooled(folder.id, std::span(&place, 1), at(0)));
        Message message = *got(ledger_->message(ids.front()));
        Document row;
        row.sha256 = sha256(document);
        row.role = "attachment";
        row.text_source = "text";
        got(ledger_->record_parsed(message, std::span(&row, 1), {}, "blob"));
        return message;
    }
    Filing filing(const Message& from, std::string unit = "fuchi") {
        Filing filing;
        filing.unit = std::move(unit);
        filing.obligation = "monthly-report";
        filing.period = "2024-06";
        filing.missing = {"word", "stamped-pdf"};
        filing.received_at = from.received_at;
        filing.due = base::make_date(2024, 7, 10);
        filing.messages = {from.id};
        FilingDocument part;
        part.document = got(ledger_->documents(from.id)).front().id;
        part.piece = "word";
        filing.documents = {part};
        Evidence evidence;
        evidence.about = "unit";
        evidence.points_to = filing.unit;
        evidence.from = "signature";
        evidence.text = "富池镇人民政府";
        evidence.weight = 0.7;
        filing.evidence = {evidence};
        return filing;
    }

    StateFolder state_;
    std::unique_ptr<Ledger> ledger_ = open_ledger(state_.ledger());
};

TEST_F(FilingsTest, IsFoundAsItWasPut) {
    const Message from = message(1, "report");
    const auto id = got(ledger_->put_filing(filing(from)));
    const auto found = got(ledger_->find_filing("fuchi", "monthly-report", "2024-06"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, id);
    EXPECT_THAT(found->missing, ElementsAre("word", "stamped-pdf"));
    EXPECT_EQ(found->due, base::make_date(2024, 7, 10));
    EXPECT_EQ(found->on_time, std::nullopt);
    ASSERT_THAT(found->evidence, SizeIs(1));
    EXPECT_EQ(found->evidence[0].text, "富池镇人民政府");
    EXPECT_THAT(found->messages, ElementsAre(from.id));
    EXPECT_THAT(got(ledger_->filings_of(from.id)), SizeIs(1));
    EXPECT_THAT(got(ledger_->filings_with_document(sha256("report"))), SizeIs(1));
    EXPECT_FALSE(got(ledger_->find_filing("fuchi", "monthly-report", "2024-07")));
}

TEST_F(FilingsTest, IsReplacedAsAWhole) {
    Filing first = filing(message(1, "a"));
    first.id = got(ledger_->put_filing(first));
    const Message second = message(2, "b");
    Filing next = filing(second);
    next.id = first.id;
    next.status = FilingStatus::Complete;
    next.missing.clear();
    next.evidence.clear();
    got(ledger_->put_filing(next));
    const auto found = got(ledger_->filing(first.id));
    EXPECT_THAT(found->messages, ElementsAre(second.id));
    EXPECT_THAT(found->missing, IsEmpty());
    EXPECT_THAT(found->evidence, IsEmpty());
    EXPECT_EQ(found->status, FilingStatus::Complete);
    EXPECT_THAT(got(ledger_->filings({})), SizeIs(1));
}

TEST_F(FilingsTest, OneDutyHasOneFilingInForce) {
    got(ledger_->put_filing(filing(message(1, "a"))));
    const auto second = ledger_->put_filing(filing(message(2, "b")));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, base::Kind::Conflict);
    Filing past = filing(message(3, "c"));
    past.status = FilingStatus::Withdrawn;
    EXPECT_TRUE(ledger_->put_filing(past));
    EXPECT_EQ(got(ledger_->find_filing("fuchi", "monthly-report", "2024-06"))->status,
              FilingStatus::Incomplete);
    EXPECT_THAT(got(ledger_->filings_with_document(sha256("c"))), IsEmpty());
}

TEST_F(FilingsTest, AFilterNarrowsByAnyOfItsFields) {
    got(ledger_->put_filing(filing(message(1, "a"))));
    got(ledger_->put_filing(filing(message(2, "b"), "futu")));
    FilingFilter filter;
    filter.unit = "futu";
    EXPECT_THAT(got(ledger_->filings(filter)), SizeIs(1));
    filter = {};
    filter.period = "2024-06";
    EXPECT_THAT(got(ledger_->filings(filter)), SizeIs(2));
    filter.obligation = "training-plan";
    EXPECT_THAT(got(ledger_->filings(filter)), IsEmpty());
    filter = {};
    filter.status = FilingStatus::Complete;
    EXPECT_THAT(got(ledger_->filings(filter)), IsEmpty());
}

TEST_F(FilingsTest, AViewIsDueAfterEachChangeAndOnlyThen) {
    Filing put = filing(message(1, "a"));
    put.id = got(ledger_->put_filing(put));
    auto views = got(ledger_->views_not_shown(at(0), 9));
    ASSERT_THAT(views, SizeIs(1));
    views[0].folder = "2024/x";
    got(ledger_->put_filing(put));  // changed while it was being shown
    good(ledger_->mark_shown(views));
    views = got(ledger_->views_not_shown(at(0), 9));
    ASSERT_THAT(views, SizeIs(1));
    EXPECT_EQ(views[0].folder, "2024/x");
    good(ledger_->mark_shown(views));
    EXPECT_THAT(got(ledger_->views_not_shown(at(0), 9)), IsEmpty());
    good(ledger_->remove_filing(put.id));
    views = got(ledger_->views_not_shown(at(0), 9));
    ASSERT_THAT(views, SizeIs(1));
    EXPECT_EQ(views[0].folder, "2024/x") << "where there is something to clear";
    EXPECT_FALSE(got(ledger_->filing(views[0].filing)));
    views[0].folder.clear();
    good(ledger_->mark_shown(views));
    EXPECT_THAT(got(ledger_->views_not_shown(at(0), 9)), IsEmpty());
}

TEST_F(FilingsTest, TheOtherFilingOfAClearedFolderIsShownAnew) {
    const auto first = got(ledger_->put_filing(filing(message(1, "a"))));
    Filing past = filing(message(2, "b"));
    past.status = FilingStatus::Withdrawn;
    const auto second = got(ledger_->put_filing(past));
    auto views = got(ledger_->views_not_shown(at(0), 9));
    for (View& view : views) view.folder = "2024/shared";
    good(ledger_->mark_shown(views));
    good(ledger_->remove_filing(first));
    views = got(ledger_->views_not_shown(at(0), 9));
    ASSERT_THAT(views, SizeIs(1));
    views[0].folder.clear();
    good(ledger_->mark_shown(views));
    views = got(ledger_->views_not_shown(at(0), 9));
    ASSERT_THAT(views, SizeIs(1));
    EXPECT_EQ(views[0].filing, second);
}

TEST_F(FilingsTest, ReceiptNumbersCountByYearAndStayWithTheirMessage) {
    const auto a = message(1, "a").id;
    const auto b = message(2, "b").id;
    const auto c = message(3, "c").id;
    EXPECT_EQ(got(ledger_->receipt_number(a, *base::make_date(2024, 12, 31))), "2024-000001");
    EXPECT_EQ(got(ledger_->receipt_number(b, *base::make_date(2024, 12, 31))), "2024-000002");
    EXPECT_EQ(got(ledger_->receipt_number(c, *base::make_date(2025, 1, 1))), "2025-000001");
    EXPECT_EQ(got(ledger_->receipt_number(a, *base::make_date(2025, 1, 1))), "2024-000001");
}

TEST_F(FilingsTest, AViewThatCannotBeMadeStandsAsideUntilItsNextTry) {
    const auto bad = got(ledger_->put_filing(filing(message(1, "a"))));
    const auto next = got(ledger_->put_filing(filing(message(2, "b"), "futu")));
    good(ledger_->set_view_aside(bad, "not a directory", at(60)));
    auto views = got(ledger_->views_not_shown(at(0), 9));
    ASSERT_EQ(views.size(), 1U);
    EXPECT_EQ(views[0].filing, next);
    EXPECT_EQ(got(ledger_->failed_views()).count, 1U);
    EXPECT_EQ(got(ledger_->failed_views()).cause, "not a directory");
    views = got(ledger_->views_not_shown(at(60), 9));
    EXPECT_EQ(views.size(), 2U);
    views[0].folder = "2024/a";
    good(ledger_->mark_shown(views));
    EXPECT_EQ(got(ledger_->failed_views()).count, 0U);
}

TEST_F(FilingsTest, ARowKnowsWhatTheFieldsSayOfAMajorDecision) {
    auto major = filing(message(1, "a"));
    major.fields_json = R"({"major":"yes"})";
    got(ledger_->put_filing(major));
    auto unreadable = filing(message(2, "b"), "futu");
    unreadable.fields_json = "{";
    got(ledger_->put_filing(unreadable));
    std::vector<bool> found;
    good(ledger_->each_filing([&](FilingRow&& row) { found.push_back(row.major); }));
    EXPECT_THAT(found, ElementsAre(true, false));
}

TEST_F(FilingsTest, AreFoundByTheJournalEntryThatSettledThemLast) {
    const auto settle = [&](const Filing& filing) {
        base::FilingId id;
        good(ledger_->transaction([&]() -> base::Result<> {
            TRY_ASSIGN(id, ledger_->put_filing(filing));
            TRY(ledger_->add_journal("settled", "{}", at(1)));
            return {};
        }));
        return id;
    };
    auto first = filing(message(1, "a"));
    first.id = settle(first);
    const auto second = settle(filing(message(2, "b"), "futu"));
    const auto one = base::JournalNumber{1};
    const auto two = base::JournalNumber{2};
    EXPECT_EQ(got(ledger_->filings_settled({}, two)).size(), 2U);
    ASSERT_EQ(got(ledger_->filings_settled(one, two)).size(), 1U);
    EXPECT_EQ(got(ledger_->filings_settled(one, two))[0].id, second);
    settle(first);
    ASSERT_EQ(got(ledger_->filings_settled(two, base::JournalNumber{3})).size(), 1U);
    EXPECT_EQ(got(ledger_->filings_settled(two, base::JournalNumber{3}))[0].id, first.id);
}

}  // namespace
}  // namespace storage
