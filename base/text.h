#pragma once
/// UTF-8 text without tables: what needs Unicode data (NFKC, charsets) lives in parsers/text. Pure
/// functions.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// Strict UTF-8 (RFC 3629: no surrogates, no overlong forms, up to U+10FFFF).
bool is_utf8(std::string_view text);
/// Replaces every ill-formed byte by U+FFFD.
std::string repaired_utf8(std::string_view text);
/// The code point that starts at `at` and its length in bytes; ill-formed: U+FFFD, 1.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};
CodePoint code_point_at(std::string_view text, std::size_t at);
void append_utf8(std::string& text, char32_t value);
std::size_t count_code_points(std::string_view text);
/// At most `count` code points from the beginning.
std::string_view prefix(std::string_view text, std::size_t count);

/// How alike two texts are, 0…1: their longest common subsequence as a share of the longer one, in
/// code points; of each at most 80.
double likeness(std::string_view a, std::string_view b);

/// One line safe to show or log: control characters, line ends and bidi controls (U+202A..E,
/// U+2066..9, U+200E/F) are dropped, ill-formed bytes replaced, at most `count` code points ("…"
/// added).
std::string one_line(std::string_view text, std::size_t count = 200);

std::string_view trimmed(std::string_view text);                   ///< ASCII blanks at both ends
std::string lowered(std::string_view text);                        ///< ASCII letters only
bool equal_ignoring_case(std::string_view a, std::string_view b);  ///< ASCII letters only
bool has_control(std::string_view text);                           ///< any byte < 0x20 or 0x7f
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replaced(std::string text, std::string_view from, std::string_view to);
std::string hex(const void* data, std::size_t size);
/// The smallest number of single-byte edits from a to b (for "did you mean"); inputs ≤ 64 bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// Strict unsigned decimal.
std::optional<std::uint64_t> parse_number(std::string_view text);

/// RFC 4648 base64, without line ends.
std::string base64(std::string_view bytes);

}  // namespace base
