#pragma once
/// Answers the mailbox's questions (daemon/imap/store.h) from spool and ledger: a batch is safe
/// when its files are synced and named and the ledger has committed them. One a mailbox, in the
/// mailbox's thread, with a ledger connection of its own.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/env.h"
#include "daemon/imap/store.h"
#include "storage/ledger.h"
#include "storage/spool.h"

namespace pipeline {

class MailboxStore final : public imap::Store {
 public:
    struct World {
        base::Env& env;
        const base::Clock& clock;
        storage::Ledger& ledger;
        storage::Spool& spool;
        std::function<void()> arrived;  ///< called after each batch is safe
    };
    MailboxStore(std::string mailbox, std::string state_directory, World world);

    base::Result<base::FolderId> observe(const std::string& folder,
                                         std::uint32_t uid_validity) override;
    base::Result<std::vector<std::uint32_t>> settled_uids(base::FolderId folder) override;
    base::Result<std::vector<std::uint32_t>> live_uids(base::FolderId folder) override;
    base::Result<> record_listed(base::FolderId folder,
                                 std::span<const imap::Listed> messages) override;
    base::Result<std::unique_ptr<imap::Writer>> begin(std::uint64_t size) override;
    [[nodiscard]] std::uint64_t room() const override;
    base::Result<> commit(base::FolderId folder, std::vector<imap::Fetched> batch) override;
    base::Result<> gone(base::FolderId folder, std::span<const std::uint32_t> uids) override;
    base::Result<> out_of_scope(base::FolderId folder, std::span<const std::uint32_t> uids,
                                std::string_view reason) override;
    base::Result<imap::Refused> refused(base::FolderId folder, std::uint32_t uid,
                                        std::string_view cause) override;
    base::Result<std::vector<imap::Refused>> refusals(base::FolderId folder) override;

 private:
    [[nodiscard]] bool is_backfill(base::FolderId folder, base::Instant received_at) const;
    base::Result<> settle(base::FolderId folder, std::span<const std::uint32_t> uids,
                          storage::Outcome outcome, std::string_view reason,
                          std::optional<base::Instant> since);

    std::string mailbox_;
    std::string state_directory_;
    World world_;
    std::map<base::FolderId, storage::Folder> lives_;  ///< those observed
};

}  // namespace pipeline
