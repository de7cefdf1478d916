#include "parsers/document/binary_text.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/text.h"
#include "parsers/text/charset.h"

namespace parsers::document {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// 0x80-0x9F of Windows-1252; undefined ones stand for themselves.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

struct CodePage {
    std::uint32_t number;
    std::string_view label;
};
constexpr std::array<CodePage, 13> kCodePages = {{
    {936, "gb18030"},
    {20936, "gb18030"},
    {51936, "gb18030"},
    {54936, "gb18030"},
    {52936, "hz-gb-2312"},
    {950, "big5"},
    {65001, "utf-8"},
    {1200, "utf-16le"},
    {1252, "windows-1252"},
    {28591, "windows-1252"},
    {932, "shift_jis"},
    {949, "windows-949"},
    {1251, "windows-1251"},
}};

std::uint64_t little(std::string_view bytes, std::uint64_t at, std::size_t count) {
    if (at > bytes.size() || count > bytes.size() - at) return 0;
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

}  // namespace

std::string_view slice(std::string_view bytes, std::uint64_t at, std::uint64_t size) {
    return at < bytes.size() ? bytes.substr(at, size) : std::string_view();
}

std::uint8_t u8(std::string_view bytes, std::uint64_t at) {
    return static_cast<std::uint8_t>(little(bytes, at, 1));
}
std::uint16_t u16(std::string_view bytes, std::uint64_t at) {
    return static_cast<std::uint16_t>(little(bytes, at, 2));
}
std::uint32_t u32(std::string_view bytes, std::uint64_t at) {
    return static_cast<std::uint32_t>(little(bytes, at, 4));
}
std::uint64_t u64(std::string_view bytes, std::uint64_t at) { return little(bytes, at, 8); }
double f64(std::string_view bytes, std::uint64_t at) {
    return std::bit_cast<double>(u64(bytes, at));
}

void Utf16Writer::add(std::string& text, std::uint16_t unit) {
    if (unit >= 0xDC00 && unit < 0xE000 && high_ != 0) {
        const std::uint32_t value = 0x10000U + ((high_ - 0xD800U) << 10U) + (unit - 0xDC00U);
        high_ = 0;
        base::append_utf8(text, value);
        return;
    }
    end(text);
    if (unit >= 0xD800 && unit < 0xDC00)
        high_ = unit;
    else
        base::append_utf8(text, unit >= 0xDC00 && unit < 0xE000 ? kReplacement : unit);
}

void Utf16Writer::end(std::string& text) {
    if (high_ != 0) base::append_utf8(text, kReplacement);
    high_ = 0;
}

std::string utf16_text(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    Utf16Writer writer;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) writer.add(text, u16(bytes, at));
    writer.end(text);
    return text;
}

std::string latin_text(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (const char c : bytes) base::append_utf8(text, static_cast<unsigned char>(c));
    return text;
}

char32_t windows_1252(std::uint8_t byte) {
    return byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte;
}

std::string code_page_label(std::uint32_t code_page) {
    const auto* const found =
        std::find_if(kCodePages.begin(), kCodePages.end(),
                     [&](const CodePage& page) { return page.number == code_page; });
    if (found != kCodePages.end()) return std::string(found->label);
    if (code_page >= 1250 && code_page <= 1258) return "windows-" + std::to_string(code_page);
    return {};
}

std::string code_page_text(std::string_view bytes, std::uint32_t code_page) {
    return text::decode(bytes, code_page_label(code_page)).text;
}

}  // namespace parsers::document
