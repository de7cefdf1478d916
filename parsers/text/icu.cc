#include "parsers/text/icu.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/deleter.h"
#include "base/text.h"

namespace parsers::text::icu {
namespace {

using Converter = std::unique_ptr<UConverter, base::Deleter<ucnv_close>>;

Converter open_converter(const std::string& name) {
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(name.c_str(), &status));
    if (U_FAILURE(status)) converter.reset();
    return converter;
}

/// Feeds everything through a pivot buffer; the output string grows as needed.
std::string convert(UConverter* from, UConverter* to, std::string_view bytes) {
    std::array<UChar, 2048> pivot;
    UChar* pivot_source = pivot.data();
    UChar* pivot_target = pivot.data();
    std::string out(bytes.size() + bytes.size() / 2 + 16, '\0');
    std::size_t used = 0;
    const char* source = bytes.data();
    bool first = true;
    while (true) {
        char* target = out.data() + used;
        UErrorCode status = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &target, out.data() + out.size(), &source,
                       bytes.data() + bytes.size(), pivot.data(), &pivot_source, &pivot_target,
                       pivot.data() + pivot.size(), first, true, &status);
        used = static_cast<std::size_t>(target - out.data());
        first = false;
        if (status != U_BUFFER_OVERFLOW_ERROR) break;
        out.resize(out.size() * 2);
    }
    out.resize(used);
    return out;
}

std::u16string to_utf16(std::string_view text) {
    std::u16string wide(text.size() + 1, u'\0');
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    u_strFromUTF8WithSub(wide.data(), static_cast<int32_t>(wide.size()), &length, text.data(),
                         static_cast<int32_t>(text.size()), 0xFFFD, nullptr, &status);
    wide.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(length));
    return wide;
}

std::string to_utf8(const std::u16string& wide) {
    std::string text(wide.size() * 3 + 1, '\0');
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    u_strToUTF8WithSub(text.data(), static_cast<int32_t>(text.size()), &length, wide.data(),
                       static_cast<int32_t>(wide.size()), 0xFFFD, nullptr, &status);
    text.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(length));
    return text;
}

bool is_invisible(UChar32 c) {
    return u_isUWhiteSpace(c) != 0 || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

/// NFKC of at most some megabytes (ICU counts in 32 bits).
std::string nfkc_block(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* normalizer = unorm2_getNFKCInstance(&status);
    const std::u16string wide = to_utf16(text);
    std::u16string out(wide.size() + wide.size() / 4 + 32, u'\0');
    for (int attempt = 0; attempt < 2; ++attempt) {
        status = U_ZERO_ERROR;
        const int32_t length =
            unorm2_normalize(normalizer, wide.data(), static_cast<int32_t>(wide.size()), out.data(),
                             static_cast<int32_t>(out.size()), &status);
        if (status == U_BUFFER_OVERFLOW_ERROR) {
            out.resize(static_cast<std::size_t>(length));
            continue;
        }
        out.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(length));
        break;
    }
    return to_utf8(out);
}

/// Where a block of `text` may end: after a line end, else before a code point, near `at`.
std::size_t block_end(std::string_view text, std::size_t at) {
    if (at >= text.size()) return text.size();
    const std::size_t line = text.rfind('\n', at);
    if (line != std::string_view::npos && line > at / 2) return line + 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    return at;
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view bytes, const std::string& name) {
    const Converter from = open_converter(name);
    const Converter to = open_converter("UTF-8");
    if (!from || !to) return {};
    return convert(from.get(), to.get(), bytes);
}

std::string nfkc(std::string_view text) {
    constexpr std::size_t kBlock = 1U << 20;
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::max<std::size_t>(block_end(text, kBlock), 1);
        out += nfkc_block(text.substr(0, end));
        text.remove_prefix(end);
    }
    return out;
}

std::string lowered_without_blanks(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const base::CodePoint point = base::code_point_at(text, at);
        at += point.length;
        const auto c = static_cast<UChar32>(point.value);
        if (!is_invisible(c)) base::append_utf8(out, static_cast<char32_t>(u_tolower(c)));
    }
    return out;
}

}  // namespace parsers::text::icu
