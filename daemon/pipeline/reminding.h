#pragma once
/// What reminding knows at one moment beside the duties: the stages that count as sent, who is
/// paused, where reminders go, from when on anybody is chased. Read from the ledger at once; the
/// caller's thread.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/duties/duties.h"
#include "storage/ledger.h"

namespace pipeline {

struct DutyKey {
    std::string unit;
    std::string obligation;
    std::string period;
    auto operator<=>(const DutyKey&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
};

template <class T>
DutyKey duty_key(const T& row) {
    return {row.unit, row.obligation, row.period};
}

struct Reminding {
    /// What was due before this day is history: [notices] remind_from, else the day of the first
    /// start.
    base::Date from;
    struct Sent {
        std::vector<std::string> stages;  ///< that count
        std::size_t mails = 0;            ///< of them, how many went out
    };
    std::map<DutyKey, Sent> sent;
    std::set<std::string> paused;          ///< units
    std::set<std::string> reminded_today;  ///< units: a mail of this day was made, or left
    std::set<std::string> on_their_way;    ///< units: a mail is queued, or being sent
    std::map<std::string, std::vector<std::string>> addresses;  ///< by unit; absent: none usable
    std::set<std::string> dead;                                 ///< addresses
    /// Reminders that have not gone out: what they are about.
    struct Waiting {
        storage::NoticeState state = storage::NoticeState::Queued;
        base::Instant created_at{};
        std::vector<storage::NoticeItem> items;
    };
    std::map<std::int64_t, Waiting> waiting;  ///< by notice

    [[nodiscard]] const std::vector<std::string>& stages(const DutyKey& key) const;
};

/// What was due before this day is history: [notices] remind_from, else the day of the first start.
base::Result<base::Date> chased_from(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                     base::Instant now);

/// Whom reminders may reach at `now`: all but what was sent and what is on its way.
base::Result<Reminding> allowed_at(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                   base::Instant now);

/// As it stands at `now`. `made_until`: what was made later does not count, for a day that is
/// asked about; by the machine's clock, which may be set back, all counts.
base::Result<Reminding> reminding_at(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                     base::Instant now,
                                     std::optional<base::Instant> made_until = {});

/// Whether it is known what the units have sent: every mailbox that a daemon reads was found
/// complete since that daemon began, and within the hour. `now`: the machine's clock.
base::Result<bool> mailboxes_read(storage::Ledger& ledger, const config::Rulebook& rulebook,
                                  base::Instant now);

/// Whether the unit may still be reminded of this: open and chased, not paused.
bool is_wanted(const config::Rulebook& rulebook, const Reminding& reminding,
               const duties::Duty& duty);

/// When the next reminder of a duty leaves if nothing changes; none for a duty nobody is reminded
/// of, and where the unit is paused or has no address.
std::optional<base::Instant> next_reminder_at(const config::Rulebook& rulebook,
                                              const Reminding& reminding, const duties::Duty& duty,
                                              base::Instant now);

/// The ledger's value that remembers on which day a unit's reminder last left.
std::string left_value(std::string_view unit);

}  // namespace pipeline
