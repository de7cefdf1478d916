#include "daemon/service/systemd.h"

#include <systemd/sd-daemon.h>

#include <cstdlib>
#include <string>

#include "base/text.h"

namespace service {

void notify_ready() { sd_notify(0, "READY=1"); }
void notify_stopping() { sd_notify(0, "STOPPING=1"); }
void notify_status(std::string_view sentence) {
    sd_notify(0, ("STATUS=" + base::one_line(sentence, 300)).c_str());
}
void notify_alive() { sd_notify(0, "WATCHDOG=1"); }

std::optional<std::chrono::microseconds> watchdog_interval() {
    std::uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) <= 0) return {};
    return std::chrono::microseconds(microseconds);
}

bool logs_to_journal() { return std::getenv("JOURNAL_STREAM") != nullptr; }

}  // namespace service
