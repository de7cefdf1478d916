#include "parsers/document/page_lines.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "base/text.h"

namespace parsers::document {
namespace {

// Gaps in heights of a line: a space between Latin words, a blank a typist made, a table's next
// column.
constexpr double kWordGap = 0.15;
constexpr double kBlankGap = 0.6;
constexpr double kColumnGap = 1.5;
/// Words are on one line while their middles are less than this share of the lower word apart.
constexpr double kLineShare = 0.5;

double middle(const PdfWord& word) { return (word.top + word.bottom) / 2; }
double height(const PdfWord& word) { return std::max(word.bottom - word.top, 0.1); }

bool is_latin(char c) { return static_cast<unsigned char>(c) < 0x80; }

std::string_view gap_between(const PdfWord& before, const PdfWord& after) {
    const double gap = (after.left - before.right) / std::min(height(before), height(after));
    if (gap >= kColumnGap) return "\t";
    if (gap >= kBlankGap) return " ";
    const bool latin = is_latin(before.text.back()) && is_latin(after.text.front());
    return latin && (before.space_after || gap >= kWordGap) ? " " : "";
}

void append_line(std::string& text, std::span<PdfWord> line) {
    std::stable_sort(line.begin(), line.end(),
                     [](const PdfWord& a, const PdfWord& b) { return a.left < b.left; });
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (i > 0) text += gap_between(line[i - 1], line[i]);
        text += line[i].text;
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
    text += '\n';
}

}  // namespace

std::string lines_of(std::vector<PdfWord> words) {
    // Turned words (watermarks, margins) come last, one a line.
    const auto turned = std::stable_partition(words.begin(), words.end(),
                                              [](const PdfWord& word) { return !word.turned; });
    std::stable_sort(words.begin(), turned,
                     [](const PdfWord& a, const PdfWord& b) { return middle(a) < middle(b); });
    std::string text;
    auto start = words.begin();
    while (start != turned) {
        auto end = start + 1;
        double line = middle(*start);
        while (end != turned &&
               middle(*end) - line < kLineShare * std::min(height(*(end - 1)), height(*end))) {
            line = std::max(line, (line + middle(*end)) / 2);
            ++end;
        }
        append_line(text, std::span<PdfWord>(start, end));
        start = end;
    }
    for (auto word = turned; word != words.end(); ++word) text += word->text + "\n";
    return text;
}

}  // namespace parsers::document
