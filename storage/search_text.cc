#include "storage/search_text.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace storage {
namespace {

constexpr char32_t kWideBlank = 0x3000;

/// One word of the index and where it stood.
struct Token {
    std::string text;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// CJK Unified Ideographs with extensions and compatibility forms; 々 and 〇 are used like them.
bool is_han(char32_t c) {
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005 || c == 0x3007;
}

/// Full-width letters and digits as half width, ASCII as lower case.
char32_t folded(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/// Letters of alphabets: ASCII, and what lies before the general punctuation but Latin-1's signs.
bool is_letter(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

/// Calls take(begin, end, is_han, code point) for every character of a word, `gap()` between words.
template <class Take, class Gap>
void scan(std::string_view text, Take&& take, Gap&& gap) {
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::code_point_at(text, at);
        const char32_t c = folded(point.value);
        if (is_han(c) || is_letter(c))
            take(at, at + point.length, is_han(c), c);
        else
            gap();
        at += point.length;
    }
}

std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    bool open = false;  // whether the last token may still grow
    scan(
        text,
        [&](std::size_t begin, std::size_t end, bool han, char32_t c) {
            if (han || !open) tokens.push_back({{}, begin, end});
            base::append_utf8(tokens.back().text, c);
            tokens.back().end = end;
            open = !han;
        },
        [&] { open = false; });
    return tokens;
}

/// What was typed, parted at blanks, each part as tokens.
std::vector<std::vector<Token>> phrases_of(std::string_view typed) {
    std::string blanks;
    for (std::size_t at = 0; at < typed.size();) {
        const auto point = base::code_point_at(typed, at);
        const bool blank = point.value == kWideBlank || point.value <= ' ';
        blanks += blank ? " " : std::string(typed.substr(at, point.length));
        at += point.length;
    }
    std::vector<std::vector<Token>> phrases;
    for (const auto word : base::split(blanks, ' '))
        if (auto tokens = tokens_of(word); !tokens.empty()) phrases.push_back(std::move(tokens));
    return phrases;
}

bool may_go_on(const Token& token) { return !is_han(base::code_point_at(token.text, 0).value); }

bool matches(const Token& token, const Token& asked, bool last) {
    return token.text == asked.text ||
           (last && may_go_on(asked) && token.text.starts_with(asked.text));
}

}  // namespace

std::string searchable(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 2);
    bool open = false;
    scan(
        text,
        [&](std::size_t, std::size_t, bool han, char32_t c) {
            if ((han || !open) && !out.empty() && out.back() != ' ') out += ' ';
            base::append_utf8(out, c);
            open = !han;
        },
        [&] { open = false; });
    return out;
}

std::string search_query(std::string_view typed) {
    std::string query;
    for (const auto& phrase : phrases_of(typed)) {
        if (!query.empty()) query += " AND ";
        query += '"';
        for (const auto& token : phrase)
            query += (&token == &phrase.front() ? "" : " ") + token.text;
        query += '"';
        if (may_go_on(phrase.back())) query += " *";
    }
    return query;
}

std::optional<Found> find_typed(std::string_view text, std::string_view typed) {
    const auto tokens = tokens_of(text);
    for (const auto& phrase : phrases_of(typed)) {
        for (std::size_t i = 0; i + phrase.size() <= tokens.size(); ++i) {
            bool all = true;
            for (std::size_t k = 0; k < phrase.size() && all; ++k)
                all = matches(tokens[i + k], phrase[k], k + 1 == phrase.size());
            if (!all) continue;
            const auto& last = tokens[i + phrase.size() - 1];
            return Found{tokens[i].begin, last.end - tokens[i].begin};
        }
    }
    return {};
}

}  // namespace storage
