#include "daemon/pipeline/standing_duties.h"

#include <algorithm>

#include "daemon/pipeline/ledger_lookups.h"

namespace pipeline {
namespace {

/// Of more lines it is not asked whose they are.
constexpr std::size_t kMostLines = 500;

}  // namespace

base::Result<bool> StandingDuties::is_as_seen(storage::Ledger& ledger, base::JournalNumber last) {
    if (last == seen_) return true;
    TRY_ASSIGN(const auto lines, ledger.journal_after(seen_, kMostLines));
    return lines.size() < kMostLines &&
           std::ranges::all_of(lines, [](const auto& line) { return line.kind == "notice"; });
}

base::Result<const StandingDuties::Day*> StandingDuties::at(storage::Ledger& ledger,
                                                            const config::Rulebook& rulebook,
                                                            base::Date day) {
    // Read before the ledger is: what comes in between is seen the next time.
    TRY_ASSIGN(const auto last, ledger.last_journal_number());
    if (kept_ && day_ == day) {
        TRY_ASSIGN(const bool as_seen, is_as_seen(ledger, last));
        if (as_seen) {
            seen_ = last;
            return &*kept_;
        }
    }
    kept_.reset();
    Day anew;
    TRY_ASSIGN(anew.snapshot, snapshot_at(ledger, rulebook, day));
    anew.duties = duties::duties_at(rulebook, anew.snapshot, day);
    kept_ = std::move(anew);
    day_ = day;
    seen_ = last;
    return &*kept_;
}

}  // namespace pipeline
