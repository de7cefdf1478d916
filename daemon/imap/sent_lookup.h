#pragma once
/// Looks whether a mail stands in the folder where the server keeps sent mail (163 and QQ put what
/// was sent by SMTP there themselves). Message-IDs are compared here, not by SEARCH, which NetEase
/// and QQ answer wrongly (mail.md §7.6). Reads only; another folder is open afterwards. In the
/// mailbox's thread.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/imap/session.h"

namespace imap {

/// The folder marked \Sent (RFC 6154), else one of the usual names; none when there is no such
/// folder. In UTF-8.
base::Result<std::optional<std::string>> find_sent_folder(Session& session);

/// Message-IDs, with brackets, of the newest messages of a folder, at most `at_most` of them; none
/// when the folder is gone.
base::Result<std::vector<std::string>> newest_message_ids(Session& session,
                                                          const std::string& folder,
                                                          std::uint32_t at_most);

/// Something that is to be looked up on the server now and then, in a session that watches.
class Errand {
 public:
    virtual ~Errand() = default;
    /// How long until it wants the session; none: not at all. Asked between two waits.
    virtual std::optional<std::chrono::milliseconds> due_in() = 0;
    virtual base::Result<> run(Session& session) = 0;
};

}  // namespace imap
