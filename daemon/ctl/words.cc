#include "daemon/ctl/words.h"

#include <climits>
#include <clocale>
#include <filesystem>

namespace ctl {

void start_words() {
    std::setlocale(LC_ALL, "");
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
