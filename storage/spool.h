#pragma once
/// The spool (docs/SPOOL.md): raw messages on their way, and the temp files of their documents. A
/// message is received into <state>/spool/incoming, hashed as it streams, and becomes
/// <state>/spool/messages/<sha256> when its batch is committed. One Spool may be used by several
/// threads; an Incoming belongs to one.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/env.h"
#include "base/result.h"

namespace storage {

/// SHA-256 as it streams (FIPS 180-4), lower-case hex.
class Hasher {
 public:
    Hasher();
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    void update(std::string_view bytes);
    std::string finish();

 private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);

/// A file being received. Dropped without commit: removed. After any error, its own or its batch's,
/// every further call fails with Conflict: what it holds is unknown, so the bytes are received anew
/// into another one.
class Incoming {
 public:
    base::Result<> write(std::string_view bytes);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// No more bytes follow. Afterwards sha256() is known.
    base::Result<> finish();
    [[nodiscard]] const std::string& sha256() const { return sha256_; }
    [[nodiscard]] const std::string& path() const { return path_; }
    Incoming(Incoming&&) noexcept = default;
    Incoming& operator=(Incoming&&) noexcept;
    ~Incoming();

 private:
    friend class Spool;
    Incoming(base::Env* env, std::string path, base::UniqueFd fd);
    [[nodiscard]] base::Result<> usable() const;
    base::Result<> flush();
    base::Env* env_ = nullptr;
    std::string path_;
    base::UniqueFd fd_;
    Hasher hasher_;
    std::string buffer_;
    std::uint64_t size_ = 0;
    std::string sha256_;
    bool failed_ = false;
};

class Spool {
 public:
    /// Makes the folders (0700). Temp files in them may be another living process's and stay.
    static base::Result<Spool> open(base::Env& env, std::string state_directory);

    /// Removes the temp files of earlier lives. Only for the holder of the state lock, before it
    /// receives anything.
    base::Result<> clean_incoming();

    base::Result<Incoming> begin_message();
    base::Result<Incoming> begin_object();
    /// Makes a batch durable under its final names: data synced, renamed, directory synced.
    /// A batch costs the syncs of one file. After success every message is at message_path(sha256);
    /// after a failure none of the batch can be committed again, and its temp files go.
    base::Result<> commit_messages(std::span<Incoming> batch);
    base::Result<> commit_objects(std::span<Incoming> batch);  ///< at object_path(sha256)

    [[nodiscard]] std::string message_path(std::string_view sha256) const;
    [[nodiscard]] std::string object_path(std::string_view sha256) const;
    /// After settlement: the spool's names go, the archive's stay.
    base::Result<> remove_message(std::string_view sha256);
    base::Result<> remove_object(std::string_view sha256);

 private:
    base::Result<> commit(std::span<Incoming> batch, const std::string& folder);
    base::Result<> move_in(std::span<Incoming> batch, const std::string& folder);
    Spool(base::Env& env, std::string root) : env_(&env), root_(std::move(root)) {}
    base::Env* env_;
    std::string root_;
};

}  // namespace storage
