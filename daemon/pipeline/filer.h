#pragma once
/// From an accepted verdict to the filing it changes (design.md, Completeness; interfaces.md, Rules
/// that decide). A pure function over what the ledger knows, so that automatic settlement, a
/// person's assignment and a rebuild all file in one way.

#include <map>
#include <optional>
#include <span>

#include "config/rulebook.h"
#include "daemon/judge/judge.h"
#include "storage/records.h"

namespace pipeline {

/// A document of the filing as it stands, with what the ledger knows of it.
struct KnownDocument {
    std::string sha256;
    base::MessageId message;
    base::Instant received_at{};
    std::string text_source;  ///< text, ocr, none
};

using KnownDocuments = std::map<base::DocumentId, KnownDocument>;

struct FilingQuestion {
    const config::Rulebook& rulebook;
    const std::optional<storage::Filing>& existing;
    const KnownDocuments& known;  ///< documents of `existing`
    const storage::Message& message;
    std::span<const storage::Document> documents;  ///< of the message, by index
    const judge::Verdict& verdict;
    base::Date today;
};

/// The reason of a mail in review by copies_differ.
inline constexpr std::string_view kCopiesDiffer = "copies_differ";

/// Whether the mail brings the other half (Word or stamped) of a monthly report that is filed
/// already, and it tells other numbers by the rule for copies in one mail (judge/report_numbers.h):
/// a question to a person, not to be filed by itself. A mail that says it corrects, and one that
/// brings a half anew, supersede instead.
bool copies_differ(const FilingQuestion& question);

/// The filing after this verdict, ready for Ledger::put_filing; none when the message brings
/// nothing new to it.
std::optional<storage::Filing> file_verdict(const FilingQuestion& question);

/// Missing pieces, status, completion and due dates of a filing, from its documents and fields as
/// they stand.
void restate(const config::Rulebook& rulebook, const KnownDocuments& known, base::Date today,
             storage::Filing& filing);

/// Takes out what this mail alone brought: its publication links; a link that another mail of the
/// filing brought too stays, as that mail's. Returns the addresses taken out.
std::vector<std::string> drop_links(base::MessageId message, storage::Filing& filing);

/// Versions and which documents are superseded, from the arrivals of those that are left after one
/// was taken out.
void renumber(const KnownDocuments& known, storage::Filing& filing);

/// The period an accepted decision without a readable number gets: "sha:" + 12 hex digits of its
/// document.
std::string event_period(const judge::Verdict& verdict,
                         std::span<const storage::Document> documents);

}  // namespace pipeline
