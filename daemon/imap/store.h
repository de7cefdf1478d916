#pragma once
/// What the mailbox code asks of the world that keeps messages: eleven questions
/// (daemon/pipeline/mailbox_store answers them from storage's Spool and Ledger, tests with maps).
/// Called from the mailbox's thread only. Every answer is durable when the call returns. NoSpace
/// makes the mailbox wait and try again later.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "base/ids.h"
#include "base/result.h"
#include "daemon/imap/session.h"

namespace imap {

/// Takes the bytes of one message. Destroyed without being committed: as if it had never been.
class Writer {
 public:
    virtual ~Writer() = default;
    virtual base::Result<> write(std::string_view bytes) = 0;
    /// No more bytes follow.
    virtual base::Result<> finish() = 0;
};

/// A message that arrived whole.
struct Fetched {
    std::uint32_t uid = 0;
    std::optional<base::Instant> internal_date;
    std::uint64_t size = 0;
    std::unique_ptr<Writer> writer;
};

/// A message that was asked for in vain, over all runs of the program.
struct Refused {
    std::uint32_t uid = 0;
    std::uint32_t count = 0;
    base::Instant last_at{};
    bool given_up = false;  ///< it has failed and is asked for no more
};

class Store {
 public:
    virtual ~Store() = default;
    /// The folder in the life this UIDVALIDITY gives it; another one than before ends the old
    /// life's places.
    virtual base::Result<base::FolderId> observe(const std::string& folder,
                                                 std::uint32_t uid_validity) = 0;
    /// UIDs that need no fetching: with a message, out of scope, failed, or gone. Ascending.
    virtual base::Result<std::vector<std::uint32_t>> settled_uids(base::FolderId folder) = 0;
    /// UIDs of places that still stand. Ascending.
    virtual base::Result<std::vector<std::uint32_t>> live_uids(base::FolderId folder) = 0;
    /// These stand on the server and were not live: new ones, or gone ones that came back (NetEase
    /// shows 30 days or all, as its owner sets it), which live again.
    virtual base::Result<> record_listed(base::FolderId folder,
                                         std::span<const Listed> messages) = 0;
    virtual base::Result<std::unique_ptr<Writer>> begin(std::uint64_t size) = 0;
    /// Bytes free where messages are kept; 0 where it isn't known.
    [[nodiscard]] virtual std::uint64_t room() const { return 0; }
    /// Makes the batch safe: bytes synced, ledger committed.
    virtual base::Result<> commit(base::FolderId folder, std::vector<Fetched> batch) = 0;
    virtual base::Result<> gone(base::FolderId folder, std::span<const std::uint32_t> uids) = 0;
    virtual base::Result<> out_of_scope(base::FolderId folder, std::span<const std::uint32_t> uids,
                                        std::string_view reason) = 0;
    /// The server won't give this message, or the connection broke at it: counted, whoever runs
    /// next.
    virtual base::Result<Refused> refused(base::FolderId folder, std::uint32_t uid,
                                          std::string_view cause) = 0;
    /// What was asked for in vain so far and is not given up.
    virtual base::Result<std::vector<Refused>> refusals(base::FolderId folder) = 0;
};

}  // namespace imap
