#include "storage/spool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>

#include "support.h"

namespace storage {
namespace {

std::vector<Incoming> one(Spool& spool, std::string_view bytes) {
    std::vector<Incoming> batch;
    auto incoming = spool.begin_message();
    EXPECT_TRUE(incoming);
    batch.push_back(std::move(*incoming));
    good(batch.front().write(bytes));
    return batch;
}

unsigned mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
}

// FIPS 180-4, the examples of NIST.
TEST(Hasher, KnowsThePublishedValues) {
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Spool, KeepsWhatItGotUnderItsHashReadOnly) {
    const StateFolder state;
    auto spool = Spool::open(base::system_env(), state.path());
    const std::string bytes(200'000, 'x');
    auto batch = one(*spool, bytes);
    good(spool->commit_messages(batch));
    EXPECT_EQ(batch[0].size(), bytes.size());
    const std::string path = spool->message_path(sha256(bytes));
    EXPECT_EQ(got(base::system_env().read_file(path)), bytes);
    EXPECT_EQ(mode_of(path), 0440U);
    EXPECT_EQ(mode_of(state.path() + "/spool/incoming"), 0700U);
}

TEST(Spool, RemovesWhatIsDroppedWithoutCommit) {
    const StateFolder state;
    auto spool = Spool::open(base::system_env(), state.path());
    { const auto dropped = one(*spool, "x"); }
    EXPECT_THAT(got(base::system_env().list(state.path() + "/spool/incoming")), testing::IsEmpty());
}

TEST(Spool, OpeningLeavesTheFilesOfALivingProcessAlone) {
    const StateFolder state;
    auto daemon = Spool::open(base::system_env(), state.path());
    auto batch = one(*daemon, "bytes");
    auto beside = Spool::open(base::system_env(), state.path());
    good(daemon->commit_messages(batch));
    EXPECT_TRUE(base::system_env().exists(beside->message_path(sha256("bytes"))));
}

TEST(Spool, ClearsIncomingWhenTold) {
    const StateFolder state;
    auto spool = Spool::open(base::system_env(), state.path());
    good(base::system_env().replace_file(state.path() + "/spool/incoming/old-1", "x", 0600));
    good(spool->clean_incoming());
    EXPECT_THAT(got(base::system_env().list(state.path() + "/spool/incoming")), testing::IsEmpty());
}

// After a failed write the hash runs ahead of the bytes: nothing of it may ever be kept.
TEST(Spool, NeverCommitsAFileAfterAnyError) {
    for (std::uint64_t call = 1;; ++call) {
        const StateFolder state;
        ASSERT_TRUE(Spool::open(base::system_env(), state.path()));
        FailingEnv env(call, EIO);
        auto spool = Spool::open(env, state.path());
        if (!spool) continue;
        auto incoming = spool->begin_message();
        if (!incoming) continue;
        std::vector<Incoming> batch;
        batch.push_back(std::move(*incoming));
        const bool wrote = batch[0].write(std::string(70'000, 'a')).has_value();
        const bool more = batch[0].write("b").has_value();
        EXPECT_EQ(more, wrote) << "call " << call;
        const bool committed = spool->commit_messages(batch).has_value();
        if (!env.failed()) return;
        EXPECT_FALSE(committed) << "call " << call;
        const auto again = spool->commit_messages(batch);
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().kind, base::Kind::Conflict);
        EXPECT_FALSE(batch[0].write("c"));
        EXPECT_FALSE(batch[0].finish());
        const std::string path = spool->message_path(sha256(std::string(70'000, 'a') + "b"));
        if (env.exists(path)) {
            EXPECT_EQ(got(env.size_of(path)), 70'001U);
        }
    }
}

TEST(Spool, TakesNoBytesAfterTheEnd) {
    const StateFolder state;
    auto spool = Spool::open(base::system_env(), state.path());
    auto batch = one(*spool, "x");
    good(batch[0].finish());
    EXPECT_FALSE(batch[0].write("y"));
    EXPECT_TRUE(spool->commit_messages(batch));
}

}  // namespace
}  // namespace storage
