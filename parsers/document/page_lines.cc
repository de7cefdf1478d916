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
/// Heights of a line by which neighbouring rows of one table are apart at most.
constexpr double kRowGap = 3;
constexpr std::size_t kMostEmpty = 64;  ///< empty columns in a row that are written as tabs

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

bool parts_cells(const PdfWord& before, const PdfWord& after, const Columns& columns) {
    const double width = gap(before, after);
    return width >= kColumnGap || (width >= kBlankGap && columns.begins_at(after.left));
}

std::string_view between(const PdfWord& before, const PdfWord& after) {
    const double width = gap(before, after);
    if (width >= kBlankGap) return " ";
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

bool is_row(Line line, const Columns& columns) {
    for (std::size_t i = 1; i < line.size(); ++i)
        if (parts_cells(line[i - 1], line[i], columns)) return true;
    return false;
}

/// What the cells of neighbouring rows take of the page's width: stretches that do not touch, from
/// left to right. One that lies wholly between two cells of a row is an empty column there.
class Stretches {
 public:
    void add_cells(Line line, const Columns& columns) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (i == 0 || parts_cells(line[i - 1], line[i], columns))
                all_.push_back({line[i].left, line[i].right});
            else
                all_.back().right = std::max(all_.back().right, line[i].right);
        }
    }
    void merge() {
        std::sort(all_.begin(), all_.end(),
                  [](const Stretch& a, const Stretch& b) { return a.left < b.left; });
        std::size_t kept = 0;
        for (std::size_t i = 1; i < all_.size(); ++i) {
            if (all_[i].left > all_[kept].right)
                all_[++kept] = all_[i];
            else
                all_[kept].right = std::max(all_[kept].right, all_[i].right);
        }
        if (!all_.empty()) all_.resize(kept + 1);
    }
    /// The number of the stretch in which something begins.
    [[nodiscard]] std::size_t at(double left) const {
        const auto behind =
            std::upper_bound(all_.begin(), all_.end(), left,
                             [](double place, const Stretch& each) { return place < each.left; });
        return behind == all_.begin() ? 0 : static_cast<std::size_t>(behind - all_.begin() - 1);
    }

 private:
    struct Stretch {
        double left;
        double right;
    };
    std::vector<Stretch> all_;
};

void trim_line(std::string& text, std::size_t start) {
    while (text.size() > start && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
    text += '\n';
}

void append_line(std::string& text, Line line) {
    const std::size_t start = text.size();
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (i > 0) text += between(line[i - 1], line[i]);
        text += line[i].text;
    }
    trim_line(text, start);
}

void append_row(std::string& text, Line line, const Columns& columns, const Stretches& stretches) {
    const std::size_t start = text.size();
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool cell = i > 0 && parts_cells(line[i - 1], line[i], columns);
        if (i > 0 && !cell) text += between(line[i - 1], line[i]);
        if (i == 0 || cell) {
            const std::size_t here = stretches.at(line[i].left);
            const std::size_t passed = here > column ? here - column : 0;
            text.append(std::clamp<std::size_t>(passed, cell ? 1 : 0, kMostEmpty), '\t');
            column = std::max(here, column);
        }
        text += line[i].text;
    }
    trim_line(text, start);
}

/// Whether the row at `line` goes on the table of the row before it.
bool is_next_row(Line before, Line line) {
    return line.front().top - before.front().bottom < kRowGap * height(before.front());
}

void append_lines(std::string& text, const std::vector<Line>& lines, const Columns& columns) {
    for (std::size_t i = 0; i < lines.size();) {
        if (!is_row(lines[i], columns)) {
            append_line(text, lines[i++]);
            continue;
        }
        const std::size_t first = i;
        Stretches stretches;
        do stretches.add_cells(lines[i++], columns);
        while (i < lines.size() && is_row(lines[i], columns) &&
               is_next_row(lines[i - 1], lines[i]));
        stretches.merge();
        for (std::size_t row = first; row < i; ++row)
            append_row(text, lines[row], columns, stretches);
    }
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
    append_lines(text, lines, columns);
    for (auto word = turned; word != words.end(); ++word) text += word->text + "\n";
    return text;
}

}  // namespace parsers::document
