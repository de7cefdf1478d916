#pragma once
/// What the tests of storage share: a state directory that goes with its test, an Env that fails
/// one chosen call, and the road: three mails carried from the server's list to archived, settled,
/// journalled and answered, each stage looking first at what is done already, as filingd does.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "storage/archive.h"
#include "storage/journal.h"
#include "storage/ledger.h"
#include "storage/spool.h"

namespace storage {

inline base::Instant at(std::int64_t seconds) {
    return base::Instant{std::chrono::seconds{1718600000 + seconds}};
}

/// An empty state directory in memory where the machine has that (syncs cost nothing there).
class StateFolder {
 public:
    StateFolder() {
        std::string name =
            ::access("/dev/shm", W_OK) == 0 ? "/dev/shm/state-XXXXXX" : "/tmp/state-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    ~StateFolder() { std::filesystem::remove_all(path_); }
    StateFolder(const StateFolder&) = delete;
    StateFolder& operator=(const StateFolder&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string ledger() const { return path_ + "/ledger.db"; }
    [[nodiscard]] std::string archive() const { return path_ + "/archive"; }

 private:
    std::string path_;
};

/// The value of a result that must have one.
template <class T>
T got(base::Result<T> result) {
    EXPECT_TRUE(result) << base::describe(result.error());
    return result ? std::move(*result) : T{};
}
inline void good(const base::Result<>& result) {
    EXPECT_TRUE(result) << base::describe(result.error());
}

std::unique_ptr<Ledger> open_ledger(const std::string& path);

/// Fails the n-th call that changes something, once; a failing write leaves half of its bytes.
class FailingEnv final : public base::Env {
 public:
    FailingEnv(std::uint64_t call, int error) : fail_at_(call), error_(error) {}
    [[nodiscard]] std::uint64_t calls() const { return calls_; }
    [[nodiscard]] bool failed() const { return calls_ >= fail_at_; }

    base::Result<base::UniqueFd> create_file(const std::string& path, unsigned mode) override;
    base::Result<base::UniqueFd> open_for_append(const std::string& path, unsigned mode) override;
    base::Result<> write_all(int fd, std::string_view bytes, std::string_view what) override;
    base::Result<> sync_data(int fd, std::string_view what) override;
    base::Result<> sync_file_system(int fd, std::string_view what) override;
    base::Result<> sync_directory(const std::string& path) override;
    base::Result<> rename(const std::string& from, const std::string& to) override;
    base::Result<> link(const std::string& from, const std::string& to) override;
    base::Result<> remove(const std::string& path) override;
    base::Result<> make_directories(const std::string& path, unsigned mode) override;
    base::Result<> close_file(base::UniqueFd fd, std::string_view what) override;

 private:
    bool fails() { return ++calls_ == fail_at_; }
    base::Failure failure(std::string_view what) const {
        return base::fail(base::system_error(error_, what));
    }
    std::uint64_t calls_ = 0;
    std::uint64_t fail_at_;
    int error_;
};

/// Goes the road as far as it is not gone yet. What is sent is noted in <state>/sent.
base::Result<> go_the_road(base::Env& env, const std::string& state);
/// Everything that must hold at every moment and does not; empty is good.
std::vector<std::string> broken(const std::string& state);
/// What the road ends with, as text to compare: rows, files, accounting.
std::string end_of_the_road(const std::string& state);

}  // namespace storage
