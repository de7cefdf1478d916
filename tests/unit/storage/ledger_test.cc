#include "storage/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include "storage/outbox.h"
#include "storage/permissions.h"
#include "storage/state_lock.h"
#include "support.h"

namespace storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

struct Sqlite {
    explicit Sqlite(const std::string& path) { sqlite3_open(path.c_str(), &handle); }
    ~Sqlite() { sqlite3_close(handle); }
    Sqlite(const Sqlite&) = delete;
    Sqlite& operator=(const Sqlite&) = delete;
    sqlite3* handle = nullptr;
};

TEST(Ledger, RefusesANewerSchemaAndSaysWhatToDo) {
    const StateFolder state;
    open_ledger(state.ledger()).reset();
    sqlite3_exec(Sqlite(state.ledger()).handle, "PRAGMA user_version = 99", nullptr, nullptr,
                 nullptr);
    const auto opened = Ledger::open(state.ledger());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, base::Kind::Conflict);
    EXPECT_THAT(opened.error().text, HasSubstr("schema 99"));
    EXPECT_THAT(opened.error().hint, HasSubstr("newer filingd"));
}

TEST(Ledger, BringsTheFirstSchemaUpAndKeepsWhatItHolds) {
    const StateFolder state;
    std::ifstream file(std::string(FILINGD_SOURCE) + "/storage/migrations/0001_main_road.sql");
    const std::string first{std::istreambuf_iterator<char>(file), {}};
    {
        const Sqlite old(state.ledger());
        ASSERT_EQ(sqlite3_exec(old.handle, first.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(old.handle,
                               "INSERT INTO folder (mailbox, name, uid_validity, first_seen) "
                               "VALUES ('work', 'INBOX', 1, 0);"
                               "INSERT INTO place (folder, uid, outcome, reason) "
                               "VALUES (1, 5, 'failed', 'NO')",
                               nullptr, nullptr, nullptr),
                  SQLITE_OK);
    }
    const auto ledger = open_ledger(state.ledger());
    const auto failed = got(ledger->lone_places(Outcome::Failed));
    ASSERT_EQ(failed.size(), 1U);
    EXPECT_EQ(failed[0].uid, 5U);
    EXPECT_FALSE(failed[0].since);
    EXPECT_THAT(got(ledger->check_integrity()), IsEmpty());
}

TEST(Ledger, WhatWasUnderWayBeforePagesWereReadIsParsedAgain) {
    const StateFolder state;
    std::ifstream file(std::string(FILINGD_SOURCE) + "/storage/migrations/0001_main_road.sql");
    const std::string first{std::istreambuf_iterator<char>(file), {}};
    {
        const Sqlite old(state.ledger());
        ASSERT_EQ(sqlite3_exec(old.handle, first.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(old.handle,
                               "INSERT INTO message (sha256, size, received_at, state, outcome, "
                               "attempts) VALUES "
                               "(printf('%064d', 1), 1, 1, 'spooled', NULL, 2),"
                               "(printf('%064d', 2), 1, 2, 'parsed', NULL, 2),"
                               "(printf('%064d', 3), 1, 3, 'judged', NULL, 1),"
                               "(printf('%064d', 4), 1, 4, 'settled', 'filed', 0)",
                               nullptr, nullptr, nullptr),
                  SQLITE_OK)
            << sqlite3_errmsg(old.handle);
    }
    const auto ledger = open_ledger(state.ledger());
    std::vector<std::pair<State, std::uint32_t>> states;
    for (const std::int64_t id : {1, 2, 3, 4}) {
        const auto message = *got(ledger->message(base::MessageId{id}));
        states.emplace_back(message.state, message.attempts);
        EXPECT_EQ(message.pages_waiting, 0U);
    }
    EXPECT_THAT(states, ElementsAre(Pair(State::Spooled, 2), Pair(State::Spooled, 0),
                                    Pair(State::Spooled, 0), Pair(State::Settled, 0)));
    EXPECT_THAT(got(ledger->work(at(0), 10)), SizeIs(3));
    EXPECT_THAT(got(ledger->pages_work(at(0), 10)), IsEmpty());
}

TEST(Ledger, SaysThatAFileIsNoLedger) {
    const StateFolder state;
    good(base::system_env().replace_file(state.ledger(), std::string(8192, 'x'), 0600));
    const auto opened = Ledger::open(state.ledger());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, base::Kind::Corrupt);
    EXPECT_THAT(opened.error().hint, HasSubstr("stop filingd"));
}

TEST(Ledger, IsForItsOwnerAlone) {
    const StateFolder state;
    const auto ledger = open_ledger(state.ledger());
    good(ledger->put_value("k", "v"));
    for (const char* suffix : {"", "-wal", "-shm"}) {
        struct stat status {};
        ASSERT_EQ(::stat((state.ledger() + suffix).c_str(), &status), 0) << suffix;
        EXPECT_EQ(status.st_mode & 0777, 0600U) << suffix;
    }
}

TEST(Ledger, AnErrorInsideRollsBackEverything) {
    const StateFolder state;
    const auto ledger = open_ledger(state.ledger());
    const auto failed = ledger->transaction([&]() -> base::Result<> {
        TRY(ledger->put_value("a", "1"));
        return base::fail(base::Kind::BadInput, base::Scope::Message, "no");
    });
    EXPECT_FALSE(failed);
    EXPECT_FALSE(got(ledger->value("a")));
}

TEST(Ledger, AnInnerErrorThatIsHandledKeepsTheRest) {
    const StateFolder state;
    const auto ledger = open_ledger(state.ledger());
    good(ledger->transaction([&]() -> base::Result<> {
        TRY(ledger->put_value("outer", "1"));
        (void)ledger->transaction([&]() -> base::Result<> {
            TRY(ledger->put_value("inner", "1"));
            return base::fail(base::Kind::BadInput, base::Scope::Message, "no");
        });
        return {};
    }));
    EXPECT_TRUE(got(ledger->value("outer")));
    EXPECT_FALSE(got(ledger->value("inner")));
}

std::set<std::string>& statements() {
    static std::set<std::string> all;
    return all;
}

int note_statement(unsigned, void*, void* statement, void*) {
    statements().insert(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
    return 0;
}

int trace(sqlite3* database, char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, note_statement, nullptr);
}

/// What the road and the mailer ask, and what a person asks with a narrow question.
void ask_everything_hot(const StateFolder& state) {
    good(go_the_road(base::system_env(), state.path()));
    const auto ledger = open_ledger(state.ledger());
    const auto messages = got(ledger->messages({}));
    const auto id = messages.front().id;
    MessageFilter review;
    review.outcome = Outcome::Review;
    got(ledger->messages(review));
    FilingFilter filter;
    filter.obligation = "monthly-report";
    filter.period = "2024-06";
    got(ledger->filings(filter));
    filter.obligation.clear();
    got(ledger->filings(filter));
    filter.unit = "fuchi";
    got(ledger->filings(filter));
    got(ledger->filings_of(id));
    got(ledger->filings_with_document(sha256("x")));
    got(ledger->find_filing("a", "b", "c"));
    got(ledger->next_try());
    got(ledger->notices(NoticeState::Uncertain));
    got(ledger->notices_about(id));
    got(ledger->count_sent_since(at(0), "unit@office.example"));
    got(ledger->is_own_message_id("x"));
    got(ledger->places_of(id));
    got(ledger->live_uids(base::FolderId{1}));
    got(ledger->knows_object(sha256("x")));
    got(Outbox(*ledger).expire_held(at(1'000'000)));
    got(ledger->kept_messages({}, 10));
    got(ledger->kept_objects("", 10));
    got(ledger->lone_places(Outcome::Failed));
    got(ledger->refused_fetches(base::FolderId{1}));
    got(ledger->filings_settled(base::JournalNumber{1}, base::JournalNumber{2}));
    got(ledger->failed_views());
    good(ledger->index_text(id, "月 报"));
    good(ledger->index_text(id, "年 报"));
    got(ledger->found_by("\"年 报\"", 10));
    got(ledger->history("M1"));
    got(ledger->acts_about("message", "M1", base::JournalNumber{1}));
    got(ledger->decided_by_person(id));
    got(ledger->changes_of(base::JournalNumber{1}));
    got(ledger->messages_with_document(sha256("x"), id));
}

std::vector<std::string> plan_of(sqlite3* database, const std::string& sql) {
    std::vector<std::string> lines;
    sqlite3_stmt* statement = nullptr;
    const std::string explain = "EXPLAIN QUERY PLAN " + sql;
    if (sqlite3_prepare_v2(database, explain.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        return {};
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char* text = sqlite3_column_text(statement, 3);
        lines.emplace_back(text, text + sqlite3_column_bytes(statement, 3));
    }
    sqlite3_finalize(statement);
    return lines;
}

/// A queue is never sorted to take its first; the few rows of one duty may be. Walks in order over
/// an index that holds only what is wanted, or to a LIMIT, are no scans of a table; nor is the
/// listing of everything that was asked for.
bool harmless(const std::string& line, const std::string& sql) {
    for (const char* index : {"message_work", "message_next_try", "message_arrival", "notice_queue",
                              "view_stale", "view_failed", "notice_item_once", "document_bytes"})
        if (line.ends_with(std::string("INDEX ") + index)) return true;
    // FTS5 calls asking its index for a match (M) a scan too, and reads its few settings.
    if (line.find("VIRTUAL TABLE INDEX") != std::string::npos &&
        line.find(":M") != std::string::npos)
        return true;
    if (line == "SCAN main.search_config") return true;
    return sql.find("FROM filing ORDER BY id") != std::string::npos ||
           sql.find("FROM notice ORDER BY id") != std::string::npos;
}

TEST(Ledger, NoHotQueryScansATableOrSorts) {
    statements().clear();
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(trace));
    const StateFolder state;
    ask_everything_hot(state);
    sqlite3_reset_auto_extension();
    EXPECT_GT(statements().size(), 50U);
    const Sqlite database(state.ledger());
    for (const std::string& sql : statements()) {
        if (sql.starts_with("CREATE") || sql.starts_with("--") || sql.starts_with("PRAGMA"))
            continue;
        for (const std::string& line : plan_of(database.handle, sql)) {
            const bool scans = line.starts_with("SCAN") && !line.starts_with("SCAN folder") &&
                               line != "SCAN f" && !line.starts_with("SCAN f ") &&
                               !line.ends_with("CONSTANT ROW");
            const bool sorts = line.find("FOR ORDER BY") != std::string::npos &&
                               sql.find("LIMIT") != std::string::npos &&
                               sql.find("unit = ?1 AND obligation = ?2") == std::string::npos;
            EXPECT_FALSE((scans || sorts) && !harmless(line, sql)) << line << "\n  in " << sql;
        }
    }
}

TEST(Ledger, WhatIsAskedBeforeEachSendReadsNoMailsBytes) {
    statements().clear();
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(trace));
    const StateFolder state;
    const auto ledger = open_ledger(state.ledger());
    got(ledger->count_sent_since(at(0), ""));
    got(ledger->reminded_items());
    sqlite3_reset_auto_extension();
    const Sqlite database(state.ledger());
    const auto plan_with = [&](std::string_view words) {
        for (const std::string& sql : statements())
            if (!sql.starts_with("CREATE") && !sql.starts_with("--") &&
                sql.find(words) != std::string::npos)
                return plan_of(database.handle, sql);
        return std::vector<std::string>();
    };
    EXPECT_THAT(plan_with("begun_at >="), testing::Contains(HasSubstr("INDEX notice_begun")));
    EXPECT_THAT(plan_with("i.stage"), testing::Contains(HasSubstr("COVERING INDEX notice_made")));
}

TEST(StateLock, ASecondTakerHearsWhoHoldsIt) {
    const StateFolder state;
    auto first = StateLock::take(state.path());
    ASSERT_TRUE(first);
    const auto second = StateLock::take(state.path());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, base::Kind::Conflict);
    EXPECT_THAT(second.error().hint, HasSubstr(std::to_string(::getpid())));
    { const auto released = std::move(*first); }
    EXPECT_TRUE(StateLock::take(state.path()));
}

TEST(StateLock, AWaitingTakerGetsItFromACommandThatEnds) {
    const StateFolder state;
    auto first = StateLock::take(state.path());
    ASSERT_TRUE(first);
    std::jthread command(
        [held = std::move(*first)]() mutable { const auto released = std::move(held); });
    EXPECT_TRUE(StateLock::take(state.path(), std::chrono::minutes(1)));
}

TEST(Permissions, ADirectoryOpenToOthersIsRefusedWithItsCure) {
    const StateFolder state;
    EXPECT_TRUE(check_state_directory(state.path()));
    for (const unsigned mode : {0755U, 0750U, 0701U, 0720U}) {
        good(base::system_env().set_mode(state.path(), mode));
        const auto checked = check_state_directory(state.path());
        ASSERT_FALSE(checked) << mode;
        EXPECT_EQ(checked.error().hint, "chmod 0700 " + state.path());
    }
    good(base::system_env().set_mode(state.path(), 0710));
    EXPECT_TRUE(check_state_directory(state.path())) << "a staff group passes through";
}

TEST(Permissions, AGroupThatDoesNotExistIsNamed) {
    const StateFolder state;
    const auto applied = apply_staff_group(state.path(), "no-such-group-here");
    ASSERT_FALSE(applied);
    EXPECT_THAT(applied.error().hint, HasSubstr("groupadd --system no-such-group-here"));
}

}  // namespace
}  // namespace storage
