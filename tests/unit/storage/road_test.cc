#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "storage/archive.h"
#include "storage/journal.h"
#include "storage/outbox.h"
#include "storage/verify.h"

namespace storage {
namespace {

TEST(Storage, CarriesOneMailFromTheSpoolToAVerifiedArchive) {
    char name[] = "/tmp/storage-test-XXXXXX";
    const std::string state = ::mkdtemp(name);
    base::Env& env = base::system_env();
    const base::Instant now{std::chrono::milliseconds{1718600000000}};
    auto spool = Spool::open(env, state);
    auto archive = Archive::open(env, state);
    auto ledger = Ledger::open(state + "/ledger.db");
    auto journal = Journal::open(env, state + "/archive");
    ASSERT_TRUE(spool && archive && journal);
    ASSERT_TRUE(ledger) << base::describe(ledger.error());
    std::vector<Incoming> batch;
    batch.push_back(std::move(*spool->begin_message()));
    ASSERT_TRUE(batch[0].write("Subject: x\r\n\r\nbody"));
    ASSERT_TRUE(spool->commit_messages(batch));
    const auto folder = (*ledger)->observe_folder("work", "INBOX", 7, now);
    ASSERT_TRUE(folder) << base::describe(folder.error());
    SpooledPlace place;
    place.uid = 5;
    place.received_at = now;
    place.size = batch[0].size();
    place.sha256 = batch[0].sha256();
    const auto ids = (*ledger)->record_spooled(folder->id, std::span(&place, 1), now);
    ASSERT_TRUE(ids) << base::describe(ids.error());
    ASSERT_TRUE(archive->keep(*spool, std::vector{place.sha256}, {}));
    ASSERT_TRUE((*ledger)->transaction([&]() -> base::Result<> {
        TRY((*ledger)->record_settled(ids->front(), Outcome::NotAFiling, "test"));
        TRY((*ledger)->add_journal("settled", R"({"message":1})", now));
        return {};
    }));
    ASSERT_TRUE(spool->remove_message(place.sha256));
    const auto caught_up = journal->catch_up(**ledger);
    ASSERT_TRUE(caught_up) << base::describe(caught_up.error());
    const auto found = verify(env, **ledger, *archive, *spool, *journal);
    ASSERT_TRUE(found) << base::describe(found.error());
    EXPECT_EQ(found->differences, std::vector<std::string>{});
    const auto lines = (*ledger)->accounting();
    ASSERT_TRUE(lines) << base::describe(lines.error());
    EXPECT_EQ(lines->front().not_a_filing, 1U);
    EXPECT_TRUE(lines->front().balanced());
    std::filesystem::remove_all(state);
}

}  // namespace
}  // namespace storage
