#pragma once
/// state/lock: flock that admits one daemon to a state directory; held until destroyed.

#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace storage {

class StateLock {
 public:
    /// Conflict when another process holds it; the hint names its pid.
    static base::Result<StateLock> take(const std::string& state_directory);

 private:
    explicit StateLock(base::UniqueFd fd) : fd_(std::move(fd)) {}
    base::UniqueFd fd_;
};

}  // namespace storage
