#pragma once
/// What a digest tells, as plain values: gathered by pipeline/digest_job from the ledger, turned
/// into words, tables and sheets by the pure functions of digest_*.h. Owns everything it holds.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/dates.h"
#include "config/rulebook.h"
#include "daemon/duties/duties.h"
#include "storage/records.h"

namespace notices {

struct DigestContent {
    base::Date day;
    /// The day of the digest before this one; none before the first.
    std::optional<base::Date> last_day;
    base::JournalNumber told_until;  ///< what `filed_since` reaches to
    std::vector<std::string> to;
    std::string health;  ///< one plain sentence
    std::vector<storage::Accounting> accounting;
    std::vector<duties::Duty> duties;
    std::map<base::FilingId, base::Date> completed;  ///< of the filings duties name
    std::vector<storage::FilingRow> filed_since;     ///< settled since the last digest
    /// Places whose bytes could not be had, and those the server has refused for long.
    std::vector<storage::LonePlace> not_had;

    struct ReviewItem {
        std::uint32_t number = 0;  ///< by which staff answer; of this digest alone
        base::MessageId message;
        base::Instant received_at{};
        std::string subject;
        std::string from;
        std::string reason;
        std::vector<storage::Candidate> candidates;  ///< as proposals_of() orders them
        /// When the decision in it, if it is one that must be filed, has to be filed.
        std::optional<base::Date> due;
        std::string due_obligation;
    };
    std::vector<ReviewItem> review;
    std::vector<storage::Answer> answers;  ///< to notices, which no digest has told of yet

    /// A publication link that is dead or could not be verified. Staff alone are told.
    struct LinkItem {
        std::string unit;
        std::string obligation;
        std::string period;
        storage::Link link;
    };
    std::vector<LinkItem> links;
    std::vector<storage::ConfirmedAddress> confirmed;
    std::vector<storage::DeadAddress> dead;
    std::vector<storage::Notice> unsent;  ///< held, uncertain, refused; without their bytes
    std::vector<std::string> tasks;  ///< further ones, as sentences: the office's own items …
    std::vector<std::string> cross_checks;  ///< sentences
    bool calendar_published = true;
    /// Duties whose rolled date is before this day are history: counted in one line, not listed.
    /// Default: [notices] remind_from.
    std::optional<base::Date> history_before;
};

/// What a mail in review may be, likeliest first, without what another of them says in full.
std::vector<storage::Candidate> proposals_of(std::vector<storage::Candidate> candidates);
/// Whether 同意 can mean the first of these: it names all that must be named, and none is as
/// likely.
bool can_agree(const config::Rulebook& rulebook, const std::vector<storage::Candidate>& proposals);

}  // namespace notices
