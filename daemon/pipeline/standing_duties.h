#pragma once
/// The duties of a day as they stand, kept from one question to the next: what is filed, in review
/// or exempt changes with a line of the journal that is no notice's. After mail was settled the
/// filings it touched are read anew; after a person's act, or mail judged anew, all are. For
/// whoever asks again and again: the reminders and the digest of one look, each notice before it
/// leaves. Belongs to one thread, one ledger connection and one rulebook.

#include <optional>
#include <vector>

#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/duties/duties.h"
#include "storage/ledger.h"

namespace pipeline {

class StandingDuties {
 public:
    struct Day {
        duties::Snapshot snapshot;
        std::vector<duties::Duty> duties;
    };

    /// As it stood at the end of `day` (ledger_lookups.h, snapshot_at). The reference holds until
    /// the next question.
    base::Result<const Day*> at(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                base::Date day);

 private:
    base::Result<bool> follow(storage::Ledger& ledger, const config::Rulebook& rulebook,
                              base::JournalNumber last);

    std::optional<Day> kept_;
    base::Date day_{};
    base::JournalNumber seen_;  ///< the journal's last line when it was looked at
};

}  // namespace pipeline
