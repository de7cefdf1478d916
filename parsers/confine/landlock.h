#pragma once
/// Landlock: which files a confined child may open. Only reading below the folders of kReadable
/// (the tables of poppler's CJK encodings); where the kernel knows how, also no TCP, no signals and
/// no abstract sockets to the outside.

#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace parsers::confine {

/// The kernel's Landlock version; 0 where it has none or it is switched off.
int landlock_abi();

/// A rule set that admits reading below `folders`; a folder that does not exist is left out.
base::Result<base::UniqueFd> make_landlock_rules(const std::vector<std::string>& folders);

/// Puts the rules in force for this process, for good; errno's value, or 0.
int enter_landlock(int rules);

}  // namespace parsers::confine
