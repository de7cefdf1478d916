#include "parsers/document/rtf_charset.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "parsers/text/charset.h"
#include "parsers/text/icu.h"

namespace parsers::document {
namespace {

struct Page {
    int charset;
    int code_page;
};
constexpr std::array<Page, 16> kPages = {{
    {77, 10000},
    {128, 932},
    {129, 949},
    {130, 1361},
    {134, 936},
    {136, 950},
    {161, 1253},
    {162, 1254},
    {163, 1258},
    {177, 1255},
    {178, 1256},
    {186, 1257},
    {204, 1251},
    {222, 874},
    {238, 1250},
    {255, 850},
}};

constexpr int kLatin = 1252;

/// ICU's name of the code page.
std::string converter_of(int code_page) {
    switch (code_page) {
        case 936:
        case 54936:
            return "GB18030";
        case 950:
            return "windows-950";
        case 932:
            return "windows-932";
        case 65001:
            return "UTF-8";
        case 10000:
            return "macintosh";
        case 10008:
            return "GB2312";
        default:
            break;
    }
    const bool dos = code_page < 1000;
    return (dos ? "ibm-" : "windows-") + std::to_string(code_page);
}

bool is_ascii(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

int code_page_of_charset(int charset) {
    const auto* const found = std::find_if(
        kPages.begin(), kPages.end(), [&](const Page& page) { return page.charset == charset; });
    return found == kPages.end() ? 0 : found->code_page;
}

std::string decode_code_page(std::string_view bytes, int code_page) {
    if (is_ascii(bytes)) return std::string(bytes);
    if (code_page == kLatin) return text::decode(bytes, "windows-1252").text;
    auto text = text::icu::to_utf8(bytes, converter_of(code_page));
    return text ? std::move(*text) : text::decode(bytes, {}).text;
}

}  // namespace parsers::document
