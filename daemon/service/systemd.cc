#include "daemon/service/systemd.h"

#include <systemd/sd-daemon.h>

#include <cstdlib>
#include <ctime>
#include <string>

#include "base/text.h"

namespace service {

void notify_ready() { sd_notify(0, "READY=1"); }
void notify_reloading() {
    // systemd tells by the time whether it was before or after a reload that it asked for.
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const auto since_boot =
        std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    const auto microseconds = std::chrono::floor<std::chrono::microseconds>(since_boot).count();
    sd_notify(0, ("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds)).c_str());
}
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
