#include "base/env.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "base/deleter.h"
#include "base/steps.h"
#include "base/text.h"

namespace base {
namespace {

Failure failed(std::string_view action, std::string_view path) {
    const int error = errno;
    return fail(system_error(error, "cannot " + std::string(action) + " " + std::string(path)));
}

Result<> done_or(int status, std::string_view action, std::string_view path) {
    if (status != 0) return failed(action, path);
    return {};
}

bool same_file(const std::string& a, const std::string& b) {
    struct stat x {};
    struct stat y {};
    return ::stat(a.c_str(), &x) == 0 && ::stat(b.c_str(), &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

Result<> write_bytes(int fd, std::string_view bytes, std::string_view what) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return failed("write", what);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

std::string parent_of(const std::string& path) {
    const auto slash = path.find_last_of('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

Result<UniqueFd> Env::create_file(const std::string& path, unsigned mode) {
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!fd) return failed("create", path);
    return fd;
}

Result<UniqueFd> Env::open_for_append(const std::string& path, unsigned mode) {
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!fd) return failed("open", path);
    return fd;
}

Result<UniqueFd> Env::open_for_read(const std::string& path) {
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return failed("open", path);
    return fd;
}

Result<> Env::write_all(int fd, std::string_view bytes, std::string_view what) {
    return write_bytes(fd, bytes, what);
}

Result<> Env::sync_data(int fd, std::string_view what) {
    return step(StepKind::Sync, what, [&] { return done_or(::fdatasync(fd), "sync", what); });
}

Result<> Env::sync_file_system(int fd, std::string_view what) {
    return step(StepKind::Sync, what, [&] { return done_or(::syncfs(fd), "sync", what); });
}

Result<> Env::sync_directory(const std::string& path) {
    return step(StepKind::Sync, path, [&]() -> Result<> {
        const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!fd) return failed("open", path);
        return done_or(::fsync(fd.get()), "sync", path);
    });
}

Result<> Env::rename(const std::string& from, const std::string& to) {
    return step(StepKind::Rename, to,
                [&] { return done_or(::rename(from.c_str(), to.c_str()), "rename to", to); });
}

Result<> Env::link(const std::string& from, const std::string& to) {
    return step(StepKind::Link, to, [&]() -> Result<> {
        if (::link(from.c_str(), to.c_str()) == 0) return {};
        const int error = errno;
        if (error == EEXIST && same_file(from, to)) return {};
        errno = error;
        return failed("link to", to);
    });
}

Result<> Env::remove(const std::string& path) {
    return step(StepKind::Remove, path, [&]() -> Result<> {
        if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
        return failed("remove", path);
    });
}

Result<> Env::make_directories(const std::string& path, unsigned mode) {
    if (exists(path)) return {};
    const std::string parent = parent_of(path);
    if (parent != path) TRY(make_directories(parent, mode));
    TRY(step(StepKind::MakeDirectory, path, [&]() -> Result<> {
        if (::mkdir(path.c_str(), mode) == 0 || errno == EEXIST) return {};
        return failed("make directory", path);
    }));
    return sync_directory(parent);
}

Result<> Env::set_mode(const std::string& path, unsigned mode) {
    return done_or(::chmod(path.c_str(), mode), "set the mode of", path);
}

Result<> Env::close_file(UniqueFd fd, std::string_view what) {
    return done_or(::close(fd.release()), "close", what);
}

bool Env::exists(const std::string& path) const {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

Result<std::uint64_t> Env::size_of(const std::string& path) const {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return failed("read", path);
    return static_cast<std::uint64_t>(status.st_size);
}

Result<std::string> Env::read_file(const std::string& path, std::uint64_t limit) const {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return failed("open", path);
    std::string bytes;
    std::string chunk(65536, '\0');
    for (;;) {
        const ssize_t count = ::read(fd.get(), chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("read", path);
        if (count == 0) return bytes;
        bytes.append(chunk, 0, static_cast<std::size_t>(count));
        if (bytes.size() > limit)
            return fail(Kind::BadInput, Scope::Process, path + " is larger than expected");
    }
}

Result<std::vector<std::string>> Env::list(const std::string& path) const {
    const std::unique_ptr<DIR, Deleter<::closedir>> directory(::opendir(path.c_str()));
    if (!directory) return failed("list", path);
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(directory.get())) {
        const std::string_view entry_name = entry->d_name;
        if (entry_name != "." && entry_name != "..") names.emplace_back(entry_name);
    }
    std::ranges::sort(names);
    return names;
}

Result<std::uint64_t> Env::free_space(const std::string& path) const {
    struct statvfs status {};
    if (::statvfs(path.c_str(), &status) != 0) return failed("look at", path);
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

Result<> Env::replace_file(const std::string& path, std::string_view bytes, unsigned mode) {
    const std::string temp = path + ".new." + hex(random_bytes(6).data(), 6);
    auto written = [&]() -> Result<> {
        TRY_ASSIGN(UniqueFd fd, create_file(temp, mode));
        TRY(write_all(fd.get(), bytes, temp));
        TRY(sync_data(fd.get(), temp));
        TRY(close_file(std::move(fd), temp));
        TRY(rename(temp, path));
        return sync_directory(parent_of(path));
    }();
    if (!written) ::unlink(temp.c_str());
    return written;
}

Env& system_env() {
    static Env env;
    return env;
}

std::string random_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const ssize_t count = ::getrandom(bytes.data() + done, size - done, 0);
        if (count > 0) done += static_cast<std::size_t>(count);
    }
    return bytes;
}

}  // namespace base
