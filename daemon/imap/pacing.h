#pragma once
/// When to try again. Plain values; the time itself is the caller's.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace imap {

/// 5 s, doubling to 10 min, each ± a quarter, so that many clients don't come back together.
class Backoff {
 public:
    explicit Backoff(std::uint64_t seed) : random_(seed) {}
    std::chrono::milliseconds next() {
        const auto delay = jittered(delay_);
        delay_ = std::min(delay_ * 2, kMost);
        return std::clamp(delay, kLeast, kMost);
    }
    void reset() { delay_ = kLeast; }
    /// `delay` ± a quarter.
    std::chrono::milliseconds jittered(std::chrono::milliseconds delay) {
        const std::int64_t quarter = delay.count() / 4;
        return delay + std::chrono::milliseconds(
                           std::uniform_int_distribution<std::int64_t>(-quarter, quarter)(random_));
    }

    static constexpr std::chrono::milliseconds kLeast{5'000};
    static constexpr std::chrono::milliseconds kMost{600'000};

 private:
    std::mt19937_64 random_;
    std::chrono::milliseconds delay_ = kLeast;
};

/// A refused login is tried once more after 10 min, then four times a day: servers lock out who
/// hammers.
class LoginPacing {
 public:
    std::chrono::milliseconds refused() {
        return refusals_++ == 0 ? std::chrono::minutes(10) : std::chrono::hours(6);
    }
    void succeeded() { refusals_ = 0; }

 private:
    unsigned refusals_ = 0;
};

}  // namespace imap
