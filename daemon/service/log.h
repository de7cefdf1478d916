#pragma once
/// The log: one line an event, English, to standard error (journald adds time and unit when it
/// reads it). Control characters and line ends in what was read from outside are taken out here.
/// Usable from every thread. Never give it passwords, message text or names of parties.

#include <fmt/format.h>

#include <string_view>

#include "base/error.h"

namespace service {

enum class Level { Debug, Info, Warning, Error };

/// Chooses the least level that is written; with `timestamps` off where journald writes them.
void start_log(Level least, bool timestamps);
void log(Level level, std::string_view line);

template <class... Arguments>
void info(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    log(Level::Info, fmt::format(format, std::forward<Arguments>(arguments)...));
}
template <class... Arguments>
void warning(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    log(Level::Warning, fmt::format(format, std::forward<Arguments>(arguments)...));
}
template <class... Arguments>
void error(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    log(Level::Error, fmt::format(format, std::forward<Arguments>(arguments)...));
}

}  // namespace service
