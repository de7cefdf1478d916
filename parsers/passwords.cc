#include "parsers/passwords.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/mime/message.h"
#include "parsers/text/charset.h"

namespace parsers {
namespace {

constexpr std::size_t kMostText = 1U << 20;       // of one text that are searched
constexpr std::size_t kMostAttached = 64U << 10;  // a text file that is larger tells no password
constexpr std::size_t kLongest = 64;              // bytes of a password
constexpr std::size_t kMostKeys = 200;

/// Words a password follows.
constexpr std::array<std::string_view, 12> kKeys{"密码", "口令",     "解压码", "密碼",
                                                 "暗号", "password", "passwd", "passcode",
                                                 "pwd",  "pass",     "pw",     "key"};
/// What may stand between the word and the password.
constexpr std::array<std::string_view, 40> kBetween{
    " ",  "\t", ":",  "：", "=", "＝", "-",    "—",    "\r",   "\n", "是",   "为",      "均", "都",
    "为", "統", "即", "\"", "“", "”",  "'",    "‘",    "【",   "】", "[",    "]",       "（", "(",
    "「", "『", "《", "<",  ",", "，", "统一", "如下", "分别", "is", "为：", "\xC2\xA0"};
/// What ends a password in running text, beside blanks and control characters.
constexpr std::array<std::string_view, 26> kEnds{
    "，", "。", "；", "、", "！", "？", "”",  "’",  "】", "）", "」", "』", "》",
    "：", "“",  "‘",  "【", "（", "「", "『", "《", "\"", "'",  "<",  ">",  "\xC2\xA0"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t starts_with_one(std::string_view text, const auto& words) {
    std::size_t longest = 0;
    for (const std::string_view word : words)
        if (text.starts_with(word)) longest = std::max(longest, word.size());
    return longest;
}

std::string_view without_lead(std::string_view text) {
    constexpr std::size_t kMostBlanks = 32;
    for (std::size_t i = 0; i < kMostBlanks; ++i) {
        const std::size_t length = starts_with_one(text, kBetween);
        if (length == 0) break;
        text.remove_prefix(length);
    }
    return text;
}

/// Up to the first blank or mark that ends it.
std::string_view token_of(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && end < kLongest) {
        const auto byte = static_cast<unsigned char>(text[end]);
        if (byte <= ' ' || byte == 0x7F || starts_with_one(text.substr(end), kEnds) > 0) break;
        end += base::code_point_at(text, end).length;
    }
    return text.substr(0, std::min(end, text.size()));
}

void add(std::string_view word, std::vector<std::string>& found) {
    if (word.empty() || word.size() > kLongest || found.size() >= kMostPasswords) return;
    if (std::find(found.begin(), found.end(), word) == found.end()) found.emplace_back(word);
}

/// The word itself, without marks a sentence puts behind it, its printable ASCII beginning (words
/// may follow without a blank), and full-width forms narrowed.
void add_forms(std::string_view token, std::vector<std::string>& found) {
    constexpr std::string_view kGlued = ".,;:!?)]}";
    const std::size_t ascii = static_cast<std::size_t>(
        std::find_if(token.begin(), token.end(),
                     [](char c) { return static_cast<unsigned char>(c) > 0x7E; }) -
        token.begin());
    add(token.substr(0, ascii), found);
    std::string_view bare = token.substr(0, ascii);
    while (!bare.empty() && kGlued.find(bare.back()) != std::string_view::npos)
        bare.remove_suffix(1);
    add(bare, found);
    if (ascii == token.size()) return;
    add(token, found);
    add(text::nfkc(token), found);
}

/// "pw" inside a longer word is none.
bool stands_alone(std::string_view text, std::size_t at, std::string_view key) {
    if (!is_letter(key.front())) return true;
    if (at > 0 && is_letter(text[at - 1])) return false;
    return at + key.size() >= text.size() || !is_letter(text[at + key.size()]);
}

/// Text files and mails a sender attaches beside an archive.
bool is_note(const mime::Leaf& leaf) {
    if (leaf.type == "text/plain" || leaf.type == "text/html") return true;
    return base::lowered(leaf.name).ends_with(".txt");
}

void search_text(const mime::Leaf& leaf, const Limits& limits, std::vector<std::string>& found) {
    if (!leaf.name.empty() && leaf.bytes.size() > kMostAttached) return;
    document::Input input;
    input.bytes = std::string_view(leaf.bytes).substr(0, kMostText);
    input.charset = leaf.charset;
    input.limits = &limits;
    const bool html = leaf.type == "text/html";
    find_passwords(document::read(html ? "text/html" : "text/plain", input).text, found);
}

void search_mail(std::string_view raw, const Limits& limits, std::uint32_t depth,
                 std::vector<std::string>& found) {
    const mime::Message message = mime::read_message(raw, limits);
    for (const mime::Leaf& leaf : message.leaves)
        if (is_note(leaf)) search_text(leaf, limits, found);
    find_passwords(message.parsed.subject, found);
    for (const mime::Leaf& leaf : message.leaves) find_passwords(leaf.name, found);
    for (const mime::Leaf& leaf : message.leaves) {
        const bool mail =
            leaf.type == "message/rfc822" || base::lowered(leaf.name).ends_with(".eml");
        if (mail && depth < limits.container_depth)
            search_mail(leaf.bytes, limits, depth + 1, found);
    }
}

}  // namespace

void find_passwords(std::string_view text, std::vector<std::string>& found) {
    text = text.substr(0, kMostText);
    const std::string low = base::lowered(text);
    struct Place {
        std::size_t at = 0;
        std::size_t end = 0;
    };
    std::vector<Place> places;
    for (const std::string_view key : kKeys)
        for (std::size_t at = low.find(key); at != std::string::npos && places.size() < kMostKeys;
             at = low.find(key, at + key.size()))
            if (stands_alone(low, at, key)) places.push_back({at, at + key.size()});
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return a.at < b.at; });
    for (const Place& place : places)
        add_forms(token_of(without_lead(text.substr(place.end))), found);
}

std::vector<std::string> passwords_in_mail(std::string_view raw, const Limits& limits) {
    std::vector<std::string> found;
    search_mail(raw, limits, 0, found);
    return found;
}

}  // namespace parsers
