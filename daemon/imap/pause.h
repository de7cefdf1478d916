#pragma once
/// Waiting as a parameter: the real Pause sleeps, a test's only moves its clock. wait() belongs to
/// one thread, wake() may be called from any.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

namespace imap {

class Pause {
 public:
    virtual ~Pause() = default;
    /// Returns when the time is over, wake() was called, or a stop is requested. True: somebody
    /// woke us.
    virtual bool wait(std::chrono::milliseconds time, std::stop_token stop) {
        std::unique_lock lock(mutex_);
        woken_by_.wait_for(lock, stop, time, [&] { return woken_; });
        return std::exchange(woken_, false);
    }
    virtual void wake() {
        std::scoped_lock lock(mutex_);
        woken_ = true;
        woken_by_.notify_all();
    }

 private:
    std::mutex mutex_;
    std::condition_variable_any woken_by_;
    bool woken_ = false;
};

}  // namespace imap
