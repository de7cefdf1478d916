#include "storage/state_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <thread>

namespace storage {

namespace {

constexpr std::chrono::milliseconds kLook{20};

/// False with errno: EWOULDBLOCK when somebody held it all the time.
bool lock_within(int fd, std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() >= until) return false;
        std::this_thread::sleep_for(kLook);
    }
    return true;
}

std::string holder(int fd) {
    char text[32] = {};
    const ssize_t size = ::pread(fd, text, sizeof text - 1, 0);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "unknown";
}

}  // namespace

base::Result<StateLock> StateLock::take(const std::string& state_directory,
                                        std::chrono::milliseconds patience) {
    const std::string path = state_directory + "/lock";
    base::UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return base::fail(base::system_error(errno, "cannot open " + path));
    if (!lock_within(fd.get(), patience)) {
        if (errno != EWOULDBLOCK)
            return base::fail(base::system_error(errno, "cannot lock " + path));
        return base::fail(base::Kind::Conflict, base::Scope::Process,
                          "another filingd holds " + state_directory,
                          "stop the process with pid " + holder(fd.get()));
    }
    const std::string pid = std::to_string(::getpid());
    if (::ftruncate(fd.get(), 0) != 0 || ::pwrite(fd.get(), pid.data(), pid.size(), 0) < 0)
        return base::fail(base::system_error(errno, "cannot write " + path));
    return StateLock(std::move(fd));
}

}  // namespace storage
