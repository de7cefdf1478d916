#pragma once
/// Exit codes of filingd and filingctl (interfaces.md, Commands; sysexits.h where a name exists).

#include "base/error.h"

namespace service {

enum ExitCode : int {
    kOk = 0,
    kDifference = 1,  ///< filingctl: something is not as it should be
    kUsage = 64,
    kUnavailable = 69,  ///< a server cannot be reached
    kBug = 70,
    kInputOutput = 74,
    kLoginRefused = 77,
    kConfiguration = 78,
};

/// The code with which a failure ends the process.
int exit_code_of(const base::Error& error);

}  // namespace service
