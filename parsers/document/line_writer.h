#pragma once
/// Gathers the text of a document line by line, as every reader that has paragraphs and tables
/// needs it: lines end in \n, the cells of a row are parted by \t, blanks at line ends are dropped.
/// A row of several cells is one line (line breaks inside a cell become blanks) unless a cell holds
/// a table of its own; a row of one cell keeps its lines, since that is how layouts are made. One
/// document, one thread; the work is linear in the text.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parsers::document {

class LineWriter {
 public:
    /// `limit`: bytes of text kept; what comes later is dropped and truncated() is true.
    /// `blank_lines`: how many empty lines may follow each other.
    explicit LineWriter(std::size_t limit, std::size_t blank_lines = 0)
        : limit_(limit), blank_lines_(blank_lines) {}

    void text(std::string_view words);
    /// Ends the line if there is anything on it.
    void end_line();
    /// Ends the line even if it is empty (<br>).
    void break_line();

    void begin_row();
    /// `skip`: grid columns left empty before this cell (spans and gaps).
    void begin_cell(std::size_t skip = 0);
    void end_row();

    [[nodiscard]] bool line_empty() const;
    [[nodiscard]] std::size_t size() const { return text_.size(); }
    [[nodiscard]] std::string_view since(std::size_t offset) const;
    [[nodiscard]] bool truncated() const { return truncated_; }
    /// The text, with the last line ended.
    std::string take();

 private:
    struct Row {
        std::size_t start = 0;
        std::size_t cells = 0;
        bool nested = false;
    };
    void trim_line_end(std::size_t floor);
    void flatten(const Row& row);
    [[nodiscard]] std::size_t line_floor() const;

    std::string text_;
    std::vector<Row> rows_;
    std::size_t floor_ = 0;  ///< nothing before it is trimmed: the start of the open cell
    std::size_t limit_;
    std::size_t blank_lines_;
    bool truncated_ = false;
};

}  // namespace parsers::document
