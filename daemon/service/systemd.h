#pragma once
/// What systemd is told (sd_notify(3)): ready, reloading, stopping, one status sentence, the
/// watchdog's sign of life. Does nothing when not started by systemd.

#include <chrono>
#include <optional>
#include <string_view>

namespace service {

void notify_ready();
void notify_reloading();  ///< until notify_ready()
void notify_stopping();
void notify_status(std::string_view sentence);
void notify_alive();
/// How often systemd wants a sign of life; none without a watchdog.
std::optional<std::chrono::microseconds> watchdog_interval();
/// Whether standard error goes to the journal, which stamps the time itself.
bool logs_to_journal();

}  // namespace service
