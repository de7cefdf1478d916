#pragma once
/// Whether the reasons of a reminder still stand, asked just before it is sent (design.md,
/// Notices). What was filed, exempted or paused meanwhile ends it: it is cancelled, and when it was
/// never tried its stages and its day's key are free again, so that the reminder job makes another
/// one for the rest. Owns nothing; the thread of the ledger given.

#include <string_view>

#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/duties/duties.h"
#include "daemon/pipeline/reminding.h"
#include "daemon/pipeline/standing_duties.h"
#include "storage/ledger.h"

namespace pipeline {

/// True when `notice` may be sent now. False when it was taken out of the queue, for good or, when
/// it was tried before, until reminders may leave again. Notices of other kinds always may.
/// `standing`: of this ledger and rulebook.
base::Result<bool> still_due(storage::Ledger& ledger, const config::Rulebook& rulebook,
                             StandingDuties& standing, const storage::Notice& notice,
                             base::Instant now);

/// Why a reminder made at that time about these items must not go out; empty while it may.
base::Result<std::string_view> reason_to_withdraw(storage::Ledger& ledger,
                                                  const config::Rulebook& rulebook,
                                                  const Reminding& reminding,
                                                  const std::vector<duties::Duty>& duties,
                                                  const std::vector<storage::NoticeItem>& items,
                                                  base::Instant made);

/// Cancels a queued or held reminder; nothing when another thread took it meanwhile.
base::Result<> withdraw(storage::Ledger& ledger, base::NoticeId id, std::string_view reason,
                        base::Instant now);

}  // namespace pipeline
