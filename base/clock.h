#pragma once
/// Clocks as parameters. `Clock` is the real time (stamps, pacing, caps) and the monotonic time
/// (timers); tests replace it. The rehearsal clock of --as-of is a plain Instant handed to duties
/// and notices, never a Clock, so it can't reach a durable stamp.

#include <chrono>

#include "base/dates.h"

namespace base {

using Monotonic = std::chrono::steady_clock::time_point;

class Clock {
 public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] virtual Monotonic monotonic() const = 0;
};

/// The machine's clocks. Stateless, usable from every thread.
const Clock& system_clock();

}  // namespace base
