#pragma once
/// Looking at a mailbox without taking anything: for doctor and reconcile. One session, in the
/// caller's thread.

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/rulebook.h"
#include "daemon/imap/session.h"
#include "daemon/imap/wire.h"

namespace imap {

/// One step of doctor: connection, login, a folder.
struct CheckStep {
    std::string what;
    std::optional<base::Error> error;  ///< none: all right
    std::string detail;                ///< "312 messages", "no IDLE, asked every 120 s"
};

/// Connects, logs in and opens each folder; stops at the first failure that ends the session.
std::vector<CheckStep> check(const config::MailboxSettings& settings, const Connector& connector,
                             const Account& account, const base::Clock& clock,
                             std::stop_token stop);

struct FolderListing {
    std::string folder;
    bool exists = false;
    std::uint32_t uid_validity = 0;
    std::vector<Listed> messages;
};

/// Every message of every folder of the configuration.
base::Result<std::vector<FolderListing>> list_folders(const config::MailboxSettings& settings,
                                                      const Connector& connector,
                                                      const Account& account,
                                                      const base::Clock& clock,
                                                      std::stop_token stop);

/// The connection and the secret as the configuration names them.
Connector connector_for(const config::MailboxSettings& settings);
Account account_for(const config::MailboxSettings& settings);

}  // namespace imap
