// Fetching alone: takes a folder with daemon/imap as filingd does, hashes each body as it streams
// and writes it to a file that is never synced. What mbsync does without fsync, so the two compare.
//   bench_fetch URL USER PASSWORD CA_FILE TARGET
// Prints the seconds from the start to the last body, and how many there were.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "base/unique_fd.h"
#include "daemon/imap/inspect.h"
#include "daemon/imap/mailbox.h"
#include "storage/spool.h"

namespace {

class UnsyncedFile : public imap::Writer {
 public:
    explicit UnsyncedFile(std::string path)
        : path_(std::move(path)),
          fd_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {}
    base::Result<> write(std::string_view bytes) override {
        hasher_.update(bytes);
        buffer_.append(bytes);
        return buffer_.size() < kBuffer ? base::Result<>() : flush();
    }
    base::Result<> finish() override {
        TRY(flush());
        fd_.reset();
        hash_ = hasher_.finish();
        return {};
    }
    void keep_in(const std::string& folder) const {
        std::filesystem::rename(path_, folder + "/" + hash_);
    }

 private:
    static constexpr std::size_t kBuffer = 64U << 10;
    base::Result<> flush() {
        const auto written = ::write(fd_.get(), buffer_.data(), buffer_.size());
        if (written != std::ssize(buffer_))
            return base::fail(base::system_error(errno, path_, base::Scope::Process));
        buffer_.clear();
        return {};
    }
    std::string path_;
    base::UniqueFd fd_;
    storage::Hasher hasher_;
    std::string buffer_;
    std::string hash_;
};

/// Remembers nothing: every message is new.
class UnsyncedStore : public imap::Store {
 public:
    explicit UnsyncedStore(std::string target) : target_(std::move(target)) {}
    using Uids = std::vector<std::uint32_t>;
    base::Result<base::FolderId> observe(const std::string&, std::uint32_t) override {
        return base::FolderId{1};
    }
    base::Result<Uids> settled_uids(base::FolderId) override { return Uids{}; }
    base::Result<Uids> live_uids(base::FolderId) override { return Uids{}; }
    base::Result<> record_listed(base::FolderId, std::span<const imap::Listed>) override {
        return {};
    }
    base::Result<std::unique_ptr<imap::Writer>> begin(std::uint64_t) override {
        return std::make_unique<UnsyncedFile>(fmt::format("{}/incoming-{}", target_, ++begun_));
    }
    base::Result<> commit(base::FolderId, std::vector<imap::Fetched> batch) override {
        for (const auto& message : batch)
            static_cast<UnsyncedFile&>(*message.writer).keep_in(target_);
        taken_ += batch.size();
        last_ = std::chrono::steady_clock::now();
        return {};
    }
    base::Result<> gone(base::FolderId, std::span<const std::uint32_t>) override { return {}; }
    base::Result<> out_of_scope(base::FolderId, std::span<const std::uint32_t>,
                                std::string_view) override {
        return {};
    }
    base::Result<imap::Refused> refused(base::FolderId, std::uint32_t uid,
                                        std::string_view) override {
        return imap::Refused{uid, 1, {}, false};
    }
    base::Result<std::vector<imap::Refused>> refusals(base::FolderId) override {
        return std::vector<imap::Refused>{};
    }
    [[nodiscard]] std::size_t taken() const { return taken_; }
    [[nodiscard]] std::chrono::steady_clock::time_point last() const { return last_; }

 private:
    std::string target_;
    std::size_t begun_ = 0;
    std::size_t taken_ = 0;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 6) return 64;
    const auto begun = std::chrono::steady_clock::now();
    const std::string password = arguments[3];
    config::MailboxSettings settings;
    settings.name = "bench";
    settings.url = arguments[1];
    settings.user = arguments[2];
    settings.ca_file = arguments[4];
    settings.folders = {"INBOX"};
    UnsyncedStore store(arguments[5]);
    imap::Pause pause;
    imap::Mailbox mailbox(settings,
                          {store,
                           base::system_clock(),
                           pause,
                           imap::connector_for(settings),
                           [&] { return base::Result<std::string>(password); },
                           {},
                           1},
                          {});
    if (const auto done = mailbox.once({}); !done) {
        std::fputs((base::describe(done.error()) + "\n").c_str(), stderr);
        return 69;
    }
    const std::chrono::duration<double> took = store.last() - begun;
    fmt::print("{:.4f} {}\n", took.count(), store.taken());
    return 0;
}
