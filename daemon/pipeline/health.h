#pragma once
/// How filingd is, in words: one plain Chinese sentence with the cure, and the accounting line per
/// folder. What the threads know of themselves they leave in the ledger's values, so filingctl can
/// tell it with the daemon stopped.

#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

/// Ledger values the threads write: "mailbox_state:<name>" (a sentence), "last_sync:<name>"
/// (instant).
inline constexpr std::string_view kMailboxState = "mailbox_state:";
inline constexpr std::string_view kLastSync = "last_sync:";
/// Since when a thread of this life reads the mailbox (instant).
inline constexpr std::string_view kReadingSince = "reading_since:";
inline constexpr std::string_view kMailerState = "mailer_state";
inline constexpr std::string_view kPipelineState = "pipeline_state";
inline constexpr std::string_view kPagesState = "pages_state";  ///< why scans are not read
inline constexpr std::string_view kRulesState = "rules_state";  ///< of new rules that were refused

/// Looked at when asked: a ledger without room can take no note of it. Empty while there is room.
std::string disk_trouble(const Desk& desk);

/// By-filing views that could not be made, and the cure; empty while there are none.
base::Result<std::string> views_trouble(Desk& desk);

/// `accounting`: the ledger's, of now.
base::Result<std::string> health_sentence(Desk& desk,
                                          const std::vector<storage::Accounting>& accounting);

/// "work/INBOX: 30 = filed 20 + duplicate 2 + …": the identity of design.md, one folder a line.
std::string accounting_line(const storage::Accounting& accounting);

}  // namespace pipeline
