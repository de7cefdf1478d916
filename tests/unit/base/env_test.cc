#include "base/env.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/steps.h"

namespace base {
namespace {

class EnvTest : public ::testing::Test {
 protected:
    void SetUp() override {
        std::string pattern = ::testing::TempDir() + "envXXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    [[nodiscard]] std::string path(const std::string& file) const { return folder_ + "/" + file; }
    std::string folder_;
};

TEST_F(EnvTest, RefusesToCreateWhatExists) {
    ASSERT_TRUE(system_env().create_file(path("a"), 0600));
    const auto second = system_env().create_file(path("a"), 0600);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Kind::Conflict);
}

TEST_F(EnvTest, ReplacesAFileAndLeavesNoTempFile) {
    ASSERT_TRUE(system_env().replace_file(path("a"), "one", 0600));
    ASSERT_TRUE(system_env().replace_file(path("a"), "two", 0640));
    EXPECT_EQ(system_env().read_file(path("a")).value_or(""), "two");
    EXPECT_EQ(system_env().list(folder_)->size(), 1U);
    struct stat status {};
    ASSERT_EQ(::stat(path("a").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST_F(EnvTest, LinksTwiceWithoutComplaintButNotOverAnotherFile) {
    ASSERT_TRUE(system_env().replace_file(path("a"), "one", 0600));
    ASSERT_TRUE(system_env().replace_file(path("b"), "two", 0600));
    EXPECT_TRUE(system_env().link(path("a"), path("c")));
    EXPECT_TRUE(system_env().link(path("a"), path("c")));
    const auto other = system_env().link(path("a"), path("b"));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind, Kind::Conflict);
}

TEST_F(EnvTest, MakesParentsAndRemovesWhatIsNotThere) {
    EXPECT_TRUE(system_env().make_directories(path("x/y/z"), 0700));
    EXPECT_TRUE(system_env().make_directories(path("x/y/z"), 0700));
    EXPECT_TRUE(system_env().remove(path("x/none")));
}

TEST_F(EnvTest, SaysWhatCouldNotBeRead) {
    const auto missing = system_env().read_file(path("none"));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, Kind::BadInput);
    EXPECT_NE(describe(missing.error()).find("none"), std::string::npos);
    ASSERT_TRUE(system_env().replace_file(path("big"), std::string(100, 'x'), 0600));
    EXPECT_FALSE(system_env().read_file(path("big"), 99));
}

TEST_F(EnvTest, CountsEveryDurableStep) {
    const auto before = steps::count();
    ASSERT_TRUE(system_env().replace_file(path("a"), "one", 0600));
    EXPECT_EQ(steps::count() - before, 3U);  // sync, rename, directory sync
}

TEST_F(EnvTest, EndsTheProcessAtTheStepAskedFor) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
#ifdef FILINGD_CRASH_STEPS
    EXPECT_EXIT(
        {
            ::setenv("FILINGD_CRASH_AT", std::to_string(steps::count() + 2).c_str(), 1);
            (void)system_env().replace_file(path("dead"), "one", 0600);
        },
        ::testing::KilledBySignal(SIGKILL), "");
    EXPECT_FALSE(system_env().exists(path("dead")));
#endif
}

TEST(Errors, KnowWhichFailuresPass) {
    EXPECT_TRUE(retryable(Kind::NoSpace));
    EXPECT_TRUE(retryable(Kind::Transient));
    EXPECT_FALSE(retryable(Kind::Auth));
    EXPECT_EQ(system_error(ENOSPC, "x").kind, Kind::NoSpace);
    EXPECT_EQ(system_error(EIO, "x").kind, Kind::Transient);
    EXPECT_EQ(system_error(EACCES, "x").kind, Kind::Denied);
}

}  // namespace
}  // namespace base
