#pragma once
/// One thread tells another that there is something to do. Signals do not pile up. Usable from
/// every thread.

#include <chrono>

#include "base/channel.h"

namespace service {

class Wake {
 public:
    void signal() { channel_.try_send(true); }
    /// Returns at a signal, or when the time is over.
    void wait(std::chrono::milliseconds time) { (void)channel_.receive(time); }

 private:
    base::Channel<bool> channel_{1};
};

}  // namespace service
