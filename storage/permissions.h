#pragma once
/// Who may look into the state directory: its owner alone, and, where the configuration names a
/// staff group, that group into archive/by-filing and at the files directly in the state directory
/// that are made readable for it. Called once at start, before the spool receives anything.

#include <string>

#include "base/result.h"

namespace storage {

/// Denied, with the command that cures it, when the directory is not ours or others may enter it.
base::Result<> check_state_directory(const std::string& directory);

/// Lets the group pass through the state directory (0710) and archive (0710) into
/// archive/by-filing (2750), and makes what is received from now on belong to it, so that the hard
/// links there can be read. Denied when the group does not exist or we are no member of it.
base::Result<> apply_staff_group(const std::string& state_directory, const std::string& group);

}  // namespace storage
