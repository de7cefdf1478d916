#include "daemon/service/mailbox_worker.h"

#include "base/text.h"
#include "daemon/imap/inspect.h"
#include "daemon/pipeline/health.h"
#include "daemon/pipeline/stores.h"
#include "daemon/service/log.h"

namespace service {
namespace {

constexpr std::chrono::minutes kSyncStamp{
    1};  ///< how exact last_sync needs to be while all is well

imap::Mailbox::Options options_of(const config::Rulebook& rulebook) {
    imap::Mailbox::Options options;
    options.download.message = rulebook.settings.parser.message;
    return options;
}

std::uint64_t random_seed() {
    std::uint64_t seed = 0;
    for (const char c : base::random_bytes(sizeof seed))
        seed = seed << 8U | static_cast<unsigned char>(c);
    return seed;
}

/// What is said of folders: before their names and behind them.
struct FolderWords {
    std::string_view before;
    std::string_view behind;
};
constexpr FolderWords kMissing{"服务器上没有文件夹“", "”，请核对配置 folders"};
constexpr FolderWords kRefused{"服务器拒绝打开文件夹“", "”，程序会自动重试"};

std::string words_of(const FolderWords& words, const std::vector<std::string>& folders) {
    if (folders.empty()) return {};
    return std::string(words.before) + base::join(folders, "”、“") + std::string(words.behind);
}

}  // namespace

std::string sentence_of(const imap::MailboxStatus& status) {
    std::vector<std::string> parts;
    if (status.cause)
        parts.push_back(status.cause->hint.empty() ? status.cause->text : status.cause->hint);
    for (auto words :
         {words_of(kMissing, status.missing_folders), words_of(kRefused, status.refused_folders)})
        if (!words.empty()) parts.push_back(std::move(words));
    if (parts.empty()) return {};
    return "邮箱 " + status.mailbox + "：" + base::join(parts, "；");
}

base::Result<std::unique_ptr<MailboxWorker>> MailboxWorker::open(
    const config::Rulebook& rulebook, const config::MailboxSettings& settings,
    storage::Spool& spool, std::function<void()> arrived) {
    TRY_ASSIGN(auto ledger,
               storage::Ledger::open(pipeline::ledger_path(rulebook.settings.state_directory)));
    const auto noted = ledger->transaction([&] {
        return ledger->put_value(std::string(pipeline::kReadingSince) + settings.name,
                                 base::format_instant(base::system_clock().now()));
    });
    // A full disk passes, and until then no notice can be written either.
    if (!noted) warning("{}: not recorded: {}", settings.name, base::describe(noted.error()));
    return std::unique_ptr<MailboxWorker>(
        new MailboxWorker(rulebook, settings, std::move(ledger), spool, std::move(arrived)));
}

MailboxWorker::MailboxWorker(const config::Rulebook& rulebook,
                             const config::MailboxSettings& settings,
                             std::unique_ptr<storage::Ledger> ledger, storage::Spool& spool,
                             std::function<void()> arrived)
    : ledger_(std::move(ledger)),
      store_(settings.name, rulebook.settings.state_directory,
             {base::system_env(), base::system_clock(), *ledger_, spool, std::move(arrived)}),
      evidence_(*ledger_, base::system_clock(),
                pipeline::sends_for(settings, rulebook.settings.smtp)),
      mailbox_(settings,
               {store_, base::system_clock(), pause_, imap::connector_for(settings),
                imap::account_for(settings).password,
                [this](const imap::MailboxStatus& status) { publish(status); }, random_seed(),
                &evidence_},
               options_of(rulebook)) {}

void MailboxWorker::publish(const imap::MailboxStatus& status) {
    if (status.phase != phase_) {
        phase_ = status.phase;
        if (status.cause)
            warning("mailbox {}: {}: {}", status.mailbox, imap::name(phase_),
                    base::describe(*status.cause));
        else
            info("mailbox {}: {}", status.mailbox, imap::name(phase_));
    }
    if (std::string sentence = sentence_of(status); sentence != sentence_) {
        sentence_ = std::move(sentence);
        put(std::string(pipeline::kMailboxState) + status.mailbox, sentence_);
    }
    if (status.last_sync && (!last_sync_ || *status.last_sync - *last_sync_ >= kSyncStamp)) {
        last_sync_ = status.last_sync;
        put(std::string(pipeline::kLastSync) + status.mailbox, base::format_instant(*last_sync_));
    }
}

void MailboxWorker::put(const std::string& key, const std::string& value) {
    const auto done = ledger_->transaction([&] { return ledger_->put_value(key, value); });
    if (!done) warning("status not recorded: {}", base::describe(done.error()));
}

}  // namespace service
