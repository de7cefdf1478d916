#include "daemon/ctl/words.h"

#include <climits>
#include <clocale>
#include <cstdlib>
#include <filesystem>

namespace ctl {

namespace {

/// The language asked for, in gettext's order of precedence.
const char* wanted_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); value && *value != '\0') return value;
    return nullptr;
}

/// Many servers have no locale but C and C.UTF-8 generated: LANG=zh_CN.UTF-8 then fails as a
/// locale, and gettext, which only needs the name, would fall back to English.
void speak_without_locale() {
    const char* language = wanted_language();
    if (!language || !std::setlocale(LC_MESSAGES, "C.UTF-8")) return;
    ::setenv("LANGUAGE", language, 0);
}

}  // namespace

std::string in_words(std::string_view code) {
    return code.empty() ? std::string() : gettext(std::string(code).c_str());
}

std::string in_words(const std::vector<std::string>& codes) {
    std::string text;
    for (const auto& code : codes) text += (text.empty() ? "" : _(", ")) + in_words(code);
    return text;
}

void start_words() {
    if (!std::setlocale(LC_ALL, "")) speak_without_locale();
    // The C locale would show Chinese names as question marks.
    std::setlocale(LC_CTYPE, "C.UTF-8");
    std::error_code error;
    const auto executable = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto beside = executable.parent_path().parent_path() / "locale";
    const bool in_build_tree = !error && std::filesystem::exists(beside, error);
    bindtextdomain("filingd", in_build_tree ? beside.c_str() : "/usr/share/locale");
    bind_textdomain_codeset("filingd", "UTF-8");
    textdomain("filingd");
}

}  // namespace ctl
