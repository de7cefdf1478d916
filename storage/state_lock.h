#pragma once
/// state/lock: flock that admits one daemon to a state directory; held until destroyed.

#include <chrono>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace storage {

class StateLock {
 public:
    /// Conflict when another process holds it; the hint names its pid. `patience`: how long to wait
    /// for a filingctl that holds it only for the length of a command.
    static base::Result<StateLock> take(
        const std::string& state_directory,
        std::chrono::milliseconds patience = std::chrono::milliseconds::zero());

 private:
    explicit StateLock(base::UniqueFd fd) : fd_(std::move(fd)) {}
    base::UniqueFd fd_;
};

}  // namespace storage
