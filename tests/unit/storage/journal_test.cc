#include "storage/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "support.h"

namespace storage {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// A ledger with entries and the journal of its archive.
class JournalTest : public testing::Test {
 protected:
    JournalTest() {
        good(base::system_env().make_directories(state_.archive() + "/journal", 0750));
    }

    void add(std::int64_t seconds, std::string_view line = R"({"x":1})") {
        got(ledger_->add_journal("settled", line, at(seconds)));
    }
    [[nodiscard]] Journal open(base::Env& env = base::system_env()) const {
        return *Journal::open(env, state_.archive());
    }
    [[nodiscard]] std::string path() const { return state_.archive() + "/journal/2024-06.jsonl"; }
    [[nodiscard]] std::string text() const { return got(base::system_env().read_file(path())); }
    void put(std::string_view bytes) const {
        good(base::system_env().replace_file(path(), bytes, 0640));
    }
    [[nodiscard]] std::vector<std::string> differences() const {
        return got(open().verify(got(ledger_->last_journal_number())));
    }

    StateFolder state_;
    std::unique_ptr<Ledger> ledger_ = open_ledger(state_.ledger());
};

TEST_F(JournalTest, FramesAndChainsEveryLine) {
    add(1);
    add(2, R"({"unit":"兴国镇"})");
    Journal journal = open();
    good(journal.catch_up(*ledger_));
    EXPECT_THAT(
        text(),
        testing::StartsWith(
            R"({"length":"00000243","n":1,"at":"2024-06-17T12:53:21+08:00","kind":"settled","data":{"x":1},"prev":"0000)"));
    EXPECT_THAT(text(), HasSubstr(R"("data":{"unit":"兴国镇"})"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(JournalTest, ALineTornAnywhereIsWrittenAnew) {
    add(1);
    Journal first = open();
    good(first.catch_up(*ledger_));
    const std::size_t begin = text().size();
    add(2, R"({"number":40})");
    good(first.catch_up(*ledger_));
    const std::string whole = text();
    for (std::size_t cut = begin; cut < whole.size(); ++cut) {
        put(std::string_view(whole).substr(0, cut));
        EXPECT_THAT(differences(), IsEmpty()) << "a torn end is no difference, cut at " << cut;
        Journal next = open();
        good(next.catch_up(*ledger_));
        ASSERT_EQ(text(), whole) << "cut at " << cut;
    }
}

TEST_F(JournalTest, OpeningAndVerifyingChangeNothing) {
    add(1);
    Journal writer = open();
    good(writer.catch_up(*ledger_));
    const std::string torn = text() + R"({"length":"0000)";
    put(torn);
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_EQ(text(), torn);
}

TEST_F(JournalTest, ALineThatJoinsATornOneIsDamage) {
    add(1);
    add(2, R"({"number":4})");
    add(3);
    Journal writer = open();
    good(writer.catch_up(*ledger_));
    const std::string whole = text();
    const std::size_t second = whole.find('\n') + 1;
    put(whole.substr(0, second + 40) + whole.substr(whole.find('\n', second) + 1));
    // The join is the last line and does not have its length: cut and written anew.
    Journal next = open();
    good(next.catch_up(*ledger_));
    EXPECT_EQ(text(), whole);
}

TEST_F(JournalTest, AnyOtherDamageStopsTheWriterAndIsNamed) {
    for (int i = 0; i < 3; ++i) add(i);
    Journal writer = open();
    good(writer.catch_up(*ledger_));
    const std::string whole = text();
    add(9);
    for (const std::size_t where : {whole.find("settled"), whole.rfind("settled")}) {
        std::string changed = whole;
        changed[where] = 'S';
        put(changed);
        Journal next = open();
        const auto caught_up = next.catch_up(*ledger_);
        ASSERT_FALSE(caught_up);
        EXPECT_EQ(caught_up.error().kind, base::Kind::Corrupt);
        EXPECT_THAT(caught_up.error().hint, HasSubstr("filingctl verify"));
        EXPECT_EQ(text(), changed) << "nothing is cut";
        EXPECT_THAT(differences(), testing::Not(IsEmpty()));
    }
}

TEST_F(JournalTest, ALineWithValuesOfTheWrongTypeIsNamed) {
    add(1);
    Journal writer = open();
    good(writer.catch_up(*ledger_));
    const std::string whole = text();
    for (const char* key : {"\"prev\":\"", "\"sha256\":\""}) {
        std::string changed = whole;
        // A number in place of the hash and its quotes; the length of the line stays.
        changed.replace(changed.find(key) + std::string(key).size() - 1, 66,
                        "1" + std::string(65, ' '));
        put(changed);
        EXPECT_THAT(differences(), testing::Not(IsEmpty())) << key;
    }
}

TEST_F(JournalTest, ALineTakenOutOfTheMiddleIsNamed) {
    for (int i = 0; i < 3; ++i) add(i);
    Journal writer = open();
    good(writer.catch_up(*ledger_));
    const std::string whole = text();
    const std::size_t second = whole.find('\n') + 1;
    put(whole.substr(0, second) + whole.substr(whole.find('\n', second) + 1));
    EXPECT_THAT(differences(), testing::ElementsAre(HasSubstr("line 2 does not follow J1")));
}

TEST_F(JournalTest, SeesWhatAnotherProcessAppended) {
    add(1);
    Journal daemon = open();
    good(daemon.catch_up(*ledger_));
    add(2);
    Journal other = open();
    good(other.catch_up(*ledger_));
    add(3);
    good(daemon.catch_up(*ledger_));
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_EQ(std::ranges::count(text(), '\n'), 3);
}

TEST_F(JournalTest, LinesWrittenWhileVerifyingAreNoDifference) {
    add(1);
    Journal writer = open();
    good(writer.catch_up(*ledger_));
    const auto until = got(ledger_->last_journal_number());
    put(text() + "not a line at all\n{}\n");
    EXPECT_THAT(got(open().verify(until)), IsEmpty());
    EXPECT_THAT(got(open().verify(base::JournalNumber{9})), testing::SizeIs(1));
}

TEST_F(JournalTest, AMonthBeginsAFileAndTheChainGoesOn) {
    add(1);
    add(30LL * 24 * 3600);
    add(2);  // the clock went back: never into the older file
    Journal writer = open();
    good(writer.catch_up(*ledger_));
    EXPECT_THAT(differences(), IsEmpty());
    const std::string july =
        got(base::system_env().read_file(state_.archive() + "/journal/2024-07.jsonl"));
    EXPECT_EQ(std::ranges::count(july, '\n'), 2);
}

TEST_F(JournalTest, AFailedAppendLeavesNothingBehindForTheNext) {
    for (std::uint64_t call = 1;; ++call) {
        for (const int error : {ENOSPC, EIO}) {
            FailingEnv env(call, error);
            Journal journal = open(env);
            add(1);
            (void)journal.catch_up(*ledger_);
            add(2);
            (void)journal.catch_up(*ledger_);
            good(journal.catch_up(*ledger_));
            EXPECT_THAT(differences(), IsEmpty()) << "call " << call;
            EXPECT_EQ(std::ranges::count(text(), '\n'), got(ledger_->last_journal_number()).value);
            if (!env.failed() && error == EIO) return;
        }
    }
}

TEST_F(JournalTest, RefusesALedgerOlderThanItself) {
    add(1);
    Journal writer = open();
    good(writer.catch_up(*ledger_));
    const auto older = open_ledger(state_.path() + "/restored.db");
    Journal next = open();
    const auto caught_up = next.catch_up(*older);
    ASSERT_FALSE(caught_up);
    EXPECT_EQ(caught_up.error().kind, base::Kind::Conflict);
}

}  // namespace
}  // namespace storage
