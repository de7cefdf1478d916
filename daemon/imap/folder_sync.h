#pragma once
/// Brings one folder and the store into agreement over a session: what is new is fetched, what is
/// out of scope is recorded as such, what has gone is marked, but only after a full listing.
/// Remembers between two calls how far it came, so that most calls ask for new mail only; a full
/// listing is made at the start, once a day, after a change of UIDVALIDITY, and when the server's
/// count does not fit. One thread.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "daemon/imap/downloader.h"
#include "daemon/imap/session.h"
#include "daemon/imap/store.h"
#include "daemon/imap/window.h"

namespace imap {

struct FolderRules {
    std::optional<base::Date> since;  ///< what the server got before this day is out of scope
    DownloadLimits download;
    std::chrono::hours full_listing{24};
    std::chrono::minutes doubtful_listing{30};  ///< when the counts differ, at most this often
    std::chrono::minutes refused_again{60};
    /// After a message broke two connections; twice as long after each further one, up to
    /// refused_again.
    std::chrono::minutes broken_again{10};
    std::chrono::hours missing_again{24};
};

class FolderSync {
 public:
    using Progress = std::function<void(std::size_t done, std::size_t of)>;

    FolderSync(std::string name, const FolderRules& rules, Store& store, const base::Clock& clock,
               Window& window);

    [[nodiscard]] const std::string& name() const { return name_; }
    /// The server has no such folder, and it is too early to ask again.
    [[nodiscard]] bool is_missing() const {
        return missing_until_ && clock_->monotonic() < *missing_until_;
    }
    /// The server had no such folder when it was last asked.
    [[nodiscard]] bool was_missing() const { return missing_until_.has_value(); }
    /// Opens the folder and takes what is new.
    base::Result<> open_and_take(Session& session, const Progress& progress);
    /// Takes what is new; the folder is open.
    base::Result<> take(Session& session, const Progress& progress);
    /// Messages handed over since the program started.
    [[nodiscard]] std::uint64_t taken() const { return taken_; }
    /// Connections that broke at a message since the program started; each is noted against it.
    [[nodiscard]] std::uint64_t breaks() const { return breaks_; }

 private:
    struct Pending {
        Listed message;
        std::uint32_t vain = 0;  ///< times it was asked for in vain
        std::optional<base::Monotonic> not_before;
    };

    base::Result<> list_all(Session& session);
    base::Result<> list_new(Session& session);
    void await(std::span<const Listed> messages);
    base::Result<> recall_refusals();
    base::Result<> drop_out_of_scope();
    base::Result<> download(Session& session, const Progress& progress);
    base::Result<> fetch(Session& session, std::span<const Listed> wanted,
                         const Progress& progress);
    base::Result<> conclude(const DownloadOutcome& outcome);
    base::Result<> resolve_silent(Session& session, std::vector<std::uint32_t> uids);
    base::Result<> note_break(const DownloadOutcome::Refusal& broken);
    base::Result<> note_refusal(std::uint32_t uid, std::string_view cause,
                                std::optional<std::chrono::minutes> again);
    [[nodiscard]] std::chrono::minutes again_after(std::uint32_t vain) const;
    [[nodiscard]] bool full_listing_due(const Session& session) const;

    std::string name_;
    FolderRules rules_;
    Store* store_;
    const base::Clock* clock_;
    Window* window_;
    base::FolderId id_;
    std::uint32_t uid_validity_ = 0;
    std::uint32_t last_uid_ = 0;
    std::size_t known_ = 0;  ///< messages on the server as far as listed
    std::map<std::uint32_t, Pending> pending_;
    std::optional<base::Monotonic> listed_at_;
    std::optional<base::Monotonic> missing_until_;
    std::uint64_t taken_ = 0;
    std::uint64_t breaks_ = 0;
};

}  // namespace imap
