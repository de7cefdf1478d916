/// A line goes through five steps, each of which makes the next one's pattern simple:
///   1. full-width digits become ASCII, every white space one blank;
///   2. a blank that touches Chinese (a character or its punctuation) goes: the writer made none;
///   3. a blank inside a number goes: between digits and . , : / - of one number, and between
///      groups of digits before 年 月 日 号 元;
///   4. 字头 + bracket + 20dd + bracket + number + 号 is a 文号 (党政机关公文格式 7.2.6): its
///      brackets become 〔〕, whatever the recogniser took them for. A letter passes for a bracket
///      only where the other one is a bracket, and a digit never does (it may belong to the number)
///      but the 0 before 20dd: a year has four;
///   5. an opening 〈 or 《 whose partner is a round bracket is a round bracket: pairs match.

#include "parsers/ocr/page_text.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"

namespace parsers::ocr {
namespace {

std::u32string decoded(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const base::CodePoint point = base::code_point_at(text, at);
        out += point.value;
        at += point.length;
    }
    return out;
}

std::string encoded(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) base::append_utf8(out, c);
    return out;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_han(char32_t c) {
    return (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff) || c == U'〇';
}

/// Characters and punctuation that stand in a full square, and the quotes and dashes Chinese shares
/// with the West.
bool is_chinese(char32_t c) {
    return is_han(c) || (c >= 0x3001 && c <= 0x303f) || (c >= 0xff01 && c <= 0xff60) || c == U'“' ||
           c == U'”' || c == U'‘' || c == U'’' || c == U'—' || c == U'…' || c == U'·';
}

/// Whether what ends before `end` is a western mark right behind a Chinese character: it is a
/// Chinese one, read narrow.
bool ends_chinese(std::u32string_view text, std::size_t end) {
    return end >= 2 && is_chinese(text[end - 2]) &&
           std::u32string_view(U":;,.!?()").find(text[end - 1]) != std::u32string_view::npos;
}

bool is_blank(char32_t c) {
    return c <= 0x20 || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200b);
}

std::u32string narrowed(std::u32string_view text) {
    std::u32string out;
    for (const char32_t c : text) {
        if (is_blank(c)) {
            if (!out.empty() && out.back() != U' ') out += U' ';
        } else {
            out += c >= U'０' && c <= U'９' ? c - U'０' + U'0' : c;
        }
    }
    if (!out.empty() && out.back() == U' ') out.pop_back();
    return out;
}

template <class Gone>
std::u32string without_blanks(std::u32string_view text, Gone gone) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != U' ' || i == 0 || i + 1 == text.size() || !gone(i)) out += text[i];
    return out;
}

bool joins_number(char32_t c) {
    return std::u32string_view(U".,:/-").find(c) != std::u32string_view::npos;
}

/// Digits and blanks from `at` on, up to a unit that only a number is written before.
bool runs_to_a_unit(std::u32string_view text, std::size_t at) {
    while (at < text.size() && (is_digit(text[at]) || text[at] == U' ')) ++at;
    return at < text.size() &&
           std::u32string_view(U"年月日号元").find(text[at]) != std::u32string_view::npos;
}

bool inside_a_number(std::u32string_view text, std::size_t blank) {
    const char32_t before = text[blank - 1];
    const char32_t after = text[blank + 1];
    if (is_digit(before) && is_digit(after)) return runs_to_a_unit(text, blank + 1);
    if (is_digit(before) && joins_number(after))
        return blank + 2 < text.size() && (is_digit(text[blank + 2]) || text[blank + 2] == U' ');
    if (!joins_number(before) || !is_digit(after) || blank < 2) return false;
    const std::size_t digit = text[blank - 2] == U' ' && blank >= 3 ? blank - 3 : blank - 2;
    return is_digit(text[digit]);
}

bool is_bracket(char32_t c) {
    return std::u32string_view(U"〔〕【】[]()（）［］{}｛｝〖〗「」『』<>《》〈〉﹝﹞").find(c) !=
           std::u32string_view::npos;
}

/// What brackets were seen to become.
bool like_a_bracket(char32_t c) {
    return is_bracket(c) || std::u32string_view(U"jJlItrf|!").find(c) != std::u32string_view::npos;
}

/// One bracket, or one read as two, and the blanks about it. None: there is no bracket at `at`.
struct Bracket {
    std::size_t end = 0;
    bool sure = false;
};
std::optional<Bracket> bracket_at(std::u32string_view text, std::size_t at) {
    Bracket bracket;
    std::size_t count = 0;
    for (; at < text.size() && (text[at] == U' ' || (like_a_bracket(text[at]) && count < 2));
         ++at) {
        if (text[at] == U' ') continue;
        ++count;
        bracket.sure = bracket.sure || is_bracket(text[at]);
    }
    bracket.end = at;
    if (count == 0) return {};
    return bracket;
}

std::size_t digits_end(std::u32string_view text, std::size_t at, std::size_t most) {
    std::size_t end = at;
    while (end < text.size() && end - at < most && is_digit(text[end])) ++end;
    return end;
}

/// "〔2024〕" and where the text goes on, if at `at` the brackets and year of a 文号 begin.
struct Year {
    std::u32string text;
    std::size_t end = 0;
};
std::optional<Year> year_at(std::u32string_view text, std::size_t at) {
    auto open = bracket_at(text, at);
    if (!open && text.substr(at, 3) == U"020") open = Bracket{at + 1, false};
    if (!open) return {};
    const std::size_t year = open->end;
    if (text.substr(year, 2) != U"20" || digits_end(text, year, 4) != year + 4) return {};
    const auto close = bracket_at(text, year + 4);
    if (!close || !(open->sure || close->sure)) return {};
    std::size_t serial = close->end;
    if (serial < text.size() && text[serial] == U'第') ++serial;
    const std::size_t end = digits_end(text, serial, 6);
    if (end == serial) return {};
    const std::size_t last = end < text.size() && text[end] == U' ' ? end + 1 : end;
    if (last >= text.size() || text[last] != U'号') return {};
    return Year{U"〔" + std::u32string(text.substr(year, 4)) + U"〕", close->end};
}

/// The round opening bracket a closing one asks for; 0 for what closes nothing round.
char32_t round_partner(char32_t c) { return c == U')' ? U'(' : c == U'）' ? U'（' : char32_t{0}; }

/// Whether `c` closes a round bracket that stands open a few characters before.
bool closes_round(std::u32string_view before, char32_t c) {
    constexpr std::size_t kWithin = 6;
    if (round_partner(c) == 0) return false;
    const auto open = before.find_last_of(U"(（");
    return open != std::u32string_view::npos && before.size() - open <= kWithin &&
           before.find_first_of(U")）", open) == std::u32string_view::npos;
}

std::u32string with_number_brackets(std::u32string_view text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        if (closes_round(out, text[i])) {  // of the 字头 itself: 环罚(阳)〔2024〕
            out += text[i++];
            continue;
        }
        const bool may_begin =
            !out.empty() && (is_han(out.back()) || round_partner(out.back()) != 0);
        const auto year = may_begin ? year_at(text, i) : std::nullopt;
        if (year) {
            out += year->text;
            i = year->end;
        } else {
            out += text[i++];
        }
    }
    return out;
}

bool is_angle(char32_t c) { return c == U'〈' || c == U'《' || c == U'<' || c == U'«'; }

void pair_brackets(std::u32string& text) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        if (is_angle(c) || c == U'(' || c == U'（') {
            open.push_back(i);
            continue;
        }
        const bool closes_angle = c == U'〉' || c == U'》' || c == U'>' || c == U'»';
        const char32_t partner = round_partner(c);
        if ((!closes_angle && partner == 0) || open.empty()) continue;
        const bool any_round = std::any_of(open.begin(), open.end(), [&](std::size_t at) {
            return text[at] == U'(' || text[at] == U'（';
        });
        if (partner != 0 && !any_round) text[open.back()] = partner;
        open.pop_back();
    }
}

}  // namespace

std::string normalised(std::string_view line) {
    std::u32string text = narrowed(decoded(line));
    text = without_blanks(text, [&](std::size_t i) {
        return is_chinese(text[i - 1]) || is_chinese(text[i + 1]) || ends_chinese(text, i);
    });
    text = without_blanks(text, [&](std::size_t i) { return inside_a_number(text, i); });
    text = with_number_brackets(text);
    pair_brackets(text);
    return encoded(text);
}

}  // namespace parsers::ocr
