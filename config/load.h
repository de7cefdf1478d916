#pragma once
/// Reads a configuration directory into a Rulebook and checks every rule of interfaces.md. All
/// mistakes found are reported together, each with file, line, what is wrong and the cure. Meets
/// the file system; throws nothing.

#include <string>
#include <vector>

#include "base/result.h"
#include "config/rulebook.h"

namespace config {

/// BadInput; text holds one mistake a line: "units.toml:12: unit "fuchi" is named twice; give the
/// second another id".
base::Result<Rulebook> load(const std::string& directory, const std::string& shipped_directory);

/// Where the rules that ship are: beside the build tree's executable (its source tree's config/),
/// else /usr/share/filingd.
std::string shipped_directory();

}  // namespace config
