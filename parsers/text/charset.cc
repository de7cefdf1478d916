#include "parsers/text/charset.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"
#include "parsers/text/guess.h"
#include "parsers/text/icu.h"

namespace parsers::text {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// How a label is treated; the order of trust differs, see decode().
enum class Family { Unknown, Utf8, Gb, Latin, Utf16, Other };

struct Alias {
    std::string_view label;
    Family family;
    const char* icu;
};

constexpr std::array kAliases{
    Alias{"utf-8", Family::Utf8, "UTF-8"},
    Alias{"utf8", Family::Utf8, "UTF-8"},
    Alias{"unicode-1-1-utf-8", Family::Utf8, "UTF-8"},
    Alias{"utf8mb4", Family::Utf8, "UTF-8"},
    Alias{"65001", Family::Utf8, "UTF-8"},
    Alias{"cp65001", Family::Utf8, "UTF-8"},
    Alias{"gb2312", Family::Gb, "GB18030"},
    Alias{"gb_2312", Family::Gb, "GB18030"},
    Alias{"gb-2312", Family::Gb, "GB18030"},
    Alias{"gb_2312-80", Family::Gb, "GB18030"},
    Alias{"gb2312-80", Family::Gb, "GB18030"},
    Alias{"gb2312.1980-0", Family::Gb, "GB18030"},
    Alias{"csgb2312", Family::Gb, "GB18030"},
    Alias{"csiso58gb231280", Family::Gb, "GB18030"},
    Alias{"iso-ir-58", Family::Gb, "GB18030"},
    Alias{"chinese", Family::Gb, "GB18030"},
    Alias{"gbk", Family::Gb, "GB18030"},
    Alias{"x-gbk", Family::Gb, "GB18030"},
    Alias{"cp936", Family::Gb, "GB18030"},
    Alias{"ms936", Family::Gb, "GB18030"},
    Alias{"936", Family::Gb, "GB18030"},
    Alias{"windows-936", Family::Gb, "GB18030"},
    Alias{"windows-936-2000", Family::Gb, "GB18030"},
    Alias{"x-cp936", Family::Gb, "GB18030"},
    Alias{"euc-cn", Family::Gb, "GB18030"},
    Alias{"x-euc-cn", Family::Gb, "GB18030"},
    Alias{"ansi", Family::Gb, "GB18030"},
    Alias{"x-mac-chinesesimp", Family::Gb, "GB18030"},
    Alias{"gb18030", Family::Gb, "GB18030"},
    Alias{"gb-18030", Family::Gb, "GB18030"},
    Alias{"gb18030-2000", Family::Gb, "GB18030"},
    Alias{"gb18030-2022", Family::Gb, "GB18030"},
    Alias{"54936", Family::Gb, "GB18030"},
    Alias{"cp54936", Family::Gb, "GB18030"},
    Alias{"hz", Family::Other, "HZ"},
    Alias{"hz-gb-2312", Family::Other, "HZ"},
    Alias{"hz-gb2312", Family::Other, "HZ"},
    Alias{"big5", Family::Other, "Big5"},
    Alias{"big-5", Family::Other, "Big5"},
    Alias{"big5-eten", Family::Other, "Big5"},
    Alias{"csbig5", Family::Other, "Big5"},
    Alias{"x-x-big5", Family::Other, "Big5"},
    Alias{"cp950", Family::Other, "Big5"},
    Alias{"950", Family::Other, "Big5"},
    Alias{"ms950", Family::Other, "Big5"},
    Alias{"windows-950", Family::Other, "Big5"},
    Alias{"big5-hkscs", Family::Other, "Big5-HKSCS"},
    Alias{"utf-7", Family::Other, "UTF-7"},
    Alias{"utf7", Family::Other, "UTF-7"},
    Alias{"unicode-1-1-utf-7", Family::Other, "UTF-7"},
    Alias{"utf-16", Family::Utf16, "UTF-16"},
    Alias{"utf16", Family::Utf16, "UTF-16"},
    Alias{"unicode", Family::Utf16, "UTF-16"},
    Alias{"utf-16le", Family::Other, "UTF-16LE"},
    Alias{"utf-16be", Family::Other, "UTF-16BE"},
    Alias{"iso-8859-1", Family::Latin, "windows-1252"},
    Alias{"iso8859-1", Family::Latin, "windows-1252"},
    Alias{"iso_8859-1", Family::Latin, "windows-1252"},
    Alias{"latin1", Family::Latin, "windows-1252"},
    Alias{"windows-1252", Family::Latin, "windows-1252"},
    Alias{"cp1252", Family::Latin, "windows-1252"},
    Alias{"us-ascii", Family::Unknown, ""},
    Alias{"ascii", Family::Unknown, ""},
    Alias{"ansi_x3.4-1968", Family::Unknown, ""},
    Alias{"unknown-8bit", Family::Unknown, ""},
    Alias{"x-unknown", Family::Unknown, ""},
    Alias{"unknown", Family::Unknown, ""},
    Alias{"8bit", Family::Unknown, ""},
    Alias{"binary", Family::Unknown, ""},
    Alias{"default", Family::Unknown, ""},
    Alias{"default_charset", Family::Unknown, ""},
    Alias{"", Family::Unknown, ""},
};

struct Chosen {
    Family family = Family::Unknown;
    std::string icu;
};

/// The label as mails write it: quotes, blanks, a language after '*', any case.
Chosen choose(std::string_view label) {
    std::string key;
    for (const char c : label.substr(0, 64))
        if (c > ' ' && c < 0x7F && c != '"' && c != '\'' && c != '<' && c != '>' && c != ';')
            key += c;
    key = base::lowered(key.substr(0, key.find('*')));
    const auto found = std::find_if(kAliases.begin(), kAliases.end(),
                                    [&](const Alias& alias) { return alias.label == key; });
    if (found != kAliases.end()) return {found->family, found->icu};
    return {Family::Other, key};
}

bool is_ascii(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Charsets in which bytes below 0x80 need not be themselves.
bool shifts_ascii(const Chosen& chosen) {
    if (chosen.family == Family::Utf16) return true;
    if (chosen.family != Family::Other) return false;
    constexpr std::array<std::string_view, 6> kPrefixes{"HZ",  "UTF-7", "UTF-16",
                                                        "utf", "iso-2", "csiso"};
    return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                       [&](std::string_view prefix) { return chosen.icu.starts_with(prefix); });
}

bool damaged(std::string_view text) { return text.find(kReplacement) != std::string_view::npos; }

Decoded decoded(std::string text, bool guessed) {
    Decoded result;
    result.damaged = damaged(text);
    result.guessed = guessed;
    result.text = std::move(text);
    return result;
}

std::string by(const char* name, std::string_view bytes) {
    return icu::to_utf8(bytes, name).value_or(base::repaired_utf8(bytes));
}

/// Well-formed UTF-8 with a sequence of three bytes or more. Two GBK characters may happen to be
/// two two-byte sequences ("目录" is C4 BF C2 BC), while Chinese text in UTF-8 has three-byte ones.
bool is_chinese_utf8(std::string_view bytes) {
    const bool long_sequence = std::any_of(
        bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
    return long_sequence && base::is_utf8(bytes);
}

/// Whether high bytes mostly stand in pairs, as in GBK; in Western text they stand alone.
bool looks_double_byte(std::string_view bytes) {
    std::size_t paired = 0;
    std::size_t single = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (static_cast<unsigned char>(bytes[i]) < 0x80) continue;
        const bool pair = i + 1 < bytes.size() && static_cast<unsigned char>(bytes[i + 1]) >= 0x80;
        (pair ? paired : single) += 1;
        i += pair ? 1U : 0U;
    }
    return paired > 4 * single;
}

/// Sequences of several bytes that are right, and bytes that are wrong.
struct Utf8Count {
    std::size_t right = 0;
    std::size_t wrong = 0;
};

Utf8Count count_utf8(std::string_view bytes) {
    Utf8Count count;
    for (std::size_t at = 0; at < bytes.size();) {
        if (static_cast<unsigned char>(bytes[at]) < 0x80) {
            ++at;
            continue;
        }
        const base::CodePoint point = base::code_point_at(bytes, at);
        const bool wrong = point.value == 0xFFFD && point.length == 1;
        (wrong ? count.wrong : count.right) += 1;
        at += point.length;
    }
    return count;
}

/// Big5 if the bytes read so rather than as GB 2312, and all of them can be read so.
std::optional<Decoded> decode_big5(std::string_view bytes) {
    if (!is_rather_big5(bytes)) return {};
    for (const char* name : {"Big5", "Big5-HKSCS"})
        if (std::string text = by(name, bytes); !damaged(text))
            return decoded(std::move(text), true);
    return {};
}

Decoded decode_unlabelled(std::string_view bytes) {
    if (is_chinese_utf8(bytes)) return decoded(std::string(bytes), false);
    if (std::optional<Decoded> big5 = decode_big5(bytes)) return std::move(*big5);
    std::string gb = by("GB18030", bytes);
    if (!damaged(gb) && looks_double_byte(bytes)) return decoded(std::move(gb), true);
    if (base::is_utf8(bytes)) return decoded(std::string(bytes), false);
    const Utf8Count count = count_utf8(bytes);
    if (damaged(gb) && count.right > count.wrong) return decoded(base::repaired_utf8(bytes), false);
    return decoded(std::move(gb), true);
}

Decoded decode_utf8(std::string_view bytes) {
    if (base::is_utf8(bytes)) return decoded(std::string(bytes), false);
    const Utf8Count count = count_utf8(bytes);
    if (count.right <= count.wrong) {
        std::string gb = by("GB18030", bytes);
        if (!damaged(gb)) return decoded(std::move(gb), true);
    }
    return decoded(base::repaired_utf8(bytes), false);
}

Decoded decode_latin(std::string_view bytes, const Chosen& chosen) {
    if (is_chinese_utf8(bytes)) return decoded(std::string(bytes), true);
    if (looks_double_byte(bytes)) {
        std::string gb = by("GB18030", bytes);
        if (!damaged(gb)) return decoded(std::move(gb), true);
    }
    return decoded(by(chosen.icu.c_str(), bytes), false);
}

/// UTF-16 without a mark: the byte that is zero or a Han row more often is the high one.
const char* utf16_order(std::string_view bytes) {
    std::size_t little = 0;
    std::size_t big = 0;
    const auto high = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0 || (byte >= 0x4E && byte <= 0x9F) || byte == 0x30 || byte == 0xFF;
    };
    for (std::size_t i = 0; i + 1 < std::min<std::size_t>(bytes.size(), 4096); i += 2) {
        big += high(bytes[i]) ? 1U : 0U;
        little += high(bytes[i + 1]) ? 1U : 0U;
    }
    return little > big ? "UTF-16LE" : "UTF-16BE";
}

Decoded decode_other(std::string_view bytes, const Chosen& chosen) {
    if (!shifts_ascii(chosen) && is_chinese_utf8(bytes)) return decoded(std::string(bytes), true);
    std::optional<std::string> text = icu::to_utf8(bytes, chosen.icu);
    if (!text) return decode_unlabelled(bytes);
    if (damaged(*text) && chosen.icu == "Big5") {
        std::string hong_kong = by("Big5-HKSCS", bytes);
        if (!damaged(hong_kong)) return decoded(std::move(hong_kong), false);
    }
    if (damaged(*text) && !is_ascii(bytes)) {
        Decoded other = decode_unlabelled(bytes);
        other.guessed = true;
        if (!other.damaged) return other;
    }
    return decoded(std::move(*text), false);
}

struct Mark {
    std::string_view bytes;
    const char* icu;
};
constexpr std::array kMarks{Mark{"\xEF\xBB\xBF", "UTF-8"},
                            Mark{std::string_view("\xFF\xFE\0\0", 4), "UTF-32LE"},
                            Mark{std::string_view("\0\0\xFE\xFF", 4), "UTF-32BE"},
                            Mark{"\xFF\xFE", "UTF-16LE"}, Mark{"\xFE\xFF", "UTF-16BE"}};

/// Text that begins with a byte order mark: the mark decides, whatever the label.
std::optional<Decoded> decode_marked(std::string_view bytes) {
    for (const Mark& mark : kMarks) {
        if (!bytes.starts_with(mark.bytes)) continue;
        const std::string_view rest = bytes.substr(mark.bytes.size());
        if (mark.bytes.size() == 3) return decode_utf8(rest);
        if (mark.bytes.size() == 4 && rest.size() % 4 != 0) continue;
        return decoded(by(mark.icu, rest), false);
    }
    return {};
}

}  // namespace

Decoded decode(std::string_view bytes, std::string_view label) {
    const Chosen chosen = choose(label);
    const bool labelled = chosen.family != Family::Unknown;
    if (!labelled && is_hz(bytes)) return decoded(by("HZ", bytes), true);
    if (!labelled && bytes.find('\0') != std::string_view::npos)
        if (const char* wide = unmarked_wide(bytes)) return decoded(by(wide, bytes), true);
    if (is_ascii(bytes) && !shifts_ascii(chosen)) return decoded(std::string(bytes), false);
    if (std::optional<Decoded> marked = decode_marked(bytes)) return std::move(*marked);
    switch (chosen.family) {
        case Family::Unknown:
            return decode_unlabelled(bytes);
        case Family::Utf8:
            return decode_utf8(bytes);
        case Family::Gb:
            if (is_chinese_utf8(bytes)) return decoded(std::string(bytes), true);
            return decoded(by("GB18030", bytes), false);
        case Family::Latin:
            return decode_latin(bytes, chosen);
        case Family::Utf16:
            return decoded(by(utf16_order(bytes), bytes), false);
        case Family::Other:
            return decode_other(bytes, chosen);
    }
    return decode_unlabelled(bytes);
}

std::string nfkc(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    return icu::nfkc(text);
}

std::string folded(std::string_view text) {
    if (!is_ascii(text)) return icu::lowered_without_blanks(icu::nfkc(text));
    std::string out;
    out.reserve(text.size());
    for (const char c : text)
        if (c != ' ' && (c < '\t' || c > '\r'))
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

}  // namespace parsers::text
