#include "parsers/mime/parameters.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "base/text.h"
#include "parsers/text/charset.h"
#include "parsers/text/encoded_words.h"

namespace parsers::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kMostParameters = 256;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// A quote ends the value when only blanks stand between it and ';' or the end; others are content.
bool closes(std::string_view text, std::size_t quote) {
    std::size_t at = quote + 1;
    while (at < text.size() && is_blank(text[at])) ++at;
    return at >= text.size() || text[at] == ';';
}

struct Value {
    std::string text;
    std::size_t end = 0;  ///< at ';' or the end
};

/// The last quote that may close a value, or kNone: what lies behind it has none, however it
/// begins.
std::size_t last_closing_quote(std::string_view text) {
    std::size_t quote = text.rfind('"');
    while (quote != kNone && !closes(text, quote))
        quote = quote == 0 ? kNone : text.rfind('"', quote - 1);
    return quote;
}

std::string_view until_semicolon(std::string_view text, std::size_t at, std::size_t& end) {
    end = std::min(text.find(';', at), text.size());
    return base::trimmed(text.substr(at, end - at));
}

/// `at` is behind the opening quote. Without a closing one the value ends at ';'.
Value quoted_value(std::string_view text, std::size_t at, std::size_t last_closing) {
    Value value;
    if (last_closing == kNone || last_closing < at) {
        value.text = until_semicolon(text, at, value.end);
        return value;
    }
    std::size_t closing = text.find('"', at);
    while (!closes(text, closing)) closing = text.find('"', closing + 1);
    for (; at < closing; ++at) {
        const bool escape =
            text[at] == '\\' && at + 1 < closing && (text[at + 1] == '"' || text[at + 1] == '\\');
        if (escape) ++at;
        value.text += text[at];
    }
    value.end = std::min(text.find(';', closing), text.size());
    return value;
}

Value value_at(std::string_view text, std::size_t at, std::size_t last_closing) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at < text.size() && text[at] == '"') return quoted_value(text, at + 1, last_closing);
    Value value;
    value.text = until_semicolon(text, at, value.end);
    return value;
}

std::string without_blanks(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, text.find('(')))
        if (!is_blank(c) && c != '"') out += c;
    return base::lowered(out);
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low < 0) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

/// One part of an RFC 2231 value: "name*2*" is number 2, encoded.
struct Part {
    std::uint64_t number = 0;
    bool encoded = false;
    std::string_view value;
};

std::optional<Part> part_of(const Parameter& parameter, std::string_view name) {
    std::string_view rest = parameter.name;
    if (!rest.starts_with(name)) return {};
    rest.remove_prefix(name.size());
    if (!rest.starts_with('*')) return {};
    rest.remove_prefix(1);
    Part part;
    part.value = parameter.value;
    if (rest.empty()) {
        part.encoded = true;
        return part;
    }
    part.encoded = rest.ends_with('*');
    if (part.encoded) rest.remove_suffix(1);
    const std::optional<std::uint64_t> number = base::parse_number(rest);
    if (!number) return {};
    part.number = *number;
    return part;
}

std::vector<Part> parts_of(const Parameterized& field, std::string_view name) {
    std::vector<Part> parts;
    for (const Parameter& each : field.parameters)
        if (const std::optional<Part> part = part_of(each, name)) parts.push_back(*part);
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Part& a, const Part& b) { return a.number < b.number; });
    return parts;
}

/// Takes "charset'language'" off the first part; empty when it isn't there.
std::string_view take_charset(std::string_view& value) {
    const std::size_t first = value.find('\'');
    const std::size_t second = first == kNone ? kNone : value.find('\'', first + 1);
    if (second == kNone) return {};
    const std::string_view charset = value.substr(0, first);
    value.remove_prefix(second + 1);
    return charset;
}

/// RFC 2231 §3, §4: all parts are bytes first, converted once.
std::string joined(std::vector<Part> parts) {
    std::string_view charset;
    bool encoded = false;
    if (parts.front().encoded) charset = take_charset(parts.front().value);
    std::string bytes;
    for (const Part& part : parts) {
        bytes += part.encoded ? percent_decoded(part.value) : std::string(part.value);
        encoded = encoded || part.encoded;
    }
    if (encoded) return text::decode(bytes, charset).text;
    return text::decode_header(bytes);
}

}  // namespace

Parameterized parse_parameters(std::string_view field) {
    // Raw GBK bytes may contain '\\' and '|': convert before looking for syntax.
    const std::string text = text::decode(field, "").text;
    const std::size_t last_closing = last_closing_quote(text);
    Parameterized result;
    std::size_t at = std::min(text.find(';'), text.size());
    result.value = without_blanks(std::string_view(text).substr(0, at));
    while (at < text.size() && result.parameters.size() < kMostParameters) {
        ++at;
        const std::size_t mark = text.find_first_of("=;", at);
        if (mark == std::string::npos) break;
        if (text[mark] == ';') {
            at = mark;
            continue;
        }
        Value value = value_at(text, mark + 1, last_closing);
        result.parameters.push_back(
            {without_blanks(std::string_view(text).substr(at, mark - at)), std::move(value.text)});
        at = value.end;
    }
    return result;
}

std::string parameter(const Parameterized& field, std::string_view name) {
    if (std::vector<Part> parts = parts_of(field, name); !parts.empty()) {
        std::string value = joined(std::move(parts));
        if (!value.empty()) return value;
    }
    for (const Parameter& each : field.parameters)
        if (each.name == name && !each.value.empty()) return text::decode_header(each.value);
    return {};
}

}  // namespace parsers::mime
