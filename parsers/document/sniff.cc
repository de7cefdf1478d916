/// What a file is, by its content. First the magic numbers, then containers by what is inside them,
/// then text.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/media_types.h"
#include "parsers/document/sniff_inside.h"
#include "parsers/document/sniff_text.h"

namespace parsers::document {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kPdfHeader = 1024;  // where readers look for "%PDF-"

struct Magic {
    std::size_t offset;
    std::string_view bytes;
    std::string_view media_type;
};
constexpr std::array<Magic, 32> kMagic = {{
    {0, "\x89PNG\r\n\x1A\n"sv, type::kPng},
    {0, "\xFF\xD8\xFF"sv, type::kJpeg},
    {0, "GIF87a"sv, type::kGif},
    {0, "GIF89a"sv, type::kGif},
    {0, "II*\0"sv, type::kTiff},
    {0, "MM\0*"sv, type::kTiff},
    {8, "WEBPVP8"sv, type::kWebp},
    {4, "ftypheic"sv, type::kHeic},
    {4, "ftypheix"sv, type::kHeic},
    {4, "ftyphevc"sv, type::kHeic},
    {4, "ftypmif1"sv, type::kHeic},
    {4, "ftypmsf1"sv, type::kHeic},
    {0, "{\\rtf"sv, type::kRtf},
    {0, "Rar!\x1A\x07\0"sv, type::kRar},
    {0, "Rar!\x1A\x07\x01\0"sv, type::kRar},
    {0, "7z\xBC\xAF\x27\x1C"sv, type::kSevenZip},
    {0, "\x1F\x8B\x08"sv, type::kGzip},
    {0, "BZh"sv, type::kBzip2},
    {0,
     "\xFD"
     "7zXZ\0"sv,
     type::kXz},
    {257, "ustar"sv, type::kTar},
    {0, "\x78\x9F\x3E\x22"sv, type::kTnef},
    {0,
     "\x7F"
     "ELF"sv,
     type::kElf},
    {0, "L\0\0\0\x01\x14\x02\0"sv, type::kShortcut},
    {0, "#!"sv, type::kScript},
    {0, "BEGIN:VCARD"sv, type::kVcard},
    {0, "BEGIN:VCALENDAR"sv, type::kCalendar},
    {0, "\xCA\xFE\xBA\xBE"sv, type::kJava},
    {0, "@echo off"sv, type::kScript},
    {0,
     "\xEF\xBB\xBF"
     "BEGIN:VCARD"sv,
     type::kVcard},
    {0,
     "\xEF\xBB\xBF"
     "BEGIN:VCALENDAR"sv,
     type::kCalendar},
    {0, "<?php"sv, type::kScript},
    {0,
     "\xEF\xBB\xBF"
     "@echo off"sv,
     type::kScript},
}};

std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

bool is_windows_program(std::string_view bytes) {
    if (!bytes.starts_with("MZ") || bytes.size() < 64) return false;
    const std::uint32_t at = little(bytes, 60, 4);
    if (at < bytes.size() && bytes.substr(at, 2) == "PE") return true;
    return bytes.substr(0, 512).find('\0') != std::string_view::npos;
}

/// BMP has only two letters; its own header says how long the file is and what follows.
bool is_bitmap(std::string_view bytes) {
    if (!bytes.starts_with("BM") || bytes.size() < 30) return false;
    const std::uint32_t header = little(bytes, 14, 4);
    return little(bytes, 6, 4) == 0 && header >= 12 && header <= 256;
}

/// The files Word and Excel leave beside an open document: the user's name twice, nothing else.
bool is_owner_file(std::string_view bytes) {
    if (bytes.size() != 162 && bytes.size() != 165) return false;
    const auto length = static_cast<unsigned char>(bytes[0]);
    return length > 0 && length < 54 &&
           bytes.substr(54).find(bytes.substr(1, 1)) != std::string_view::npos;
}

std::string_view by_magic(std::string_view bytes) {
    for (const Magic& magic : kMagic)
        if (bytes.size() >= magic.offset &&
            bytes.substr(magic.offset, magic.bytes.size()) == magic.bytes)
            return magic.media_type;
    return {};
}

std::string_view by_shape(std::string_view bytes) {
    if (is_windows_program(bytes)) return type::kProgram;
    if (is_bitmap(bytes)) return type::kBmp;
    if (is_owner_file(bytes)) return type::kOwnerFile;
    return {};
}

}  // namespace

std::string sniff(std::string_view bytes, std::string_view name) {
    if (bytes.empty()) return std::string(type::kEmpty);
    if (bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv) ||
        bytes.starts_with("PK\x30\x30PK\x03\x04"sv))
        return sniff_zip(bytes);
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return sniff_ole(bytes);
    if (const std::string_view found = by_magic(bytes); !found.empty()) return std::string(found);
    if (bytes.substr(0, kPdfHeader).find("%PDF-") != std::string_view::npos)
        return std::string(type::kPdf);
    if (const std::string_view found = by_shape(bytes); !found.empty()) return std::string(found);
    return sniff_text(bytes, name);
}

}  // namespace parsers::document
