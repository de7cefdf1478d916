#include "daemon/imap/window.h"

#include <algorithm>

namespace imap {

void Window::succeed() {
    bytes_ = std::min(limits_.bytes, bytes_ + limits_.fewest_bytes / 8);
    if (count_ >= limits_.most) return;
    if (count_ < threshold_) {  // one more for each success doubles the window in a round trip
        ++count_;
        return;
    }
    if (++since_growth_ < count_) return;
    since_growth_ = 0;
    ++count_;
}

void Window::shrink() {
    count_ = std::max<std::size_t>(1, count_ / 2);
    threshold_ = count_;
    since_growth_ = 0;
    bytes_ = std::max(limits_.fewest_bytes, bytes_ / 2);
}

}  // namespace imap
