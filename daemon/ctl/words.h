#pragma once
/// Human output follows LANG through gettext: English in the source, Chinese in po/zh_CN.po. `_`
/// marks and translates a string; fmt's format string is then chosen at run time.

#include <fmt/format.h>
#include <libintl.h>

#include <string>

#define _(text) gettext(text)

namespace ctl {

/// Finds the catalogue: beside the build tree's executable, else the system's.
void start_words();

template <class... Arguments>
std::string say(const char* translated_format, const Arguments&... arguments) {
    return fmt::format(fmt::runtime(translated_format), arguments...);
}

}  // namespace ctl
