#include "base/text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace base {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Lead {
    std::size_t length;
    char32_t bits;
    char32_t least;
};

Lead lead_of(unsigned char byte) {
    if (byte < 0x80) return {1, byte, 0};
    if (byte >= 0xC2 && byte < 0xE0) return {2, byte & 0x1FU, 0x80};
    if (byte >= 0xE0 && byte < 0xF0) return {3, byte & 0x0FU, 0x800};
    if (byte >= 0xF0 && byte < 0xF5) return {4, byte & 0x07U, 0x10000};
    return {0, 0, 0};
}

/// Length of the well-formed sequence at `at`, 0 when there is none; its value in `value`.
std::size_t sequence(std::string_view text, std::size_t at, char32_t& value) {
    const Lead lead = lead_of(static_cast<unsigned char>(text[at]));
    if (lead.length == 0 || at + lead.length > text.size()) return 0;
    value = lead.bits;
    for (std::size_t i = 1; i < lead.length; ++i) {
        const auto byte = static_cast<unsigned char>(text[at + i]);
        if ((byte & 0xC0U) != 0x80U) return 0;
        value = (value << 6U) | (byte & 0x3FU);
    }
    if (value < lead.least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return 0;
    return lead.length;
}

bool is_hidden(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0xFEFF;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
    char32_t value = 0;
    const std::size_t length = sequence(text, at, value);
    return length == 0 ? CodePoint{0xFFFD, 1} : CodePoint{value, length};
}

bool is_utf8(std::string_view text) {
    char32_t value = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence(text, at, value);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string repaired_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    char32_t value = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence(text, at, value);
        out += length == 0 ? kReplacement : text.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return out;
}

void append_utf8(std::string& text, char32_t value) {
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80U | ((value >> shift) & 0x3FU));
    };
    if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
        text += kReplacement;
    } else if (value < 0x80) {
        text += static_cast<char>(value);
    } else if (value < 0x800) {
        text += static_cast<char>(0xC0U | (value >> 6U));
        tail(0);
    } else if (value < 0x10000) {
        text += static_cast<char>(0xE0U | (value >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | (value >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += code_point_at(text, at).length) ++count;
    return count;
}

std::string_view prefix(std::string_view text, std::size_t count) {
    if (text.size() <= count) return text;
    std::size_t at = 0;
    while (at < text.size() && count-- > 0) at += code_point_at(text, at).length;
    return text.substr(0, at);
}

std::string one_line(std::string_view text, std::size_t count) {
    std::string out;
    bool blank = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = code_point_at(text, at);
        at += point.length;
        if (point.value == '\n' || point.value == '\r' || point.value == '\t') {
            blank = !out.empty();
            continue;
        }
        if (is_hidden(point.value)) continue;
        if (count-- == 0) return out + "…";
        if (std::exchange(blank, false)) out += ' ';
        append_utf8(out, point.value);
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const auto& part : parts) {
        if (&part != &parts.front()) out += separator;
        out += part;
    }
    return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    if (from.empty()) return text;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::string hex(const void* data, std::size_t size) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    const auto* bytes = static_cast<const unsigned char*>(data);
    std::string out;
    out.reserve(size * 2);
    for (std::size_t i = 0; i < size; ++i) {
        out += kDigits[bytes[i] >> 4U];
        out += kDigits[bytes[i] & 0x0FU];
    }
    return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    a = a.substr(0, 64);
    b = b.substr(0, 64);
    std::array<std::size_t, 65> row{};
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    if (text.empty()) return {};
    std::uint64_t value = 0;
    constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
    for (const char c : text) {
        if (c < '0' || c > '9') return {};
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (value > (kMost - digit) / 10) return {};
        value = value * 10 + digit;
    }
    return value;
}

std::string base64(std::string_view bytes) {
    static constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = (group << 8U) | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            out += i <= count ? kAlphabet[(group >> (18 - 6 * i)) & 0x3FU] : '=';
    }
    return out;
}

double likeness(std::string_view a, std::string_view b) {
    constexpr std::size_t kLongest = 80;
    const auto points = [](std::string_view text) {
        std::vector<char32_t> out;
        for (std::size_t at = 0; at < text.size() && out.size() < kLongest;) {
            const CodePoint point = code_point_at(text, at);
            out.push_back(point.value);
            at += point.length;
        }
        return out;
    };
    const auto left = points(a);
    const auto right = points(b);
    if (left.empty() || right.empty()) return 0;
    std::vector<std::size_t> row(right.size() + 1);
    for (const char32_t c : left) {
        std::size_t diagonal = 0;
        for (std::size_t i = 0; i < right.size(); ++i) {
            const std::size_t above = row[i + 1];
            row[i + 1] = right[i] == c ? diagonal + 1 : std::max(row[i], above);
            diagonal = above;
        }
    }
    return static_cast<double>(row.back()) /
           static_cast<double>(std::max(left.size(), right.size()));
}

}  // namespace base
