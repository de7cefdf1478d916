#pragma once
/// From what the server said to what became of the message. Decided by reply codes, never by
/// libcurl's result (mail.md §4); a few words of NetEase turn a "permanent" quota answer into a
/// later try (mail.md §7.12). Pure functions.

#include <string>
#include <vector>

#include "daemon/smtp/mailer.h"
#include "daemon/smtp/reply_tracker.h"

namespace smtp {

/// `transport` are the library's words for a connection that ended; used where the server said
/// nothing.
Delivery classify(const ReplyTracker& tracker, const std::vector<std::string>& recipients,
                  const std::string& transport);

}  // namespace smtp
