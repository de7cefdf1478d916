#pragma once
/// What every filingctl command works with: the rulebook and the stores of a state directory. Works
/// beside a running daemon (the ledger admits several processes) and without one. Started as root
/// it becomes the state directory's owner first, so that no file ends up with the wrong one. One
/// thread.

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/env.h"
#include "config/rulebook.h"
#include "daemon/pipeline/stores.h"
#include "storage/state_lock.h"

namespace ctl {

class Office {
 public:
    static base::Result<std::unique_ptr<Office>> open(const std::string& config_directory);

    [[nodiscard]] const config::Rulebook& rulebook() const { return rulebook_; }
    storage::Ledger& ledger() { return *stores_.ledger; }
    pipeline::Stores& stores() { return stores_; }
    pipeline::Desk& desk() { return desk_; }
    [[nodiscard]] const base::Clock& clock() const { return base::system_clock(); }

    /// The lock of the state directory, when no daemon holds it.
    std::optional<storage::StateLock> try_lock();
    /// After a command that changed something: with no daemon running, what the daemon would do
    /// next (journal files, the by-filing view); a running daemon does it itself within seconds.
    base::Result<> follow_up();
    /// The same by a command that holds the lock.
    base::Result<> follow_up_under_lock();

    /// Names for people; the id itself where the rulebook has none.
    [[nodiscard]] std::string unit_name(std::string_view id) const;
    [[nodiscard]] std::string obligation_title(std::string_view id,
                                               std::string_view period = {}) const;

 private:
    Office(config::Rulebook rulebook, pipeline::Stores stores);
    config::Rulebook rulebook_;
    pipeline::Stores stores_;
    pipeline::Desk desk_;
};

}  // namespace ctl
