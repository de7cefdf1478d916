#pragma once
/// The daemon put together: the workers and the main thread with signals, timers and systemd.
/// Returns the process's exit code. SIGTERM and SIGINT end it cleanly within five seconds; SIGHUP
/// reads the rules anew (docs/DUTIES.md, New rules): wrong ones are refused as a whole, right ones
/// are worked by after the workers were stopped and made anew, in the same process and under the
/// same state lock.

#include <optional>
#include <string>

#include "base/dates.h"
#include "config/rulebook.h"

namespace app {

struct Options {
    std::string config_directory;
    bool once = false;
    bool hold = false;
    bool verbose = false;
    std::optional<base::Instant> as_of;
};

int run(const Options& options, config::Rulebook rulebook);

}  // namespace app
