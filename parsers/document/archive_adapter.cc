#include "parsers/document/archive_adapter.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>

#include "base/text.h"

namespace parsers::document {
namespace {

constexpr std::size_t kBlock = 64U << 10;
/// How much memory a declared size may reserve before a byte has come out.
constexpr std::int64_t kTrustedClaim = 4 << 20;

/// The library has no code for it: RAR and 7z say it in words only.
bool speaks_of_encryption(std::string_view words) {
    const std::string low = base::lowered(words);
    // 7z: "Crypto codec not supported yet (ID: 0x6F10701)".
    return low.find("encrypt") != std::string::npos || low.find("crypto ") != std::string::npos ||
           low.find("passphrase") != std::string::npos;
}

bool speaks_of_method(std::string_view words) {
    const std::string low = base::lowered(words);
    return low.find("unsupported") != std::string::npos ||
           low.find("not supported") != std::string::npos;
}

void allow_formats(archive* handle, Archive::Formats formats) {
    archive_read_support_format_zip(handle);
    if (formats == Archive::Formats::ZipOnly) return;
    archive_read_support_format_rar(handle);
    archive_read_support_format_rar5(handle);
    archive_read_support_format_7zip(handle);
    archive_read_support_format_tar(handle);
    if (formats == Archive::Formats::Archives) return;
    // Only filters that work in process: others would start programs.
    archive_read_support_filter_gzip(handle);
    archive_read_support_filter_bzip2(handle);
    archive_read_support_filter_xz(handle);
    archive_read_support_format_raw(handle);
}

}  // namespace

void Archive::Close::operator()(archive* handle) const { archive_read_free(handle); }

Archive::Archive(std::string_view bytes, Formats formats, const std::string& password)
    : archive_(archive_read_new()) {
    if (!archive_) return;
    allow_formats(archive_.get(), formats);
    if (!password.empty()) archive_read_add_passphrase(archive_.get(), password.c_str());
    open_ = archive_read_open_memory(archive_.get(), bytes.data(), bytes.size()) == ARCHIVE_OK;
}

Archive::~Archive() = default;

Archive::Step Archive::next() {
    entry_ = nullptr;
    if (!open_) return Step::Damaged;
    const int result = archive_read_next_header(archive_.get(), &entry_);
    if (result == ARCHIVE_EOF) return Step::End;
    if (result >= ARCHIVE_WARN) return Step::Entry;
    entry_ = nullptr;
    open_ = false;
    const bool locked = archive_read_has_encrypted_entries(archive_.get()) > 0;
    return locked || speaks_of_encryption(reason()) ? Step::Encrypted : Step::Damaged;
}

std::string Archive::raw_name() const {
    if (!entry_) return {};
    if (const char* name = archive_entry_pathname(entry_)) return name;
    if (const char* name = archive_entry_pathname_utf8(entry_)) return name;
    return {};
}

Archive::Kind Archive::kind() const {
    if (!entry_) return Kind::Folder;
    const auto type = archive_entry_filetype(entry_);
    if (archive_entry_hardlink(entry_) || type == AE_IFLNK) return Kind::Link;
    if (type == AE_IFDIR) return Kind::Folder;
    if (type != AE_IFREG && type != 0) return Kind::Device;
    const std::string name = raw_name();
    return !name.empty() && name.back() == '/' ? Kind::Folder : Kind::File;
}

bool Archive::is_encrypted() const { return entry_ && archive_entry_is_encrypted(entry_) > 0; }

Archive::Copy Archive::copy(std::string& out, std::uint64_t limit) {
    if (!entry_) return Copy::Damaged;
    const std::size_t before = out.size();
    if (archive_entry_size_is_set(entry_)) {
        const auto claimed = std::clamp<std::int64_t>(archive_entry_size(entry_), 0, kTrustedClaim);
        out.reserve(before + std::min(static_cast<std::uint64_t>(claimed), limit));
    }
    char block[kBlock];
    while (true) {
        const la_ssize_t got = archive_read_data(archive_.get(), block, sizeof block);
        if (got == 0) return Copy::Done;
        if (got < 0) {
            if (speaks_of_encryption(reason())) return Copy::Encrypted;
            return lacks_method() ? Copy::Unsupported : Copy::Damaged;
        }
        const std::uint64_t room = limit - (out.size() - before);
        out.append(block, std::min(static_cast<std::uint64_t>(got), room));
        if (static_cast<std::uint64_t>(got) > room) return Copy::TooLarge;
    }
}

bool Archive::lacks_method() const { return speaks_of_method(reason()); }

std::string Archive::reason() const {
    const char* words = archive_ ? archive_error_string(archive_.get()) : nullptr;
    return base::one_line(words ? words : "not an archive this program can read");
}

}  // namespace parsers::document
