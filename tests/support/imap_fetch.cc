// Drives daemon/imap alone, for the system tests: takes a mailbox into a folder, one file a
// message.
//   imap_fetch once|watch|list|check URL USER PASSWORD CA_FILE TARGET FOLDER...
// TARGET/<folder number>-<uidvalidity>-<uid>.eml; TARGET/places.log tells each answer of the store
// in a line. FILINGD_IMAP_INSECURE=1: clear text. FILINGD_IMAP_LIMIT: largest message.
// FILINGD_IMAP_HASTE: waits divided by it. FILINGD_IMAP_POLL: seconds.

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <thread>

#include "daemon/imap/inspect.h"
#include "daemon/imap/mailbox.h"
#include "daemon/imap/transport.h"
#include "daemon/imap/troubles.h"

namespace {

std::string variable(const char* name, const std::string& otherwise) {
    const char* value = std::getenv(name);
    return value ? value : otherwise;
}

class FileWriter : public imap::Writer {
 public:
    explicit FileWriter(std::string path) : path_(std::move(path)), out_(path_, std::ios::binary) {}
    ~FileWriter() override {
        if (!kept_) std::filesystem::remove(path_);
    }
    base::Result<> write(std::string_view bytes) override {
        out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return {};
    }
    base::Result<> finish() override {
        out_.close();
        return {};
    }
    void keep_as(const std::string& path) {
        std::filesystem::rename(path_, path);
        kept_ = true;
    }

 private:
    std::string path_;
    std::ofstream out_;
    bool kept_ = false;
};

/// Keeps messages as files and remembers nothing beyond its own life but what they tell.
class FileStore : public imap::Store {
 public:
    explicit FileStore(std::string target)
        : target_(std::move(target)), log_(target_ + "/places.log", std::ios::app) {}

    base::Result<base::FolderId> observe(const std::string& folder,
                                         std::uint32_t uid_validity) override {
        const auto [found, fresh] =
            ids_.try_emplace({folder, uid_validity}, base::FolderId{std::ssize(ids_) + 1});
        if (fresh) log_ << "observe " << folder << ' ' << uid_validity << std::endl;
        names_[found->second] =
            fmt::format("{}-{}", folder == "INBOX" ? "inbox" : "other", uid_validity);
        load(found->second);
        return found->second;
    }
    base::Result<std::vector<std::uint32_t>> settled_uids(base::FolderId folder) override {
        return std::vector<std::uint32_t>(settled_[folder].begin(), settled_[folder].end());
    }
    base::Result<std::vector<std::uint32_t>> live_uids(base::FolderId folder) override {
        return std::vector<std::uint32_t>(live_[folder].begin(), live_[folder].end());
    }
    base::Result<> record_listed(base::FolderId folder,
                                 std::span<const imap::Listed> messages) override {
        for (const auto& message : messages) {
            live_[folder].insert(message.uid);
            if (gone_[folder].erase(message.uid) > 0) settled_[folder].erase(message.uid);
        }
        return {};
    }
    base::Result<std::unique_ptr<imap::Writer>> begin(std::uint64_t) override {
        return std::make_unique<FileWriter>(fmt::format("{}/incoming-{}", target_, ++files_));
    }
    base::Result<> commit(base::FolderId folder, std::vector<imap::Fetched> batch) override {
        for (auto& message : batch) {
            static_cast<FileWriter&>(*message.writer)
                .keep_as(fmt::format("{}/{}-{}.eml", target_, names_[folder], message.uid));
            settled_[folder].insert(message.uid);
            log_ << "safe " << message.uid << ' '
                 << (message.internal_date ? base::format_instant(*message.internal_date) : "-")
                 << std::endl;
        }
        return {};
    }
    base::Result<> gone(base::FolderId folder, std::span<const std::uint32_t> uids) override {
        for (const auto uid : uids) {
            log_ << "gone " << uid << std::endl;
            live_[folder].erase(uid);
            settled_[folder].insert(uid);
            gone_[folder].insert(uid);
        }
        return {};
    }
    base::Result<> out_of_scope(base::FolderId folder, std::span<const std::uint32_t> uids,
                                std::string_view reason) override {
        for (const auto uid : uids) {
            log_ << "out_of_scope " << uid << ' ' << reason << std::endl;
            settled_[folder].insert(uid);
        }
        return {};
    }
    base::Result<imap::Refused> refused(base::FolderId folder, std::uint32_t uid,
                                        std::string_view cause) override {
        log_ << "refused " << uid << ' ' << cause << std::endl;
        imap::Refused& refused = refused_[folder][uid];
        refused.uid = uid;
        ++refused.count;
        refused.last_at = base::system_clock().now();
        return refused;
    }
    base::Result<std::vector<imap::Refused>> refusals(base::FolderId folder) override {
        std::vector<imap::Refused> all;
        for (const auto& [uid, refused] : refused_[folder]) all.push_back(refused);
        return all;
    }

 private:
    void load(base::FolderId folder) {
        for (const auto& file : std::filesystem::directory_iterator(target_)) {
            const std::string stem = file.path().stem();
            if (file.path().extension() != ".eml" || !stem.starts_with(names_[folder] + "-"))
                continue;
            const auto uid =
                static_cast<std::uint32_t>(std::stoul(stem.substr(names_[folder].size() + 1)));
            live_[folder].insert(uid);
            settled_[folder].insert(uid);
        }
    }

    std::string target_;
    std::ofstream log_;
    std::map<std::pair<std::string, std::uint32_t>, base::FolderId> ids_;
    std::map<base::FolderId, std::string> names_;
    std::map<base::FolderId, std::set<std::uint32_t>> live_, settled_, gone_;
    std::map<base::FolderId, std::map<std::uint32_t, imap::Refused>> refused_;
    std::size_t files_ = 0;
};

class HastyPause : public imap::Pause {
 public:
    explicit HastyPause(int haste) : haste_(haste) {}
    bool wait(std::chrono::milliseconds time, std::stop_token stop) override {
        return Pause::wait(time / haste_, std::move(stop));
    }

 private:
    int haste_;
};

void show(const imap::MailboxStatus& status) {
    static std::string last;
    std::string line(imap::name(status.phase));
    if (status.cause) line += " | " + base::describe(*status.cause);
    if (line != last) std::cout << "state " << line << std::endl;
    last = line;
}

int report(const base::Error& error) {
    std::cout << "error " << base::name(error.kind) << ' ' << base::describe(error) << std::endl;
    return error.kind == base::Kind::Auth ? 77 : 69;
}

int watch(imap::Mailbox& mailbox) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::jthread thread([&](std::stop_token stop) { mailbox.run(std::move(stop)); });
    int signal = 0;
    sigwait(&set, &signal);
    const auto asked = std::chrono::steady_clock::now();
    thread.request_stop();
    thread.join();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - asked);
    std::cout << "stopped in " << took.count() << " ms" << std::endl;
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 8) return 64;
    const std::string verb = arguments[1], password = arguments[4], target = arguments[6];
    config::MailboxSettings settings;
    settings.name = "test";
    settings.url = arguments[2];
    settings.user = arguments[3];
    settings.ca_file = arguments[5];
    settings.insecure = variable("FILINGD_IMAP_INSECURE", "0") == "1";
    settings.poll = std::chrono::seconds(std::stoi(variable("FILINGD_IMAP_POLL", "120")));
    settings.folders.assign(arguments + 7, arguments + count);
    const imap::Connector connector = imap::connector_for(settings);
    const imap::Account account{settings.user, [&] { return base::Result<std::string>(password); }};
    if (verb == "check") {
        for (const auto& step : imap::check(settings, connector, account, base::system_clock(), {}))
            std::cout << step.what << ": "
                      << (step.error ? base::describe(*step.error) : "ok " + step.detail)
                      << std::endl;
        return 0;
    }
    if (verb == "list") {
        auto listings = imap::list_folders(settings, connector, account, base::system_clock(), {});
        if (!listings) return report(listings.error());
        for (const auto& listing : *listings)
            std::cout << listing.folder << ' ' << listing.exists << ' ' << listing.messages.size()
                      << std::endl;
        return 0;
    }
    FileStore store(target);
    HastyPause pause(std::stoi(variable("FILINGD_IMAP_HASTE", "1")));
    imap::Mailbox::Options options;
    options.download.message = std::stoull(variable("FILINGD_IMAP_LIMIT", "75497472"));
    options.patience.command =
        std::chrono::milliseconds(std::stoi(variable("FILINGD_IMAP_PATIENCE", "60000")));
    options.patience.login = options.patience.command;
    imap::Mailbox mailbox(
        settings, {store, base::system_clock(), pause, connector, account.password, show, 1},
        options);
    if (verb == "watch") return watch(mailbox);
    auto done = mailbox.once({});
    return done ? 0 : report(done.error());
}
