#include "parsers/document/sniff_inside.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"
#include "parsers/document/media_types.h"

namespace parsers::document {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxNames = 4000;
constexpr std::size_t kMaxSectors = 4096;
constexpr std::size_t kEndRecord = 22;  // end of central directory without its comment

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t count) {
    if (at > bytes.size() || count > bytes.size() - at) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

/// Headers of one kind, one after the other: the name's length, extra fields and comment say where
/// the next is.
struct Layout {
    std::string_view mark;
    std::size_t name_length;
    std::size_t size;
    bool central;
};
constexpr Layout kCentral{"PK\x01\x02"sv, 28, 46, true};
constexpr Layout kLocal{"PK\x03\x04"sv, 26, 30, false};

std::vector<std::string_view> names_from(std::string_view bytes, std::size_t at,
                                         const Layout& layout) {
    std::vector<std::string_view> names;
    while (names.size() < kMaxNames && at < bytes.size() && bytes.substr(at, 4) == layout.mark &&
           bytes.size() - at >= layout.size) {
        const std::uint32_t length = number(bytes, at + layout.name_length, 2);
        const std::uint32_t extra = number(bytes, at + layout.name_length + 2, 2);
        names.push_back(bytes.substr(at + layout.size, length));
        const std::uint32_t tail =
            layout.central ? number(bytes, at + 32, 2) : number(bytes, at + 18, 4);
        at += layout.size + length + extra + tail;
    }
    return names;
}

struct Inner {
    std::string_view prefix;
    std::string_view media_type;
    bool office;  ///< needs [Content_Types].xml beside it
};
constexpr std::array<Inner, 9> kInner = {{
    {"word/vbaProject.bin"sv, type::kDocm, true},
    {"xl/vbaProject.bin"sv, type::kXlsm, true},
    {"word/"sv, type::kDocx, true},
    {"xl/"sv, type::kXlsx, true},
    {"ppt/"sv, type::kPptx, true},
    {"OFD.xml"sv, type::kOfd, false},
    {"AndroidManifest.xml"sv, type::kAndroid, false},
    {"META-INF/MANIFEST.MF"sv, type::kJava, false},
    {"classes.dex"sv, type::kAndroid, false},
}};

/// OpenDocument keeps its own type as the first entry, not packed (ODF 1.2 part 3, §3.3).
std::string stated_type(std::string_view bytes, std::string_view first) {
    if (first != "mimetype"sv) return {};
    const std::size_t at = 30 + first.size() + number(bytes, 28, 2);
    const std::uint32_t size = number(bytes, 18, 4);
    if (at > bytes.size() || size == 0 || size > 100) return {};
    const std::string_view value = bytes.substr(at, size);
    const auto odd = [](char c) { return c <= ' ' || c > '~'; };
    if (!value.starts_with("application/") || std::any_of(value.begin(), value.end(), odd))
        return {};
    return std::string(value);
}

struct Stream {
    std::string_view name;
    std::string_view media_type;
};
constexpr std::array<Stream, 11> kStreams = {{
    {"EncryptedPackage"sv, type::kProtectedOffice},
    {"\x09"
     "DRMContent"sv,
     type::kProtectedOffice},
    {"WordDocument"sv, type::kDoc},
    {"Workbook"sv, type::kXls},
    {"Book"sv, type::kXls},
    {"PowerPoint Document"sv, type::kPpt},
    {"PP97_DUALSTORAGE"sv, type::kPpt},
    {"__properties_version1.0"sv, type::kMsg},
    {"__nameid_version1.0"sv, type::kMsg},
    {"MatOST"sv, type::kWorks},
    {"MM"sv, type::kWorks},
}};

/// The sectors of an OLE2 file ([MS-CFB] 2.2-2.6): its header, and the chain of its directory.
class OleSectors {
 public:
    explicit OleSectors(std::string_view bytes) : bytes_(bytes) {
        const std::uint32_t shift = number(bytes, 30, 2);
        sector_ = std::size_t{1} << (shift == 12 ? 12U : 9U);
        for (std::size_t i = 0; i < 109; ++i) fat_.push_back(number(bytes, 76 + 4 * i, 4));
        std::uint32_t more = number(bytes, 68, 4);
        while (more < kEnd && fat_.size() < kMaxSectors) {
            const std::string_view sector = at(more);
            if (sector.empty()) break;
            for (std::size_t i = 0; i + 4 < sector_; i += 4) fat_.push_back(number(sector, i, 4));
            more = number(sector, sector_ - 4, 4);
        }
    }
    [[nodiscard]] std::uint32_t directory() const { return number(bytes_, 48, 4); }
    [[nodiscard]] std::string_view at(std::uint32_t index) const {
        const std::size_t start = (std::size_t{index} + 1) * sector_;
        return start < bytes_.size() ? bytes_.substr(start, sector_) : std::string_view();
    }
    [[nodiscard]] std::uint32_t after(std::uint32_t index) const {
        const std::size_t table = index / (sector_ / 4);
        if (table >= fat_.size() || fat_[table] >= kEnd) return kEnd;
        const std::string_view sector = at(fat_[table]);
        return sector.empty() ? kEnd : number(sector, index % (sector_ / 4) * 4, 4);
    }
    static constexpr std::uint32_t kEnd = 0xFFFFFFFA;  ///< this and above: no sector

 private:
    std::string_view bytes_;
    std::size_t sector_ = 512;
    std::vector<std::uint32_t> fat_;
};

/// The entries of the directory, 128 bytes each, empty ones too; at most kMaxNames.
std::vector<std::string_view> directory_entries(std::string_view bytes) {
    std::vector<std::string_view> all;
    if (bytes.size() < 512) return all;
    const OleSectors sectors(bytes);
    std::uint32_t sector = sectors.directory();
    while (all.size() < kMaxNames && sector < OleSectors::kEnd) {
        const std::string_view entries = sectors.at(sector);
        if (entries.size() < 128) break;
        for (std::size_t at = 0; at + 128 <= entries.size() && all.size() < kMaxNames; at += 128)
            all.push_back(entries.substr(at, 128));
        sector = sectors.after(sector);
    }
    return all;
}

std::string directory_name(std::string_view entry) {
    const std::uint32_t length = std::min<std::uint32_t>(number(entry, 64, 2), 64);
    std::string name;
    for (std::uint32_t i = 0; i + 2 < length; i += 2) {
        const std::uint32_t unit = number(entry, i, 2);
        name += unit < 0x80 ? static_cast<char>(unit) : '?';
    }
    return name;
}

}  // namespace

std::vector<std::string_view> zip_names(std::string_view bytes) {
    const std::size_t mark = bytes.rfind("PK\x05\x06"sv);
    if (mark != std::string_view::npos && bytes.size() - mark >= kEndRecord) {
        const std::uint32_t size = number(bytes, mark + 12, 4);
        const std::uint32_t start = number(bytes, mark + 16, 4);
        auto names = names_from(bytes, start, kCentral);
        // Something stands before the archive: the directory ends where the end record begins.
        if (names.empty() && size <= mark) names = names_from(bytes, mark - size, kCentral);
        if (!names.empty()) return names;
    }
    return names_from(bytes, bytes.find("PK\x03\x04"sv), kLocal);
}

std::string sniff_zip(std::string_view bytes) {
    const auto names = zip_names(bytes);
    if (names.empty()) return std::string(type::kZip);
    if (std::string stated = stated_type(bytes, names.front()); !stated.empty()) return stated;
    const bool office =
        std::find(names.begin(), names.end(), "[Content_Types].xml"sv) != names.end();
    for (const Inner& inner : kInner) {
        if (inner.office && !office) continue;
        const auto inside = [&](std::string_view name) { return name.starts_with(inner.prefix); };
        if (std::any_of(names.begin(), names.end(), inside)) return std::string(inner.media_type);
    }
    return std::string(type::kZip);
}

bool ole_directory_fits(std::string_view bytes) {
    const std::uint32_t shift = number(bytes, 30, 2);
    if (bytes.size() < 512 || (shift != 9 && shift != 12)) return false;
    const auto entries = directory_entries(bytes);
    if (entries.empty() || entries.size() >= kMaxNames) return false;
    // The root has no siblings ([MS-CFB] 2.6.3); libgsf would keep them and never let them go.
    const auto leads_on = [&](std::size_t at) {
        const std::uint32_t sibling = number(entries[0], at, 4);
        return sibling != 0 && sibling < entries.size();
    };
    return !leads_on(68) && !leads_on(72);
}

std::vector<std::string> ole_names(std::string_view bytes) {
    const auto entries = directory_entries(bytes);
    std::vector<std::string> names;
    if (entries.empty()) return names;
    std::vector<bool> seen(entries.size());
    seen[0] = true;  // the root
    std::vector<std::uint32_t> open{number(entries[0], 76, 4)};
    while (!open.empty()) {
        const std::uint32_t index = open.back();
        open.pop_back();
        if (index >= entries.size() || seen[index]) continue;
        seen[index] = true;
        names.push_back(directory_name(entries[index]));
        open.push_back(number(entries[index], 68, 4));
        open.push_back(number(entries[index], 72, 4));
    }
    if (!names.empty()) return names;
    for (const std::string_view entry : entries) names.push_back(directory_name(entry));
    return names;
}

std::string sniff_ole(std::string_view bytes) {
    const auto names = ole_names(bytes);
    for (const Stream& stream : kStreams) {
        const auto same = [&](const std::string& name) {
            return base::equal_ignoring_case(name, stream.name);
        };
        if (std::any_of(names.begin(), names.end(), same)) return std::string(stream.media_type);
    }
    return std::string(type::kOle);
}

}  // namespace parsers::document
