#pragma once
/// The operating system's files behind one small interface. Every call that makes something durable
/// or visible is a counted step (base/steps.h). Tests derive from Env to fail chosen calls.
/// Thread-safe: the implementation holds no state. Failures come back with their errno's kind
/// (base/error.h).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace base {

class Env {
 public:
    virtual ~Env() = default;

    /// Creates a file for writing and reading; fails with Conflict when it exists.
    virtual Result<UniqueFd> create_file(const std::string& path, unsigned mode);
    virtual Result<UniqueFd> open_for_append(const std::string& path, unsigned mode);
    virtual Result<UniqueFd> open_for_read(const std::string& path);
    /// Writes all of it, or fails. Not durable until synced.
    virtual Result<> write_all(int fd, std::string_view bytes, std::string_view what);
    /// fdatasync. After a failure the file's content is unknown: write it anew elsewhere.
    virtual Result<> sync_data(int fd, std::string_view what);
    /// syncfs: everything written to the file system that holds this descriptor is durable.
    virtual Result<> sync_file_system(int fd, std::string_view what);
    /// fsync of a directory: the names in it are durable.
    virtual Result<> sync_directory(const std::string& path);
    virtual Result<> rename(const std::string& from, const std::string& to);
    /// Hard link; success when `to` is already the same file, Conflict when it is another.
    virtual Result<> link(const std::string& from, const std::string& to);
    /// Removes a file; success when there is none.
    virtual Result<> remove(const std::string& path);
    /// Makes the directory and its parents with `mode`; an existing one is left as it is.
    virtual Result<> make_directories(const std::string& path, unsigned mode);
    virtual Result<> set_mode(const std::string& path, unsigned mode);
    virtual Result<> close_file(UniqueFd fd, std::string_view what);

    [[nodiscard]] virtual bool exists(const std::string& path) const;
    [[nodiscard]] virtual Result<std::uint64_t> size_of(const std::string& path) const;
    /// The whole file; BadInput when larger than `limit` bytes.
    [[nodiscard]] virtual Result<std::string> read_file(const std::string& path,
                                                        std::uint64_t limit = 1U << 30) const;
    /// Names in a directory, sorted, without . and ..
    [[nodiscard]] virtual Result<std::vector<std::string>> list(const std::string& path) const;
    /// Bytes an unprivileged process may still write on the file system of `path`.
    [[nodiscard]] virtual Result<std::uint64_t> free_space(const std::string& path) const;

    /// Writes a small file for good: temp, write, fdatasync, rename, fsync of its directory.
    Result<> replace_file(const std::string& path, std::string_view bytes, unsigned mode);
};

/// The machine's own files.
Env& system_env();

/// `size` bytes from the kernel's random source.
std::string random_bytes(std::size_t size);

}  // namespace base
