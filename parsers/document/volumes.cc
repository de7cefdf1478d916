#include "parsers/document/volumes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/text.h"

namespace parsers::document {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kZipEnd = 22;            // bytes of a zip's end record without its comment
constexpr std::size_t kZipTail = 65'535 + 22;  // where it can begin
constexpr std::size_t kSevenZipHeader = 32;

std::uint64_t little(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value =
            value << 8U | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    return value;
}

/// The variable-length number of RAR 5 at `at`, which moves behind it.
std::uint64_t rar_number(std::string_view bytes, std::size_t& at) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && at < bytes.size(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes[at++]);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if ((byte & 0x80U) == 0) break;
    }
    return value;
}

/// The main header's volume flag (RAR 4 and 5 technical notes).
bool is_rar_volume(std::string_view bytes) {
    if (bytes.starts_with("Rar!\x1A\x07\0"sv))
        return bytes.size() > 12 && bytes[9] == 0x73 && (little(bytes, 10, 2) & 1U) != 0;
    if (!bytes.starts_with("Rar!\x1A\x07\x01\0"sv)) return false;
    std::size_t at = 12;  // behind the signature and the header's sum
    static_cast<void>(rar_number(bytes, at));
    if (rar_number(bytes, at) != 1) return false;  // an encrypted header says nothing
    const std::uint64_t flags = rar_number(bytes, at);
    if ((flags & 1U) != 0) static_cast<void>(rar_number(bytes, at));
    return (rar_number(bytes, at) & 1U) != 0;
}

/// Offset of the end record, or npos.
std::size_t zip_end(std::string_view bytes) {
    const std::size_t from = bytes.size() > kZipTail ? bytes.size() - kZipTail : 0;
    const std::size_t at = bytes.substr(from).rfind("PK\x05\x06"sv);
    return at == std::string_view::npos || bytes.size() - from - at < kZipEnd ? bytes.npos
                                                                              : from + at;
}

/// The first volume has a mark of its own; the last one's end record counts disks.
bool is_zip_volume(std::string_view bytes) {
    if (bytes.starts_with("PK\x07\x08PK\x03\x04"sv)) return true;
    const std::size_t end = zip_end(bytes);
    if (end == std::string_view::npos) return false;
    const std::uint64_t disk = little(bytes, end + 4, 2);
    return disk > 0 && disk < 0xFFFF;
}

/// Whether a 7z's directory lies behind the file's end.
bool is_cut_seven_zip(std::string_view bytes) {
    if (!bytes.starts_with("7z\xBC\xAF\x27\x1C"sv) || bytes.size() < kSevenZipHeader) return false;
    const std::uint64_t offset = little(bytes, 12, 8);
    const std::uint64_t size = little(bytes, 20, 8);
    const std::uint64_t room = bytes.size() - kSevenZipHeader;
    return offset > room || size > room - offset;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool digits(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view ending(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

struct NamedAs {
    std::string_view archive;  ///< "zip", "7z", "rar"; empty when the name tells nothing
    bool raw = false;          ///< bytes cut anywhere ("x.7z.001"), not volumes with headers
};

NamedAs named_as(std::string_view low) {
    const std::string_view last = ending(low);
    if (digits(last, 3, 3)) {
        const std::string_view before = ending(low.substr(0, low.size() - 4));
        for (const std::string_view known : {"zip"sv, "7z"sv, "rar"sv})
            if (before == known) return {known, true};
        return {};
    }
    if (last.size() == 3 && last[0] == 'z' && digits(last.substr(1), 2, 2)) return {"zip", false};
    if (last.size() == 3 && last[0] == 'r' && digits(last.substr(1), 2, 2)) return {"rar", false};
    if (last != "rar") return {};
    const std::string_view before = ending(low.substr(0, low.size() - 4));
    if (before.starts_with("part") && digits(before.substr(4), 1, 4)) return {"rar", false};
    return {};
}

std::string described(std::string_view kind) {
    return "one volume of a split " + std::string(kind) + " archive";
}

/// A whole archive under a volume's name ("x.7z.001" of a file that fits in one).
bool is_whole(std::string_view bytes) {
    if (bytes.starts_with("7z\xBC\xAF\x27\x1C"sv)) return !is_cut_seven_zip(bytes);
    if (bytes.starts_with("PK\x03\x04"sv)) return zip_end(bytes) != std::string_view::npos;
    return bytes.starts_with("Rar!"sv);
}

}  // namespace

std::string volume(std::string_view bytes, std::string_view name) {
    if (is_rar_volume(bytes)) return described("RAR");
    const std::string low = base::lowered(base::trimmed(name));
    const bool zip = bytes.starts_with("PK") || low.ends_with(".zip");  // the last goes on anywhere
    if (zip && is_zip_volume(bytes)) return described("zip");
    const NamedAs named = named_as(low);
    if (named.archive.empty() || bytes.empty() || is_whole(bytes)) return {};
    // Only volumes cut anywhere, and those of a zip, begin with bytes that mean nothing.
    if (named.archive == "rar" && !named.raw) return {};
    return described(named.archive);
}

}  // namespace parsers::document
