#pragma once
/// A bounded queue between threads. send() waits while it is full, receive() while it is empty;
/// both give up when the channel is closed or the time has passed. Any number of threads at either
/// end.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace base {

template <class T>
class Channel {
 public:
    explicit Channel(std::size_t capacity) : capacity_(capacity) {}

    /// False when the channel was closed; the value is dropped then.
    bool send(T value) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return closed_ || queue_.size() < capacity_; });
        if (closed_) return false;
        queue_.push_back(std::move(value));
        filled_.notify_one();
        return true;
    }

    /// Never waits; false when full or closed.
    bool try_send(T value) {
        std::scoped_lock lock(mutex_);
        if (closed_ || queue_.size() >= capacity_) return false;
        queue_.push_back(std::move(value));
        filled_.notify_one();
        return true;
    }

    /// None after `wait` without a value, or when the channel is closed and empty.
    std::optional<T> receive(std::chrono::milliseconds wait) {
        std::unique_lock lock(mutex_);
        if (!filled_.wait_for(lock, wait, [&] { return closed_ || !queue_.empty(); })) return {};
        if (queue_.empty()) return {};
        std::optional<T> value(std::move(queue_.front()));
        queue_.pop_front();
        room_.notify_one();
        return value;
    }

    void close() {
        std::scoped_lock lock(mutex_);
        closed_ = true;
        room_.notify_all();
        filled_.notify_all();
    }

    [[nodiscard]] bool closed() const {
        std::scoped_lock lock(mutex_);
        return closed_;
    }

 private:
    mutable std::mutex mutex_;
    std::condition_variable room_;
    std::condition_variable filled_;
    std::deque<T> queue_;
    const std::size_t capacity_;
    bool closed_ = false;
};

}  // namespace base
