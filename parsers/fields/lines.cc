#include "parsers/fields/lines.h"

#include <algorithm>

#include "base/text.h"
#include "parsers/text/charset.h"

namespace parsers::fields {
namespace {

bool is_blank(char32_t c) {
    return c <= 0x20 || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B) || c == 0xFEFF ||
           c == 0x202F || c == 0x205F;
}

/// The first byte of a blank in UTF-8, or of some other character.
bool may_begin_blank(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF;
}

std::size_t cells_in(std::string_view line) {
    std::size_t cells = 0;
    for (const std::string_view cell : base::split(line, '\t'))
        cells += stripped(cell).empty() ? 0U : 1U;
    return cells;
}

Line make_line(std::uint32_t number, std::string_view raw, std::string_view plain) {
    Line line;
    line.number = number;
    line.raw = stripped(raw);
    line.plain = std::string(stripped(plain));
    line.tight = without_blanks(plain);
    line.length = base::count_code_points(line.tight);
    line.indent = static_cast<std::size_t>(std::count(raw.data(), line.raw.data(), '\t'));
    line.cells = raw.find('\t') != std::string_view::npos && cells_in(raw) >= 2;
    return line;
}

/// The line that begins at `at`, which moves behind its end.
std::string_view line_from(std::string_view text, std::size_t& at) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    return line;
}

}  // namespace

std::string_view stripped(std::string_view text) {
    while (!text.empty()) {
        const auto first = base::code_point_at(text, 0);
        if (!is_blank(first.value)) break;
        text.remove_prefix(first.length);
    }
    while (!text.empty()) {
        std::size_t at = text.size() - 1;
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
        if (!is_blank(base::code_point_at(text, at).value)) break;
        text = text.substr(0, at);
    }
    return text;
}

std::string without_blanks(std::string_view plain) {
    std::string tight;
    tight.reserve(plain.size());
    for (auto rest = plain; !rest.empty();) {
        const auto blank = std::ranges::find_if(rest, may_begin_blank);
        tight.append(rest.begin(), blank);
        rest.remove_prefix(static_cast<std::size_t>(blank - rest.begin()));
        if (rest.empty()) break;
        const auto point = base::code_point_at(rest, 0);
        if (!is_blank(point.value)) tight.append(rest.substr(0, point.length));
        rest.remove_prefix(point.length);
    }
    return tight;
}

std::vector<Line> lines_of(std::string_view text, std::size_t limit) {
    const std::string folded = text::nfkc(text);
    // NFKC never makes or removes a line end, so the two run side by side. A text may have millions
    // of lines: none but those kept takes memory.
    std::vector<Line> lines;
    std::uint32_t number = 0;
    for (std::size_t raw = 0, plain = 0;
         raw <= text.size() && plain <= folded.size() && lines.size() < limit;) {
        const std::string_view raw_line = line_from(text, raw);
        const std::string_view plain_line = line_from(folded, plain);
        ++number;
        if (!stripped(plain_line).empty()) lines.push_back(make_line(number, raw_line, plain_line));
    }
    return lines;
}

bool ends_with_any(std::string_view text, const std::vector<std::string_view>& endings) {
    return std::ranges::any_of(endings, [&](std::string_view end) { return text.ends_with(end); });
}

}  // namespace parsers::fields
