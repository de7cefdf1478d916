#include "parsers/document/line_writer.h"

#include <algorithm>
#include <utility>

#include "parsers/document/reading.h"

namespace parsers::document {

void LineWriter::text(std::string_view words) {
    const std::size_t room = limit_ > text_.size() ? limit_ - text_.size() : 0;
    const std::string_view kept = whole_code_points(words, room);
    if (kept.size() < words.size()) truncated_ = true;
    text_ += kept;
}

std::size_t LineWriter::line_floor() const {
    const std::size_t at = text_.rfind('\n');
    return std::max(floor_, at == std::string::npos ? 0 : at + 1);
}

/// The same as line_floor() >= size(), without looking for the line's beginning.
bool LineWriter::line_empty() const { return floor_ >= text_.size() || text_.back() == '\n'; }

std::string_view LineWriter::since(std::size_t offset) const {
    return std::string_view(text_).substr(std::min(offset, text_.size()));
}

void LineWriter::trim_line_end(std::size_t floor) {
    while (text_.size() > floor && (text_.back() == ' ' || text_.back() == '\t')) text_.pop_back();
}

void LineWriter::end_line() {
    trim_line_end(line_floor());
    if (!line_empty()) text_ += '\n';
}

void LineWriter::break_line() {
    trim_line_end(line_floor());
    if (!line_empty()) {
        text_ += '\n';
        return;
    }
    std::size_t blank = 0;
    while (blank < text_.size() && text_[text_.size() - 1 - blank] == '\n') ++blank;
    if (text_.size() > floor_ && blank > 0 && blank <= blank_lines_) text_ += '\n';
}

void LineWriter::begin_row() {
    end_line();
    if (!rows_.empty()) rows_.back().nested = true;
    rows_.push_back(Row{text_.size(), 0, false});
    floor_ = text_.size();
}

void LineWriter::begin_cell(std::size_t skip) {
    if (rows_.empty()) return;
    Row& row = rows_.back();
    if (row.cells > 0) {
        while (text_.size() > floor_ && (text_.back() == '\n' || text_.back() == ' '))
            text_.pop_back();
        text("\t");
    }
    ++row.cells;
    for (; skip > 0; --skip, ++row.cells) text("\t");
    floor_ = text_.size();
}

void LineWriter::flatten(const Row& row) {
    const auto from = text_.begin() + static_cast<std::ptrdiff_t>(row.start);
    std::replace(from, text_.end(), '\n', ' ');
}

void LineWriter::end_row() {
    if (rows_.empty()) return;
    const Row row = rows_.back();
    rows_.pop_back();
    while (text_.size() > row.start &&
           (text_.back() == '\n' || text_.back() == ' ' || text_.back() == '\t'))
        text_.pop_back();
    if (row.cells > 1 && !row.nested) flatten(row);
    if (text_.size() > row.start) text_ += '\n';
    floor_ = text_.size();
}

std::string LineWriter::take() {
    while (!rows_.empty()) end_row();
    end_line();
    while (text_.size() > 1 && text_.back() == '\n' && text_[text_.size() - 2] == '\n')
        text_.pop_back();
    return std::move(text_);
}

}  // namespace parsers::document
