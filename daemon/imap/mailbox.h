#pragma once
/// Watches one mailbox, in a thread of its own: connects, takes everything new from every folder,
/// then waits for more, by IDLE where the server has it, else by asking again; and does so again
/// after every failure. Sequential code that blocks with a deadline on every wait and ends within a
/// second of a requested stop.
///
/// When it tries again: after a lost connection in 5 s … 10 min; after a refused login in 10 min,
/// then four times a day, but at once when the secret has changed; after "Unsafe Login" in 30 min;
/// without room on the disk in 5 min; after a certificate that can't be trusted in 10 min. All else
/// of filingd goes on meanwhile.
///
/// publish() is called from the mailbox's thread at each change of state; wake() may be called from
/// any thread.

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/imap/folder_sync.h"
#include "daemon/imap/pacing.h"
#include "daemon/imap/pause.h"
#include "daemon/imap/sent_lookup.h"
#include "daemon/imap/session.h"
#include "daemon/imap/store.h"
#include "daemon/imap/window.h"
#include "daemon/imap/wire.h"

namespace imap {

enum class Phase {
    Connecting,
    Syncing,
    Idle,
    Polling,
    Waiting,
    LoginRefused,
    UnsafeLogin,
    NoSpace,
    Stopped
};
std::string_view name(Phase phase);

/// What `status` and health show of a mailbox.
struct MailboxStatus {
    std::string mailbox;
    Phase phase = Phase::Connecting;
    std::string folder;                ///< in Syncing
    std::size_t done = 0, of = 0;      ///< messages fetched of those to fetch, in Syncing
    std::optional<base::Error> cause;  ///< of Waiting, LoginRefused, UnsafeLogin, NoSpace
    std::optional<base::Instant> next_try;
    std::optional<base::Instant> last_sync;    ///< when all folders were last found complete
    std::vector<std::string> missing_folders;  ///< the server has no such folder; tried again daily
    std::vector<std::string> refused_folders;  ///< the server said NO when they were last asked for
};

class Mailbox {
 public:
    using Store = imap::Store;
    using Secret = std::function<base::Result<std::string>()>;
    using Publish = std::function<void(const MailboxStatus&)>;

    /// What a mailbox is made with; references must outlive it.
    struct World {
        Store& store;
        const base::Clock& clock;
        Pause& pause;
        Connector connector;
        Secret secret;  ///< asked at each login
        Publish publish;
        std::uint64_t seed = 0;    ///< of the jitter
        Errand* errand = nullptr;  ///< looked after while the mailbox is watched
    };

    struct Options {
        DownloadLimits download;
        Patience patience;
        Window::Limits window;
    };

    Mailbox(const config::MailboxSettings& settings, World world, const Options& options);

    /// Takes everything new from every folder and logs out. A requested stop is no failure.
    base::Result<> once(std::stop_token stop);
    /// Watches until a stop is requested.
    void run(std::stop_token stop);
    /// Ends a wait: the password was changed, or somebody wants news now.
    void wake() { world_.pause.wake(); }

 private:
    base::Result<std::unique_ptr<Session>> open(std::stop_token stop);
    base::Result<> watch(std::stop_token stop);
    base::Result<> sync_all(Session& session);
    base::Result<> sync_folder(FolderSync& folder, Session& session, bool open);
    base::Result<> take_everything(std::stop_token stop);
    [[nodiscard]] std::uint64_t breaks() const;
    base::Result<> wait_for_news(Session& session, std::stop_token stop);
    base::Result<bool> run_errand(Session& session);
    [[nodiscard]] std::chrono::milliseconds until_errand(std::chrono::milliseconds at_most);
    base::Result<> idle(Session& session);
    base::Result<> poll(Session& session, std::stop_token stop);
    void recover(const base::Error& error, std::stop_token stop);
    void wait_for_secret(std::chrono::milliseconds time, std::stop_token stop);
    void wait_for_room(std::chrono::milliseconds time, std::stop_token stop);
    [[nodiscard]] std::chrono::milliseconds delay_after(const base::Error& error);
    base::Result<std::string> read_secret();
    void publish(Phase phase);

    config::MailboxSettings settings_;
    World world_;
    Options options_;
    Window window_;
    Backoff backoff_;
    LoginPacing logins_;
    std::vector<std::unique_ptr<FolderSync>> folders_;
    MailboxStatus status_;
    std::size_t secret_hash_ = 0;  ///< of the secret last tried, to notice a new one
    std::optional<base::Monotonic> opened_at_;
};

}  // namespace imap
