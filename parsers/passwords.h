#pragma once
/// Passwords a sender writes into the mail beside a locked archive: "密码：123456", "解压密码为
/// yxfz2024", "pw: abc", in the subject, the text, a file's name, an attached text file or an
/// attached mail. Candidates only, to be tried; never shown or kept. Pure; throws only bad_alloc.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/limits.h"

namespace parsers {

inline constexpr std::size_t kMostPasswords = 20;

/// Adds what `text` (UTF-8) gives as passwords, each once, up to kMostPasswords.
void find_passwords(std::string_view text, std::vector<std::string>& found);

/// All of a mail's passwords, its attached mails included.
std::vector<std::string> passwords_in_mail(std::string_view raw, const Limits& limits);

}  // namespace parsers
