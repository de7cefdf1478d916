#pragma once
/// The daemon put together: stores, parser servers, one thread a mailbox, the pipeline thread, the
/// mailer thread, and the main thread with signals, timers and systemd. Returns the process's exit
/// code; SIGTERM and SIGINT end it cleanly within five seconds.

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

int run(const Options& options, const config::Rulebook& rulebook);

}  // namespace app
