// Every call of the Env fails once, with a full disk and with a broken one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "support.h"

namespace storage {

base::Result<base::UniqueFd> FailingEnv::create_file(const std::string& path, unsigned mode) {
    if (fails()) return failure(path);
    return Env::create_file(path, mode);
}
base::Result<base::UniqueFd> FailingEnv::open_for_append(const std::string& path, unsigned mode) {
    if (fails()) return failure(path);
    return Env::open_for_append(path, mode);
}
base::Result<> FailingEnv::write_all(int fd, std::string_view bytes, std::string_view what) {
    if (!fails()) return Env::write_all(fd, bytes, what);
    (void)Env::write_all(fd, bytes.substr(0, bytes.size() / 2), what);
    return failure(what);
}
base::Result<> FailingEnv::sync_data(int fd, std::string_view what) {
    if (fails()) return failure(what);
    return Env::sync_data(fd, what);
}
base::Result<> FailingEnv::sync_file_system(int fd, std::string_view what) {
    if (fails()) return failure(what);
    return Env::sync_file_system(fd, what);
}
base::Result<> FailingEnv::sync_directory(const std::string& path) {
    if (fails()) return failure(path);
    return Env::sync_directory(path);
}
base::Result<> FailingEnv::rename(const std::string& from, const std::string& to) {
    if (fails()) return failure(to);
    return Env::rename(from, to);
}
base::Result<> FailingEnv::link(const std::string& from, const std::string& to) {
    if (fails()) return failure(to);
    return Env::link(from, to);
}
base::Result<> FailingEnv::remove(const std::string& path) {
    if (fails()) return failure(path);
    return Env::remove(path);
}
base::Result<> FailingEnv::make_directories(const std::string& path, unsigned mode) {
    if (fails()) return failure(path);
    return Env::make_directories(path, mode);
}
base::Result<> FailingEnv::close_file(base::UniqueFd fd, std::string_view what) {
    if (fails()) return failure(what);
    return Env::close_file(std::move(fd), what);
}

namespace {

/// Returns how many calls there were to fail.
std::uint64_t sweep(int error) {
    const StateFolder undisturbed;
    EXPECT_TRUE(go_the_road(base::system_env(), undisturbed.path()));
    const std::string end = end_of_the_road(undisturbed.path());
    for (std::uint64_t call = 1;; ++call) {
        const StateFolder state;
        FailingEnv env(call, error);
        (void)go_the_road(env, state.path());
        if (!env.failed()) return call - 1;
        EXPECT_THAT(broken(state.path()), testing::IsEmpty()) << "call " << call;
        const auto again = go_the_road(base::system_env(), state.path());
        EXPECT_TRUE(again) << "call " << call << ": " << base::describe(again.error());
        EXPECT_THAT(broken(state.path()), testing::IsEmpty()) << "gone on after call " << call;
        EXPECT_EQ(end_of_the_road(state.path()), end) << "call " << call;
        if (testing::Test::HasFailure()) return call;
    }
}

TEST(Faults, AFullDiskAtAnyCallLeavesNothingHalfDoneAndTheNextTryEndsWell) {
    EXPECT_GT(sweep(ENOSPC), 80U);
}

TEST(Faults, ABrokenDiskAtAnyCallLeavesNothingHalfDoneAndTheNextTryEndsWell) {
    EXPECT_GT(sweep(EIO), 80U);
}

}  // namespace
}  // namespace storage
