#pragma once
/// What the readers of Microsoft's binary formats share: little-endian numbers at any offset (0
/// where there are no bytes), and text in UTF-16LE, single bytes or a Windows code page as UTF-8.
/// Pure functions.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parsers::document {

/// The bytes from `at` on, at most `size`; empty beyond the end.
std::string_view slice(std::string_view bytes, std::uint64_t at, std::uint64_t size = UINT64_MAX);

std::uint8_t u8(std::string_view bytes, std::uint64_t at);
std::uint16_t u16(std::string_view bytes, std::uint64_t at);
std::uint32_t u32(std::string_view bytes, std::uint64_t at);
std::uint64_t u64(std::string_view bytes, std::uint64_t at);
double f64(std::string_view bytes, std::uint64_t at);

/// UTF-16LE; lone surrogates become U+FFFD, an odd last byte is left out.
std::string utf16_text(std::string_view bytes);
/// The low bytes of UTF-16 ("compressed" strings of Excel and PowerPoint): Latin-1.
std::string latin_text(std::string_view bytes);
/// The code point of a byte in Windows-1252.
char32_t windows_1252(std::uint8_t byte);

/// The charset label of a Windows code page; empty (guess) for those without a known one.
std::string code_page_label(std::uint32_t code_page);
/// Bytes in a Windows code page.
std::string code_page_text(std::string_view bytes, std::uint32_t code_page);

/// Appends UTF-16 code units one by one, joining surrogates.
class Utf16Writer {
 public:
    void add(std::string& text, std::uint16_t unit);
    /// After the last unit: a surrogate still waiting for its second half becomes U+FFFD.
    void end(std::string& text);

 private:
    std::uint16_t high_ = 0;
};

}  // namespace parsers::document
