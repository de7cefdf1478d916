#pragma once
/// The one file that meets libarchive. An Archive reads the entries of an archive held in memory,
/// one after the other; nothing is ever written to disk and no helper program is started. One
/// thread, throws nothing. Names need a UTF-8 locale (warm_up() sets it); names without a declared
/// charset come as raw bytes.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct archive;
struct archive_entry;

namespace parsers::document {

class Archive {
 public:
    /// ZipOnly: the formats of office files. Packed: the single-file compressions too (gz, bz2,
    /// xz).
    enum class Formats { ZipOnly, Archives, Packed };
    enum class Step { Entry, End, Damaged, Encrypted };
    enum class Copy { Done, TooLarge, Damaged, Encrypted, Unsupported };
    enum class Kind { File, Folder, Link, Device };

    /// `password` opens the locked entries of a zip (ZipCrypto and AES); the library knows none for
    /// RAR and 7z. It must outlive nothing: it is copied.
    Archive(std::string_view bytes, Formats formats, const std::string& password = {});
    ~Archive();
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    /// Moves to the next entry. After End, Damaged or Encrypted there is none.
    Step next();
    /// The entry's name: UTF-8 where the archive says so, else the bytes as they stand there.
    [[nodiscard]] std::string raw_name() const;
    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool is_file() const { return kind() == Kind::File; }
    [[nodiscard]] bool is_encrypted() const;
    /// Appends the entry's content to `out`, at most `limit` bytes; the rest is left where it is.
    Copy copy(std::string& out, std::uint64_t limit);
    /// Whether `reason` speaks of a method the library doesn't have, rather than of broken bytes.
    [[nodiscard]] bool lacks_method() const;
    /// What the library says about the last failure, in its own words.
    [[nodiscard]] std::string reason() const;

 private:
    struct Close {
        void operator()(archive* handle) const;
    };
    std::unique_ptr<archive, Close> archive_;
    archive_entry* entry_ = nullptr;
    bool open_ = false;
};

}  // namespace parsers::document
