#pragma once
/// Commands as they go over the wire. A control character in anything that comes from the
/// configuration is refused, so no name or password can smuggle in a command of its own. Only
/// reading commands exist here.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace imap {

/// A command without its tag, cut where the server's "+" must be awaited (behind a literal's
/// length).
struct Command {
    std::vector<std::string> pieces;  ///< the last one ends with CRLF
    bool secret = false;              ///< never shown in a log or an error
};

Command plain(std::string_view text);
/// 8-bit user names and passwords go as literals.
base::Result<Command> login(std::string_view user, std::string_view password);
/// RFC 2971; NetEase wants name, version, vendor and support-email.
Command id(std::string_view support_address);
/// `folder` in UTF-8.
base::Result<Command> examine(std::string_view folder);
base::Result<Command> list_folder(std::string_view folder);
/// UID, size and arrival of every message from `first` on.
Command list_from(std::uint32_t first);
/// Which of these UIDs are there; `uids` ascending, at most some hundred.
Command list_these(std::span<const std::uint32_t> uids);
/// One whole message, without a trace on the server.
std::string fetch(std::uint32_t uid);

/// A quoted string of RFC 3501; 7-bit text without control characters only.
base::Result<std::string> quoted(std::string_view text);

}  // namespace imap
