#pragma once
/// What a digest asks staff to do, in sentences: first what keeps mail from coming in, then what
/// keeps it from going out, then the rest. Pure functions.

#include <string>
#include <vector>

#include "config/rulebook.h"
#include "daemon/notices/digest_content.h"

namespace notices {

std::vector<std::string> tasks_of(const config::Rulebook& rulebook, const DigestContent& content);

}  // namespace notices
