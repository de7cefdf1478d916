#pragma once
/// Exit codes of filingd and filingctl (interfaces.md, Commands; sysexits.h where a name exists).

#include "base/error.h"

namespace service {

inline constexpr int kOk = 0;
inline constexpr int kDifference = 1;  ///< filingctl: something is not as it should be
inline constexpr int kUsage = 64;
inline constexpr int kUnavailable = 69;  ///< a server cannot be reached
inline constexpr int kBug = 70;
inline constexpr int kInputOutput = 74;
inline constexpr int kLoginRefused = 77;
inline constexpr int kConfiguration = 78;

/// The code with which a failure ends the process.
int exit_code_of(const base::Error& error);

}  // namespace service
