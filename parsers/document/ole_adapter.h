#pragma once
/// The one file that meets libgsf. An OleStorage is a folder of an OLE2 file ([MS-CFB]) held in
/// memory: streams and further storages by name. The bytes outlive it. One thread, throws nothing.
/// What the library would not survive (a directory so deep that reading it overflows the stack) is
/// refused before it sees the file.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parsers::document {

class OleStorage {
 public:
    struct Stream {
        std::string bytes;   ///< what could be read
        bool found = false;  ///< there is a stream of that name
        bool whole = true;   ///< all of it was read: the file is not cut, nor is it too long
    };

    /// The root of the file; not open when its tables cannot be read.
    explicit OleStorage(std::string_view bytes);

    [[nodiscard]] bool is_open() const { return handle_ != nullptr; }
    /// Names of the streams and storages directly inside.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    /// At most `limit` bytes of a stream.
    [[nodiscard]] Stream stream(const std::string& name, std::uint64_t limit) const;
    /// A storage inside this one; not open when there is none.
    [[nodiscard]] OleStorage storage(const std::string& name) const;

 private:
    struct Release {
        void operator()(void* object) const;
    };
    explicit OleStorage(void* handle) { open(handle); }
    void open(void* handle);

    std::unique_ptr<void, Release> handle_;  ///< a GsfInfile
    std::vector<std::string> names_;
};

/// Registers the library's types and silences its log, which would ask the system about the
/// terminal; before the process is confined.
void warm_up_ole();

}  // namespace parsers::document
