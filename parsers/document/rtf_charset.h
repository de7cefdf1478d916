#pragma once
/// The charsets of an RTF file: \ansicpg, the font's \fcharset, and what writers really put there.
/// Pure; throws only bad_alloc.

#include <string>
#include <string_view>

namespace parsers::document {

/// The code page of a font's \fcharset (RTF 1.9.1, "Font Table"); 0 where it names none of its own.
int code_page_of_charset(int charset);

/// UTF-8 of bytes in that code page. A Western code page over bytes that stand in pairs is a wrong
/// declaration: they are read as Chinese.
std::string decode_code_page(std::string_view bytes, int code_page);

}  // namespace parsers::document
