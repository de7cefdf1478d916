#include "daemon/pipeline/standing_duties.h"

#include <algorithm>

#include "daemon/pipeline/journal_lines.h"
#include "daemon/pipeline/ledger_lookups.h"

namespace pipeline {
namespace {

/// Of more lines it is not asked what they tell.
constexpr std::size_t kMostLines = 500;

}  // namespace

/// False: all must be read anew.
base::Result<bool> StandingDuties::follow(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                          base::JournalNumber last) {
    if (last == seen_) return true;
    TRY_ASSIGN(const auto lines, ledger.journal_after(seen_, kMostLines));
    if (lines.size() == kMostLines || last < seen_) return false;
    Touched touched = Touched::Nothing;
    for (const auto& line : lines) touched = std::max(touched, touched_by(line));
    if (touched == Touched::Anything) return false;
    if (touched == Touched::Settled) {
        TRY(follow_settled(ledger, rulebook, day_, seen_, kept_->snapshot));
        kept_->duties = duties::duties_at(rulebook, kept_->snapshot, day_);
    }
    seen_ = last;
    return true;
}

base::Result<const StandingDuties::Day*> StandingDuties::at(storage::Ledger& ledger,
                                                            const config::Rulebook& rulebook,
                                                            base::Date day) {
    // Read before the ledger is: what comes in between is seen the next time.
    TRY_ASSIGN(const auto last, ledger.last_journal_number());
    if (kept_ && day_ == day) {
        TRY_ASSIGN(const bool followed, follow(ledger, rulebook, last));
        if (followed) return &*kept_;
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
