#include "daemon/pipeline/standing_duties.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "daemon/pipeline/ledger_lookups.h"

namespace pipeline {
namespace {

/// Of more lines it is not asked whose they are.
constexpr std::size_t kMostLines = 500;

/// People's acts, and mail that was judged anew (reprocess.cc).
bool may_remove(const storage::JournalEntry& entry) {
    if (entry.kind == "notice") return false;
    if (entry.kind != "settled") return true;
    const auto line = nlohmann::json::parse(entry.line, nullptr, false);
    return !line.is_object() || line.contains("reprocessed");
}

}  // namespace

/// False: all must be read anew.
base::Result<bool> StandingDuties::follow(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                          base::JournalNumber last) {
    if (last == seen_) return true;
    TRY_ASSIGN(const auto lines, ledger.journal_after(seen_, kMostLines));
    if (lines.size() == kMostLines || last < seen_ || std::ranges::any_of(lines, may_remove))
        return false;
    if (std::ranges::any_of(lines, [](const auto& line) { return line.kind == "settled"; })) {
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
