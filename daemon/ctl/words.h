#pragma once
/// Human output follows LANG through gettext: English in the source, Chinese in po/zh_CN.po. `_`
/// marks and translates a string; fmt's format string is then chosen at run time.

#include <fmt/format.h>
#include <libintl.h>

#include <string>
#include <string_view>
#include <vector>

// gettext's own name for it; xgettext looks for it.
#define _(text) gettext(text)  // NOLINT(bugprone-reserved-identifier)

namespace ctl {

/// A code word of the ledger (filed_late, stamped-pdf …) as a person reads it: itself in English, a
/// word of the catalogue in Chinese.
std::string in_words(std::string_view code);
/// Several, with blanks between them.
std::string in_words(const std::vector<std::string>& codes);

/// Finds the catalogue: beside the build tree's executable, else the system's.
void start_words();

template <class... Arguments>
std::string say(const char* translated_format, const Arguments&... arguments) {
    return fmt::format(fmt::runtime(translated_format), arguments...);
}

}  // namespace ctl
