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
constexpr double kColumnGap = 1.3;
/// Words are on one line while their middles are less than this share of the lower word apart.
constexpr double kLineShare = 0.5;
/// Points within which two words begin in one column.
constexpr double kSameColumn = 3;

double middle(const PdfWord& word) { return (word.top + word.bottom) / 2; }
double height(const PdfWord& word) { return std::max(word.bottom - word.top, 0.1); }

bool is_latin(char c) { return static_cast<unsigned char>(c) < 0x80; }

double gap(const PdfWord& before, const PdfWord& after) {
    return (after.left - before.right) / std::min(height(before), height(after));
}

/// Where columns begin on this page, as wide gaps show them: sorted, in points.
class Columns {
 public:
    void note(double left) { starts_.push_back(left); }
    void sort() { std::sort(starts_.begin(), starts_.end()); }
    [[nodiscard]] bool begins_at(double left) const {
        const auto found = std::lower_bound(starts_.begin(), starts_.end(), left - kSameColumn);
        return found != starts_.end() && *found <= left + kSameColumn;
    }

 private:
    std::vector<double> starts_;
};

std::string_view between(const PdfWord& before, const PdfWord& after, const Columns& columns) {
    const double width = gap(before, after);
    if (width >= kColumnGap) return "\t";
    if (width >= kBlankGap) return columns.begins_at(after.left) ? "\t" : " ";
    const bool latin = is_latin(before.text.back()) && is_latin(after.text.front());
    return latin && (before.space_after || width >= kWordGap) ? " " : "";
}

using Line = std::span<PdfWord>;

/// The horizontal words as lines, each sorted from left to right.
std::vector<Line> split_lines(std::span<PdfWord> words) {
    std::stable_sort(words.begin(), words.end(),
                     [](const PdfWord& a, const PdfWord& b) { return middle(a) < middle(b); });
    std::vector<Line> lines;
    for (std::size_t start = 0; start < words.size();) {
        double line = middle(words[start]);
        std::size_t end = start + 1;
        for (; end < words.size(); ++end) {
            const double lower = std::min(height(words[end - 1]), height(words[end]));
            if (middle(words[end]) - line >= kLineShare * lower) break;
            line = (line + middle(words[end])) / 2;
        }
        lines.push_back(words.subspan(start, end - start));
        std::stable_sort(lines.back().begin(), lines.back().end(),
                         [](const PdfWord& a, const PdfWord& b) { return a.left < b.left; });
        start = end;
    }
    return lines;
}

void append_line(std::string& text, Line line, const Columns& columns) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (i > 0) text += between(line[i - 1], line[i], columns);
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
    const auto lines = split_lines(std::span<PdfWord>(words.begin(), turned));
    Columns columns;
    for (const Line& line : lines)
        for (std::size_t i = 1; i < line.size(); ++i)
            if (gap(line[i - 1], line[i]) >= kColumnGap) columns.note(line[i].left);
    columns.sort();
    std::string text;
    for (const Line& line : lines) append_line(text, line, columns);
    for (auto word = turned; word != words.end(); ++word) text += word->text + "\n";
    return text;
}

}  // namespace parsers::document
