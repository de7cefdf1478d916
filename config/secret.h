#pragma once
/// Reads a password from where the configuration says, each time it is needed. The value is never
/// logged.

#include <string>

#include "base/result.h"
#include "config/rulebook.h"

namespace config {

/// Denied when a secret file can be read by group or others; Auth/BadInput when absent, empty or
/// with control characters. A line end at the end of the file is dropped.
base::Result<std::string> read_secret(const SecretSource& source);

}  // namespace config
