/// Word 97 to 2003 and Kingsoft .wps ([MS-DOC]) to text: the main text, then footnotes, headers and
/// footers, endnotes and text boxes. Deleted and hidden words are left out as for docx, of fields
/// only the result is kept. Word 6 and 95 give their text too.
///
/// A paragraph ends in a mark, and only there it says whether it stands in a table. So words are
/// gathered up to the mark, then written. 0x07 ends a cell or a row. Where the properties of
/// paragraphs are missing, a row is taken to end at an empty paragraph after a cell.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/binary_text.h"
#include "parsers/document/field_code.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/office_art.h"
#include "parsers/document/ole_adapter.h"
#include "parsers/document/reading.h"
#include "parsers/document/word_rows.h"
#include "parsers/document/word_tables.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxFieldCode = 8192;
constexpr std::size_t kMaxOpenFields = 256;
constexpr std::size_t kMaxEmpty = 63;  // Word's own limit of columns

constexpr std::uint16_t kPicture = 0x01;
constexpr std::uint16_t kNoteNumber = 0x02;
constexpr std::uint16_t kCell = 0x07;
constexpr std::uint16_t kTab = 0x09;
constexpr std::uint16_t kLine = 0x0B;
constexpr std::uint16_t kPage = 0x0C;
constexpr std::uint16_t kParagraph = 0x0D;
constexpr std::uint16_t kColumn = 0x0E;
constexpr std::uint16_t kFieldBegin = 0x13;
constexpr std::uint16_t kFieldSeparator = 0x14;
constexpr std::uint16_t kFieldEnd = 0x15;
constexpr std::uint16_t kHyphen = 0x1E;

/// Characters that may still be read: no byte of an honest file is read more than once, so pieces
/// that name the same bytes again and again end here.
struct Effort {
    std::uint64_t left = 0;
};

class StoryText {
 public:
    StoryText(const WordStreams& streams, const WordTables& tables, Effort& effort, LineWriter& out,
              Reading& reading)
        : streams_(streams), tables_(tables), effort_(effort), out_(out), reading_(reading) {}

    void read(std::uint32_t first, std::uint32_t count) {
        columns_ = row_columns(streams_, tables_, first, count);
        row_ = 0;
        const std::uint64_t last = std::uint64_t{first} + count;
        const auto& pieces = tables_.pieces();
        auto at = std::partition_point(pieces.begin(), pieces.end(), [&](const WordPiece& piece) {
            return std::uint64_t{piece.first} + piece.count <= first;
        });
        for (; at != pieces.end() && at->first < last; ++at) {
            const WordPiece& piece = *at;
            const std::uint64_t begin = std::max<std::uint64_t>(piece.first, first);
            const std::uint64_t end =
                std::min<std::uint64_t>(std::uint64_t{piece.first} + piece.count, last);
            if (begin < end && !read_piece(piece, begin - piece.first, end - piece.first)) break;
        }
        end_paragraph();
        while (rows_ > 0) end_row();
        out_.end_line();
    }

 private:
    struct Field {
        std::string code;
        std::size_t start = 0;  ///< in the open paragraph
        bool shown = false;     ///< behind the separator: its words are the result
    };

    bool read_piece(const WordPiece& piece, std::uint64_t from, std::uint64_t to) {
        const std::uint32_t width = piece.wide ? 2 : 1;
        const WordRun* run = nullptr;
        std::uint32_t known = 0;  // up to this byte, `run` is the run there or the next one
        for (std::uint64_t i = from; i < to; ++i) {
            if (effort_.left == 0 || out_.truncated()) return false;
            --effort_.left;
            const auto fc = static_cast<std::uint32_t>(piece.at + i * width);
            if (fc >= known) {
                run = tables_.run_from(fc);
                known = run ? run->end : UINT32_MAX;
            }
            const bool inside = run && fc >= run->begin;
            const std::uint16_t unit =
                piece.wide ? u16(streams_.main, fc) : narrow(u8(streams_.main, fc));
            take(unit, fc, inside ? run : nullptr);
        }
        return true;
    }

    /// A byte as it goes into the paragraph: of Word 6 as it is, to be decoded with its neighbours.
    [[nodiscard]] std::uint16_t narrow(std::uint8_t byte) const {
        return tables_.is_old() ? byte : static_cast<std::uint16_t>(windows_1252(byte));
    }

    void take(std::uint16_t unit, std::uint32_t fc, const WordRun* run) {
        if (unit == kParagraph || unit == kCell || unit == kPage) return end_paragraph(unit, fc);
        if (run && run->unseen) return;
        switch (unit) {
            case kFieldBegin:
                if (fields_.size() >= kMaxOpenFields) return;
                fields_.push_back(Field{{}, words_.size()});
                ++codes_;
                return;
            case kFieldSeparator:
                if (fields_.empty()) return;
                if (!std::exchange(fields_.back().shown, true)) --codes_;
                fields_.back().start = words_.size();
                return;
            case kFieldEnd:
                return end_field();
            case kLine:
            case kColumn:
                return add('\n');
            case kHyphen:
                return add('-');
            case kNoteNumber:
                after_number_ = words_.empty();
                return;
            default:
                if (unit >= 0x20 || unit == kTab) add(unit);
        }
    }

    void add(std::uint16_t unit) {
        // A note begins with its number, which Word counts itself, and a blank behind it.
        const bool blank = std::exchange(after_number_, false) && (unit == kTab || unit == ' ');
        if (blank) return;
        if (!fields_.empty() && !fields_.back().shown) {
            if (fields_.back().code.size() < kMaxFieldCode) append(fields_.back().code, unit);
        } else if (codes_ == 0) {
            append(words_, unit);
        }
    }

    void append(std::string& text, std::uint16_t unit) {
        if (!tables_.is_old()) return joiner_.add(text, unit);
        if (unit > 0xFF) text += static_cast<char>(unit >> 8U);  // lead byte, trail byte
        text += static_cast<char>(unit & 0xFFU);
    }

    [[nodiscard]] std::string decoded(std::string_view words) const {
        return tables_.is_old() ? code_page_text(words, tables_.code_page()) : std::string(words);
    }

    void end_field() {
        if (fields_.empty()) return;
        const Field& field = fields_.back();
        const std::string_view shown =
            std::string_view(words_).substr(std::min(field.start, words_.size()));
        add_link(reading_, hyperlink_of(field.code), decoded(shown));
        pop_field();
    }

    void pop_field() {
        if (!fields_.back().shown) --codes_;
        fields_.pop_back();
    }

    void end_paragraph() {
        joiner_.end(words_);
        write_words();
        fields_.clear();
        codes_ = 0;
    }

    void end_paragraph(std::uint16_t mark, std::uint32_t fc) {
        joiner_.end(words_);
        // The code of a field stands in one paragraph: an end that never comes hides no text.
        while (!fields_.empty() && !fields_.back().shown) pop_field();
        for (Field& field : fields_) field.start = 0;
        if (!tables_.knows_paragraphs()) return end_unknown(mark);
        const WordParagraph* const known = tables_.paragraph_at(fc);
        const WordParagraph paragraph = known ? *known : WordParagraph();
        while (rows_ > paragraph.depth) end_row();
        if (paragraph.depth > 0 && paragraph.row_end) {
            write_words();
            if (rows_ == paragraph.depth) end_row();
            if (paragraph.depth == 1) ++row_;
            return;
        }
        begin_rows(paragraph.depth);
        write_words();
        if (paragraph.depth > 0 && (mark == kCell || paragraph.cell_end))
            cell_open_[rows_ - 1] = false;
        else
            out_.end_line();
    }

    void end_unknown(std::uint16_t mark) {
        if (mark == kCell && words_.empty() && after_cell_) {
            end_row();
            after_cell_ = false;
            return;
        }
        if (mark == kCell) begin_rows(1);
        write_words();
        after_cell_ = mark == kCell;
        if (after_cell_)
            cell_open_[rows_ - 1] = false;
        else
            out_.end_line();
    }

    void begin_rows(std::uint32_t depth) {
        for (std::uint32_t level = 0; level < depth; ++level) {
            if (level == rows_) {
                out_.begin_row();
                if (level == 0) cell_ = column_ = 0;
                cell_open_.push_back(false);
                ++rows_;
            }
            if (!cell_open_[level]) out_.begin_cell(level == 0 ? empty_columns() : 0);
            cell_open_[level] = true;
        }
    }

    /// Columns between the cell before and the one that begins now, in an outermost row.
    std::size_t empty_columns() {
        std::size_t empty = 0;
        if (row_ < columns_.size() && cell_ < columns_[row_].size())
            empty = std::max<std::size_t>(columns_[row_][cell_], column_) - column_;
        ++cell_;
        empty = std::min(empty, kMaxEmpty);
        column_ += empty + 1;
        return empty;
    }

    void end_row() {
        if (rows_ == 0) return;
        out_.end_row();
        cell_open_.pop_back();
        --rows_;
    }

    void write_words() {
        const std::string text = decoded(words_);
        words_.clear();
        std::size_t from = 0;
        for (std::size_t at = text.find('\n'); at != std::string::npos;
             at = text.find('\n', from)) {
            out_.text(std::string_view(text).substr(from, at - from));
            out_.break_line();
            from = at + 1;
        }
        out_.text(std::string_view(text).substr(from));
    }

    const WordStreams& streams_;
    const WordTables& tables_;
    Effort& effort_;
    LineWriter& out_;
    Reading& reading_;
    std::string words_;  ///< of the open paragraph
    Utf16Writer joiner_;
    std::vector<Field> fields_;
    std::size_t codes_ = 0;        ///< open fields whose result has not begun
    std::vector<bool> cell_open_;  ///< of each open row
    std::uint32_t rows_ = 0;
    std::vector<std::vector<std::uint32_t>> columns_;  ///< of the cells of each outermost row
    std::size_t row_ = 0;                              ///< outermost rows that have ended
    std::size_t cell_ = 0;                             ///< cells begun in the open one
    std::size_t column_ = 0;                           ///< the first one behind the last cell
    bool after_cell_ = false;
    bool after_number_ = false;
};

/// Headers and footers of all sections; equal ones count once.
void read_headers(const WordStreams& streams, const WordTables& tables, Effort& effort,
                  LineWriter& out, Reading& reading) {
    const std::uint32_t start = tables.start(WordText::Headers);
    const std::uint32_t length = tables.length(WordText::Headers);
    std::vector<std::uint32_t> starts = tables.headers();
    if (starts.empty()) starts.push_back(0);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::uint32_t end = i + 1 < starts.size() ? starts[i + 1] : length;
        if (end <= starts[i]) continue;
        LineWriter one(limits_of(Input{}).text_bytes);
        StoryText(streams, tables, effort, one, reading).read(start + starts[i], end - starts[i]);
        const std::string text = one.take();
        if (!seen.insert(text).second) continue;
        out.text(text);
        out.end_line();
    }
}

/// Pictures in the line stand in the Data stream behind a head of their own ([MS-DOC] 2.9.190);
/// those that float, in the main stream, where a list in the table stream says.
void read_pictures(const WordStreams& streams, const WordTables& tables, Reading& reading) {
    constexpr std::size_t kDrawings = 0x22A;
    constexpr std::uint16_t kLinkedFile = 0x66;
    PictureCollector pictures(reading.inner, streams.main.size() + streams.data.size());
    std::set<std::uint32_t> seen;
    for (const WordRun& run : tables.runs()) {
        // Other objects (8) may have the property too.
        if (!run.picture || run.unseen || u8(streams.main, run.begin) != kPicture) continue;
        if (!seen.insert(run.picture_at).second) continue;
        const std::string_view picture =
            slice(streams.data, run.picture_at, u32(streams.data, run.picture_at));
        std::size_t head = u16(picture, 4);
        if (u16(picture, 6) == kLinkedFile) head += 1U + u8(picture, head);
        pictures.collect(slice(picture, head), {});
    }
    if (tables.is_old()) return;
    const std::string_view drawings =
        slice(streams.table, u32(streams.main, kDrawings), u32(streams.main, kDrawings + 4));
    pictures.collect(slice(drawings, 0, std::uint64_t{u32(drawings, 4)} + 8), streams.main);
}

void read_texts(const WordStreams& streams, const Limits& limits, Reading& reading) {
    const WordTables tables(streams);
    read_pictures(streams, tables, reading);
    Effort effort{streams.main.size()};
    LineWriter out(limits.text_bytes);
    for (const WordText text : {WordText::Main, WordText::Footnotes, WordText::Headers,
                                WordText::Endnotes, WordText::TextBoxes, WordText::HeaderBoxes}) {
        if (tables.length(text) == 0) continue;
        if (text == WordText::Headers)
            read_headers(streams, tables, effort, out, reading);
        else
            StoryText(streams, tables, effort, out, reading)
                .read(tables.start(text), tables.length(text));
    }
    if (tables.is_damaged())
        add_problem(reading, code::kDamaged, Severity::Degraded,
                    "places in the Word file lead outside of it");
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
}

}  // namespace

Reading read_doc(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    const OleStorage root(input.bytes);
    const OleStorage::Stream main = root.stream("WordDocument", limits.entry_bytes);
    const WordHead head = word_head(main.bytes);
    if (!head.word97 && !head.old) {
        add_problem(reading, code::kDamaged, Severity::Lost, "the Word file has no readable text");
        return reading;
    }
    if (head.encrypted) return read_encrypted(input);
    const OleStorage::Stream table =
        root.stream(head.second_table ? "1Table" : "0Table", limits.entry_bytes);
    const OleStorage::Stream data = root.stream("Data", limits.entry_bytes);
    if (!main.whole || (head.word97 && !(table.found && table.whole)) || !data.whole)
        add_problem(reading, code::kDamaged, Severity::Degraded, "the Word file is cut short");
    const WordStreams streams{main.bytes, table.bytes, data.bytes};
    read_texts(streams, limits, reading);
    return reading;
}

}  // namespace parsers::document
