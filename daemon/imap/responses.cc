#include "daemon/imap/responses.h"

#include <array>
#include <charconv>
#include <limits>

#include "base/text.h"

namespace imap {
namespace {

using Tokens = std::vector<Token>;

bool is_word(const Token& token, std::string_view word) {
    return token.kind == Token::Kind::Atom && base::equal_ignoring_case(token.text, word);
}

bool is_value(const Token& token) {
    return token.kind != Token::Kind::Open && token.kind != Token::Kind::Close;
}

std::optional<std::uint32_t> number32(std::string_view text) {
    const auto value = base::parse_number(text);
    if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return {};
    return static_cast<std::uint32_t>(*value);
}

bool is_body_item(std::string_view name) {
    return base::equal_ignoring_case(name, "BODY[]") || base::equal_ignoring_case(name, "RFC822");
}

bool is_fetch(const Response& response) {
    const Tokens& t = response.tokens;
    return response.kind == Response::Kind::Untagged && t.size() >= 3 && is_word(t[1], "FETCH") &&
           t[2].kind == Token::Kind::Open;
}

void take_body(Fetch& fetch, const Token& value) {
    if (is_word(value, "NIL")) {
        fetch.body = Fetch::Body::Nil;
    } else if (value.kind == Token::Kind::Literal && value.text.size() != value.size) {
        fetch.body = Fetch::Body::Streamed;
    } else {
        fetch.body = Fetch::Body::Inline;
        fetch.inline_body = value.text;
    }
}

void take_item(Fetch& fetch, std::string_view name, const Token& value) {
    if (base::equal_ignoring_case(name, "UID")) {
        const auto uid = number32(value.text);
        if (uid && *uid > 0) fetch.uid = uid;
    } else if (base::equal_ignoring_case(name, "RFC822.SIZE")) {
        fetch.size = base::parse_number(value.text);
    } else if (base::equal_ignoring_case(name, "INTERNALDATE")) {
        fetch.internal_date = parse_internal_date(value.text);
    } else if (is_body_item(name)) {
        take_body(fetch, value);
    }
}

/// The index behind the value that begins at `at`: one token, or a list to its end.
std::size_t behind_value(const Tokens& tokens, std::size_t at) {
    std::size_t depth = 0;
    for (; at < tokens.size(); ++at) {
        if (tokens[at].kind == Token::Kind::Open) ++depth;
        if (tokens[at].kind == Token::Kind::Close && depth > 0) --depth;
        if (depth == 0) return at + 1;
    }
    return at;
}

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Reads exactly `digits` digits at `at`.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    if (at + count > text.size()) return {};
    const char* end = text.data() + at + count;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value);
    if (error != std::errc() || stop != end || value < 0) return {};
    return value;
}

unsigned month_named(std::string_view name) {
    for (unsigned i = 0; i < kMonths.size(); ++i)
        if (base::equal_ignoring_case(kMonths[i], name)) return i + 1;
    return 0;
}

}  // namespace

std::optional<Fetch> as_fetch(const Response& response) {
    if (!is_fetch(response)) return {};
    const Tokens& tokens = response.tokens;
    Fetch fetch;
    for (std::size_t at = 3; at + 1 < tokens.size() && tokens[at].kind == Token::Kind::Atom;) {
        const Token& value = tokens[at + 1];
        if (is_value(value)) take_item(fetch, tokens[at].text, value);
        at = behind_value(tokens, at + 1);
    }
    return fetch;
}

bool awaits_body(const Response& so_far) {
    return is_fetch(so_far) && so_far.tokens.back().kind == Token::Kind::Atom &&
           is_body_item(so_far.tokens.back().text);
}

std::optional<std::uint32_t> as_number(const Response& response, std::string_view what) {
    const Tokens& t = response.tokens;
    if (response.kind != Response::Kind::Untagged || t.size() < 2 || !is_word(t[1], what))
        return {};
    return number32(t[0].text);
}

std::optional<std::vector<std::string>> as_capabilities(const Response& response) {
    std::vector<std::string> names;
    if (response.code == "CAPABILITY") {
        for (const auto name : base::split(response.code_argument, ' '))
            if (!name.empty()) names.push_back(uppered(name));
        return names;
    }
    const Tokens& t = response.tokens;
    if (response.kind != Response::Kind::Untagged || t.empty() || !is_word(t[0], "CAPABILITY"))
        return {};
    for (std::size_t i = 1; i < t.size(); ++i) names.push_back(uppered(t[i].text));
    return names;
}

std::optional<std::string> as_listed_folder(const Response& response) {
    const Tokens& t = response.tokens;
    if (response.kind != Response::Kind::Untagged || t.size() < 5 || !is_word(t[0], "LIST"))
        return {};
    if (!is_value(t.back())) return {};
    return t.back().text;
}

std::optional<base::Instant> parse_internal_date(std::string_view text) {
    text = base::trimmed(text);
    const std::size_t day_digits = text.size() == 26 ? 2 : 1;
    if (text.size() != 24 + day_digits) return {};
    const auto day = digits(text, 0, day_digits);
    const std::string_view rest = text.substr(day_digits);  // -Jul-2024 10:00:00 +0800
    const auto year = digits(rest, 5, 4);
    const auto hour = digits(rest, 10, 2), minute = digits(rest, 13, 2),
               second = digits(rest, 16, 2);
    const auto zone_hour = digits(rest, 20, 2), zone_minute = digits(rest, 22, 2);
    if (!day || !year || !hour || !minute || !second || !zone_hour || !zone_minute) return {};
    if (*hour > 23 || *minute > 59 || *second > 60 || *zone_minute > 59) return {};
    if (rest[19] != '+' && rest[19] != '-') return {};
    const auto date =
        base::make_date(*year, month_named(rest.substr(1, 3)), static_cast<unsigned>(*day));
    if (!date) return {};
    using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;
    const auto local = *date + hours(*hour) + minutes(*minute) + seconds(*second);
    const auto zone = hours(*zone_hour) + minutes(*zone_minute);
    return base::Instant(rest[19] == '-' ? local + zone : local - zone);
}

}  // namespace imap
