#include "parsers/fields/table_cells.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kMostColumns = 100;
constexpr std::size_t kMostHeads = 4;
constexpr std::size_t kLongestRow = 8'000;  // code points
constexpr std::size_t kLongestLabel = 40;   // code points

struct Cell {
    enum class Kind { Empty, Number, Dash, Label } kind = Kind::Empty;
    std::string text;  ///< without blanks; of a number its value
};

bool is_dash(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::code_point_at(text, at);
        if (std::u32string_view(U"-—–―－/\\·.").find(point.value) == std::u32string_view::npos)
            return false;
        at += std::max<std::size_t>(point.length, 1);
    }
    return true;
}

/// "12", "1.26万元", "3件(其中…)", 无 for none; a dash says that nothing is said.
Cell cell_of(std::string_view written) {
    static const Pattern number(
        R"(^[¥]?([0-9][0-9,]*(?:\.[0-9]+)?)(万|亿)?(元|件次|件|起|宗|项|份|人次|人|家|户|个|次|例|条)?(?:\(.*\))?$)");
    static const std::array<std::string_view, 8> kNothing = {"无",   "零",   "〇",   "无件",
                                                             "无起", "零件", "零起", "零元"};
    Cell cell;
    cell.text = std::string(base::prefix(without_blanks(written), kLongestLabel));
    if (cell.text.empty()) return cell;
    const bool figure = (cell.text[0] >= '0' && cell.text[0] <= '9') || cell.text.starts_with("¥");
    if (std::ranges::find(kNothing, cell.text) != kNothing.end()) {
        cell.kind = Cell::Kind::Number;
        cell.text = "0";
    } else if (const auto match = figure ? number.find(cell.text) : std::nullopt) {
        cell.kind = Cell::Kind::Number;
        std::string value;
        for (const char c : match->groups[0])
            if (c != ',') value += c;
        const std::string unit = std::string(match->groups[1]) + std::string(match->groups[2]);
        cell.text = unit.empty() ? value : value + " " + unit;
    } else {
        cell.kind = is_dash(cell.text) ? Cell::Kind::Dash : Cell::Kind::Label;
    }
    return cell;
}

using Row = std::vector<Cell>;

/// "项　　目": forms set the two letters of a short head apart, and a PDF makes two cells of it. 件
/// and 项 side by side are measures, so the words are named.
bool is_spaced_word(const std::string& first, const std::string& second) {
    constexpr std::size_t kLetter = 3;  // bytes
    static const std::array<std::string_view, 16> kWords = {
        "项目", "序号", "单位", "备注", "合计", "数量", "类别", "内容",
        "指标", "名称", "小计", "总计", "月份", "事项", "金额", "科目"};
    return first.size() == kLetter && second.size() == kLetter &&
           std::ranges::find(kWords, first + second) != kWords.end();
}

Row row_of(const Line& line) {
    Row row(std::min(line.indent, kMostColumns));
    for (const std::string_view cell : base::split(base::prefix(line.plain, kLongestRow), '\t')) {
        if (row.size() >= kMostColumns) break;
        Cell next = cell_of(cell);
        if (!row.empty() && is_spaced_word(row.back().text, next.text)) {
            row.back().text += next.text;
            continue;
        }
        row.push_back(std::move(next));
    }
    return row;
}

std::size_t count(const Row& row, Cell::Kind kind) {
    return static_cast<std::size_t>(std::ranges::count(row, kind, &Cell::kind));
}

bool has_gaps(const Row& row) { return count(row, Cell::Kind::Empty) > 0; }

const std::string& text_at(const Row& row, std::size_t column) {
    static const std::string kNone;
    return column < row.size() ? row[column].text : kNone;
}

/// The heads of the rows below them, of which the last is the leaf.
class Heads {
 public:
    void begin() { rows_.clear(); }
    void add(Row row) {
        if (rows_.size() == kMostHeads) rows_.erase(rows_.begin());
        rows_.push_back(std::move(row));
    }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// Whether a row of figures alone is shorter than its heads: a cell that stood empty was lost
    /// (PDF), and nobody can tell which.
    [[nodiscard]] bool outnumber(const Row& row) const {
        return !rows_.empty() && !has_gaps(rows_.back()) && rows_.back().size() > row.size() &&
               count(row, Cell::Kind::Number) == row.size();
    }

    /// What stands above `column` of a row with `width` cells, `numbers` of them numbers,
    /// `labelled` where labels go before them.
    [[nodiscard]] std::vector<std::string> above(std::size_t column, std::size_t width,
                                                 std::size_t numbers, bool labelled) const {
        std::vector<std::string> heads;
        if (rows_.empty()) return heads;
        const Row& leaf = rows_.back();
        // A head without the empty cells over the row's labels belongs to its numbers.
        const std::size_t shift =
            !has_gaps(leaf) && leaf.size() < width && leaf.size() == numbers ? width - numbers : 0;
        // The corner over the rows' labels can name what all columns are about.
        if (labelled && shift == 0 && !text_at(leaf, 0).empty()) heads.push_back(text_at(leaf, 0));
        for (const Row& row : rows_) {
            const auto head = &row == &leaf ? leaf_at(column, shift) : group_at(row, column, shift);
            if (!head.empty() && (heads.empty() || heads.back() != head)) heads.push_back(head);
        }
        return heads;
    }

 private:
    [[nodiscard]] std::string leaf_at(std::size_t column, std::size_t shift) const {
        if (column < shift) return {};
        const std::string& own = text_at(rows_.back(), column - shift);
        if (!own.empty() || has_text_above(column)) return own;
        return filled(rows_.back(), column - shift);
    }
    [[nodiscard]] bool has_text_above(std::size_t column) const {
        return std::ranges::any_of(rows_.begin(), rows_.end() - 1,
                                   [&](const Row& row) { return !text_at(row, column).empty(); });
    }
    [[nodiscard]] std::string group_at(const Row& row, std::size_t column,
                                       std::size_t shift) const {
        const Row& leaf = rows_.back();
        const bool lost = !has_gaps(row) && !has_gaps(leaf) && row.size() < leaf.size() + shift;
        if (!lost) return filled(row, column);
        if (column < shift) return row.size() > shift ? text_at(row, column) : std::string();
        if (row.size() <= shift) return {};
        // Merges lost: equal shares, or nothing.
        const std::size_t groups = row.size() - shift;
        if (leaf.size() % groups != 0) return {};
        return text_at(row, shift + (column - shift) / (leaf.size() / groups));
    }
    /// A merged cell's text stands in its first column.
    static std::string filled(const Row& row, std::size_t column) {
        for (std::size_t i = std::min(column + 1, row.size()); i > 0; --i)
            if (!row[i - 1].text.empty()) return row[i - 1].text;
        return {};
    }

    std::vector<Row> rows_;
};

class Table {
 public:
    explicit Table(std::size_t most) : most_(most) {}

    std::vector<CellFigure> read(std::span<const Line> lines) {
        for (const Line& line : lines) {
            if (figures_.size() >= most_) break;
            Row row = row_of(line);
            if (count(row, Cell::Kind::Number) > 0)
                read_values(row);
            else
                read_words(std::move(row));
        }
        return std::move(figures_);
    }

 private:
    void read_words(Row row) {
        const std::size_t labels = count(row, Cell::Kind::Label);
        // A label beside dashes or empty cells is a row that says nothing.
        if (labels == 0 || (labels == 1 && count(row, Cell::Kind::Dash) > 0)) return;
        if (continues_last(row)) return continue_last(row, labels);
        last_labels_ = 0;
        if (labels == 1) {
            section_ = std::ranges::find(row, Cell::Kind::Label, &Cell::kind)->text;
            return;
        }
        if (!in_head_) {
            heads_.begin();
            labels_ = 0;
        }
        in_head_ = true;
        heads_.add(std::move(row));
    }

    /// A wrapped label of a PDF goes on in the next line, which holds nothing over the numbers. A
    /// row whose value was left out looks the same; either way it heads nothing.
    [[nodiscard]] bool continues_last(const Row& row) const {
        static const Pattern numbered(
            R"(^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十0-9]{1,2}\)|[0-9]{1,2}[、.)]))");
        return last_labels_ > 0 && row.size() <= last_labels_ && !numbered.in(row[0].text);
    }
    /// Only the outer label is taken up: it groups, and names no figure by itself.
    void continue_last(const Row& row, std::size_t labels) {
        if (labels != 1 || last_labels_ < 2) return;
        const std::string& rest = std::ranges::find(row, Cell::Kind::Label, &Cell::kind)->text;
        for (std::size_t i = last_figure_; i < figures_.size(); ++i)
            if (figures_[i].labels.size() >= 2) figures_[i].labels[0] += rest;
        if (!down_.empty()) down_[0] += rest;
    }

    void read_values(Row& row) {
        in_head_ = false;
        last_figure_ = figures_.size();
        const auto first = static_cast<std::size_t>(
            std::ranges::find(row, Cell::Kind::Number, &Cell::kind) - row.begin());
        fill_down(row, first);
        last_labels_ = first;
        if (heads_.outnumber(row)) return;
        const std::size_t numbers = count(row, Cell::Kind::Number);
        const auto leading = labels_before(row, first);
        // A row whose label over several rows was lost (PDF) stands left of where it belongs.
        labels_ = std::max(labels_, first);
        const std::size_t lost = heads_.empty() ? 0 : labels_ - first;
        for (std::size_t column = first; column < row.size() && figures_.size() < most_; ++column) {
            if (row[column].kind != Cell::Kind::Number) continue;
            CellFigure figure;
            figure.value = row[column].text + unit_behind(row, column);
            if (!section_.empty()) figure.heads.push_back(section_);
            for (std::string& head :
                 heads_.above(column + lost, row.size() + lost, numbers, first > 0))
                figure.heads.push_back(std::move(head));
            figure.labels = leading;
            if (column != first)
                if (auto own = labels_before(row, column); !own.empty()) {
                    // Label and value side by side: the first label is another value's.
                    if (!figure.labels.empty()) figure.labels.pop_back();
                    figure.labels.insert(figure.labels.end(), own.begin(), own.end());
                }
            figures_.push_back(std::move(figure));
        }
    }

    /// " 万元" where a column of units stands right of the numbers.
    static std::string unit_behind(const Row& row, std::size_t column) {
        static const std::array<std::string_view, 3> kMoney = {"元", "万元", "亿元"};
        const bool bare = row[column].text.find(' ') == std::string::npos;
        const std::string& next = text_at(row, column + 1);
        return bare && std::ranges::find(kMoney, next) != kMoney.end() ? " " + next : std::string();
    }

    /// The labels directly left of `column`, back to the number before it.
    static std::vector<std::string> labels_before(const Row& row, std::size_t column) {
        std::vector<std::string> labels;
        for (std::size_t i = column; i > 0 && row[i - 1].kind != Cell::Kind::Number; --i)
            if (row[i - 1].kind == Cell::Kind::Label)
                labels.insert(labels.begin(), row[i - 1].text);
        return labels;
    }

    /// A label that covers several rows stands in the first of them.
    void fill_down(Row& row, std::size_t first) {
        if (down_.size() < first) down_.resize(first);
        for (std::size_t i = 0; i < first; ++i) {
            if (row[i].kind == Cell::Kind::Label)
                down_[i] = row[i].text;
            else if (row[i].kind == Cell::Kind::Empty && !down_[i].empty())
                row[i] = Cell{Cell::Kind::Label, down_[i]};
        }
    }

    std::size_t most_;
    Heads heads_;
    bool in_head_ = false;
    std::size_t labels_ = 0;  ///< most columns of labels met under this head
    std::string section_;
    std::size_t last_labels_ = 0;  ///< columns of labels of the last row of values
    std::size_t last_figure_ = 0;  ///< its first figure
    std::vector<std::string> down_;
    std::vector<CellFigure> figures_;
};

}  // namespace

bool is_row(const Line& line) {
    return line.indent > 0 || line.plain.find('\t') != std::string::npos;
}

std::vector<CellFigure> figures_of_table(std::span<const Line> rows, std::size_t most) {
    return Table(most).read(rows);
}

}  // namespace parsers::fields
