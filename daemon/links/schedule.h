#pragma once
/// What the visits to a link say of it, and when it is looked at next. Pure.
///
/// A link is verified while its last visit was good. It is dead once the site itself said 404 or
/// 410 on three different days of seven, and stays so until something else than silence or another
/// 404 is met there. Everything else is unverified: a site that does not answer, or not to us, says
/// nothing about the publication.
///
/// Next: a month after a good visit. After any other, daily, until the seven days in which it
/// could be found dead are over; then monthly, and each month's failure begins seven days anew.

#include <span>

#include "base/dates.h"
#include "storage/records.h"

namespace links {

/// `visits`: oldest first, one a day.
storage::LinkStatus status_of(std::span<const storage::LinkVisit> visits);

/// When the next visit is due, after the last of `visits`, made at `now`.
base::Instant next_visit(std::span<const storage::LinkVisit> visits, base::Instant now);

}  // namespace links
