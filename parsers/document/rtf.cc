/// Rich Text Format (RTF 1.9.1) to text: what a person sees on the printed page, in the order of
/// the other readers: headers, body, notes, footers. Hidden and deleted words are left out; the
/// fallbacks that writers add for old programs (\nonshppict, \nonesttables, \shprslt) are skipped.
///
/// A group opens with a copy of the state around it; what it holds goes where its destination says.
/// Characters of one byte are gathered until something else comes and then decoded together: the
/// two bytes of a Chinese character may be written in two ways (\'b5 and a plain letter).
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/field_code.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/pictures.h"
#include "parsers/document/reading.h"
#include "parsers/document/rtf_charset.h"
#include "parsers/document/rtf_controls.h"
#include "parsers/document/rtf_picture.h"
#include "parsers/document/rtf_rows.h"
#include "parsers/document/rtf_tokens.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxDepth = 1000;  ///< groups open at once; deeper ones are not read
constexpr std::size_t kMaxFonts = 10'000;
constexpr std::size_t kMaxFields = 256;
constexpr std::size_t kMaxFieldCode = 8192;
constexpr std::size_t kMaxRows = 8;    ///< tables in one another
constexpr std::size_t kMaxEmpty = 63;  ///< columns a cell covers beside its own
constexpr std::size_t kGathered = 64U << 10;

enum class Place { Text, Skip, Alternative, Fonts, FieldCode, Picture, RowProperties };
enum class Stream { Body, Header, Footer, Notes, Boxes };
constexpr std::size_t kStreams = 5;

/// What a group inherits and gives back at its end.
struct State {
    Place place = Place::Text;
    Stream stream = Stream::Body;
    int font = -1;           ///< -1: the default one
    int skip_after = 1;      ///< \uc: characters that stand in for a \u
    std::uint8_t level = 0;  ///< tables around the paragraph
    bool hidden = false;
    bool deleted = false;
    bool fallback = false;  ///< \*: a destination that may be skipped where it is unknown
    bool label = false;     ///< a list's number: its \pard says nothing of the paragraph
};

/// One run of lines with the table rows open in it.
struct Lines {
    explicit Lines(std::size_t limit) : out(limit) {}
    struct Row {
        bool by_paragraph = false;  ///< opened by \intbl, so it ends where that ends
        bool cell_ended = true;
        std::size_t cell = 0;    ///< the next one
        std::size_t column = 0;  ///< the first it may stand in
    };
    LineWriter out;
    std::vector<Row> rows;
    bool row_defined = false;  ///< \trowd came and no \row since
};

class Reader {
 public:
    Reader(const Input& input, Reading& reading)
        : tokens_(input.bytes),
          limits_(limits_of(input)),
          reading_(reading),
          pictures_(limits_, reading),
          columns_(rtf_row_columns(input.bytes)) {
        for (std::size_t i = 0; i < kStreams; ++i) streams_.emplace_back(limits_.text_bytes);
    }

    void read() {
        for (RtfToken token = tokens_.next(); !done_; token = tokens_.next()) {
            if (token.kind == RtfToken::Kind::End) break;
            take(token);
            if (token.word == "row") ++row_;
        }
        flush();
        if (!groups_.empty() || tokens_.cut())
            add_problem(reading_, code::kDamaged, Severity::Degraded,
                        "the file ends in the middle");
        while (!groups_.empty()) close();
        finish();
    }

 private:
    struct Field {
        std::size_t depth = 0;
        std::string code;
        std::size_t start = 0;
        Stream stream = Stream::Body;
    };
    /// A group in which one thing is gathered: a picture, a header, a box.
    struct Gathering {
        std::size_t depth = 0;
        Stream stream = Stream::Body;
    };

    void take(const RtfToken& token) {
        switch (token.kind) {
            case RtfToken::Kind::Open:
                return open();
            case RtfToken::Kind::Close:
                return close_group();
            case RtfToken::Kind::Plain:
                return plain(token.text);
            case RtfToken::Kind::Byte:
                return plain({&token.byte, 1});
            case RtfToken::Kind::Symbol:
                return symbol(token.text.front());
            case RtfToken::Kind::Word:
                return word(token);
            case RtfToken::Kind::Binary:
                if (now_.place == Place::Picture) picture_.append(token.text);
                return;
            case RtfToken::Kind::End:
                return;
        }
    }

    // Groups.

    void open() {
        flush();
        skip_ = 0;
        if (groups_.size() >= kMaxDepth) {
            if (too_deep_++ == 0)
                add_problem(reading_, code::kLimitExceeded, Severity::Degraded,
                            "groups nested deeper than any text needs");
            return;
        }
        groups_.push_back(now_);
        now_.fallback = false;
    }

    void close_group() {
        if (too_deep_ > 0) {
            --too_deep_;
            return;
        }
        if (groups_.empty()) return;
        close();
        done_ = groups_.empty();  // what stands behind the last brace is no text
    }

    void close() {
        flush();
        skip_ = 0;
        if (!fields_.empty() && fields_.back().depth == groups_.size()) end_field();
        if (picture_depth_ == groups_.size()) end_picture();
        if (!gathered_.empty() && gathered_.back().depth == groups_.size()) end_gathering();
        now_ = groups_.back();
        groups_.pop_back();
    }

    void begin_gathering(Stream stream) {
        gathered_.push_back({groups_.size(), now_.stream});
        now_.stream = stream;
        now_.place = Place::Text;
        now_.level = 0;
        if (stream != Stream::Notes) lines() = Lines(limits_.text_bytes);
    }

    void end_gathering() {
        close_rows(0);
        lines().out.end_line();
        if (now_.stream == Stream::Notes || now_.stream == Stream::Boxes) {
            if (now_.stream == Stream::Boxes) boxes_ += lines().out.take();
        } else {
            auto& list = now_.stream == Stream::Header ? headers_ : footers_;
            std::string text = lines().out.take();
            if (seen_.insert({now_.stream, text}).second) list += text;
        }
        lines().row_defined = false;
        gathered_.pop_back();
    }

    // Characters.

    [[nodiscard]] bool shown() const {
        return too_deep_ == 0 && now_.place == Place::Text && !now_.hidden && !now_.deleted;
    }

    void plain(std::string_view text) {
        const std::size_t skipped = std::min(skip_, text.size());
        skip_ -= skipped;
        text.remove_prefix(skipped);
        if (text.empty() || too_deep_ > 0) return;
        if (now_.place == Place::Picture) return picture_.append_hex(text);
        if (now_.place != Place::FieldCode && !shown()) return;
        bytes_ += text;
        if (bytes_.size() >= kGathered && static_cast<unsigned char>(bytes_.back()) < 0x80) flush();
    }

    void symbol(char c) {
        if (c == '*') {
            now_.fallback = true;
            return;
        }
        if (c == '\\' || c == '{' || c == '}') return plain({&c, 1});
        if (skip_ > 0) {
            --skip_;
            return;
        }
        flush();
        if (c == '~') put(" ");
        if (c == '_') put("-");
        if (c == '\t') put("\t");
        if (c == '\n' || c == '\r') end_line();
    }

    void flush() {
        if (bytes_.empty()) return;
        const std::string text = decode_code_page(bytes_, code_page());
        bytes_.clear();
        put(text);
    }

    [[nodiscard]] int code_page() const {
        const int font = now_.font < 0 ? default_font_ : now_.font;
        const auto found = fonts_.find(font);
        const int own = found == fonts_.end() ? 0 : found->second;
        return own != 0 ? own : ansi_;
    }

    void put(std::string_view text) {
        if (now_.place == Place::FieldCode) {
            if (fields_.empty()) return;
            std::string& code = fields_.back().code;
            code += text.substr(0, kMaxFieldCode - std::min(kMaxFieldCode, code.size()));
            return;
        }
        if (text.empty() || !shown()) return;
        prepare_row();
        lines().out.text(text);
    }

    void unicode(int number) {
        flush();
        const auto unit = static_cast<char32_t>(static_cast<unsigned>(number) & 0xFFFFU);
        skip_ = static_cast<std::size_t>(now_.skip_after);
        if (unit >= 0xD800 && unit < 0xDC00) {
            high_ = unit;
            return;
        }
        char32_t value = unit;
        if (unit >= 0xDC00 && unit < 0xE000)
            value = high_ != 0 ? 0x10000 + ((high_ - 0xD800) << 10U) + (unit - 0xDC00U) : 0xFFFD;
        high_ = 0;
        if (value < 0x20 && value != '\t') return;
        std::string text;
        base::append_utf8(text, value == 0xA0 ? U' ' : value);
        put(text);
    }

    // Lines and tables.

    Lines& lines() { return streams_[static_cast<std::size_t>(now_.stream)]; }

    /// Opens the rows and the cell in which the next words stand.
    void prepare_row() {
        Lines& where = lines();
        const std::size_t level = now_.level;
        while (where.rows.size() > level && where.rows.back().by_paragraph) end_row();
        std::size_t wanted = level;
        if (wanted == 0 && (where.row_defined || !where.rows.empty())) wanted = 1;
        while (where.rows.size() < wanted) {
            if (!where.rows.empty()) begin_cell();
            where.out.begin_row();
            where.rows.push_back({level > 0, true, 0, 0});
        }
        if (!where.rows.empty()) begin_cell();
    }

    void begin_cell() {
        Lines::Row& row = lines().rows.back();
        if (!std::exchange(row.cell_ended, false)) return;
        std::size_t empty = 0;
        if (lines().rows.size() == 1 && row_ < columns_.size() && row.cell < columns_[row_].size())
            empty = std::max<std::size_t>(columns_[row_][row.cell], row.column) - row.column;
        ++row.cell;
        row.column += empty + 1;
        lines().out.begin_cell(std::min(empty, kMaxEmpty));
    }

    void end_cell(std::size_t level) {
        if (!readable()) return;
        const std::uint8_t before = now_.level;
        now_.level = static_cast<std::uint8_t>(std::clamp<std::size_t>(level, 1, kMaxRows));
        prepare_row();
        put_boxes();
        lines().rows.back().cell_ended = true;
        now_.level = before;
    }

    void end_row() {
        lines().out.end_row();
        lines().rows.pop_back();
    }

    void close_rows(std::size_t level) {
        while (lines().rows.size() > level) end_row();
    }

    [[nodiscard]] bool readable() const { return too_deep_ == 0 && now_.place == Place::Text; }

    void end_line() {
        if (!readable()) return;
        lines().out.end_line();
        put_boxes();
    }

    /// The words of boxes follow the paragraph they hang on.
    void put_boxes() {
        if (boxes_.empty() || now_.stream == Stream::Boxes) return;
        lines().out.end_line();
        lines().out.text(std::exchange(boxes_, {}));
        lines().out.end_line();
    }

    // Control words.

    void word(const RtfToken& token) {
        if (skip_ > 0 && token.word != "u" && token.word != "uc") {
            --skip_;
            return;
        }
        if (too_deep_ > 0) return;
        const RtfControl* const control = rtf_control(token.word);
        const bool fallback = std::exchange(now_.fallback, false);
        if (now_.place == Place::Skip) return;
        if (now_.place == Place::Alternative && token.word != "ud") return;
        if (!control) {
            if (fallback) now_.place = Place::Skip;
            if (now_.place == Place::Picture) note_picture_kind(token.word);
            if (now_.place == Place::Fonts) font_word(token);
            return;
        }
        if (control->does == Does::Skip) {
            flush();
            now_.place = Place::Skip;
        } else if (control->does == Does::Other) {
            other(token);
        } else {
            flush();
            effect(*control);
        }
    }

    void effect(const RtfControl& control) {
        switch (control.does) {
            case Does::Insert:
                return put(control.text);
            case Does::EndLine:
                return end_line();
            case Does::BreakLine:
                if (shown()) lines().out.break_line();
                return;
            case Does::Cell:
                return end_cell(1);
            case Does::NestedCell:
                return end_cell(std::max<std::size_t>(now_.level, 2));
            case Does::Row:
                if (!readable()) return;
                close_rows(0);
                lines().row_defined = false;
                return;
            case Does::NestedRow:
                if (lines().rows.size() > 1) end_row();
                return;
            default:
                return;
        }
    }

    /// Words with a number or a destination of their own.
    void other(const RtfToken& token) {
        const std::string_view word = token.word;
        if (word == "u") return unicode(token.number);
        flush();
        if (set_property(token)) return;
        if (now_.place == Place::Fonts) return font_word(token);
        if (word == "upr") {
            now_.place = Place::Alternative;
        } else if (word == "ud") {
            now_.place = Place::Text;
        } else if (word == "fonttbl") {
            now_.place = Place::Fonts;
        } else if (word == "nesttableprops") {
            now_.place = Place::RowProperties;
        } else if (word == "pict") {
            begin_picture();
        } else if (word == "footnote") {
            begin_gathering(Stream::Notes);
        } else if (word == "shptxt") {
            begin_gathering(Stream::Boxes);
        } else if (word.starts_with("header")) {
            begin_gathering(Stream::Header);
        } else if (word.starts_with("footer")) {
            begin_gathering(Stream::Footer);
        } else if (word == "objdata") {
            now_.place = Place::Skip;
            add_problem(reading_, code::kUnsupportedFormat, Severity::Note,
                        "an embedded object is not opened");
        } else {
            field_word(word);
        }
    }

    /// Words that change how the text behind them is read; false when it is none.
    bool set_property(const RtfToken& token) {
        const std::string_view word = token.word;
        if (word == "uc") {
            now_.skip_after = std::clamp(token.number, 0, 16);
        } else if (word == "f" && now_.place != Place::Fonts) {
            now_.font = token.number;
        } else if (word == "deff") {
            default_font_ = token.number;
        } else if (word == "ansicpg") {
            if (token.number > 0) ansi_ = token.number;
        } else if (word == "v") {
            now_.hidden = token.on();
        } else if (word == "deleted") {
            now_.deleted = token.on();
        } else if (word == "plain") {
            now_.hidden = now_.deleted = false;
            now_.font = -1;
        } else if (word == "trowd") {
            if (readable()) lines().row_defined = true;
        } else if (word == "intbl") {
            now_.level = std::max<std::uint8_t>(now_.level, 1);
        } else if (word == "itap") {
            now_.level = static_cast<std::uint8_t>(std::clamp<int>(token.number, 0, kMaxRows));
        } else if (word == "pard") {
            if (!now_.label) now_.level = 0;
        } else if (word == "listtext" || word == "pntext") {
            now_.label = true;
        } else {
            return false;
        }
        return true;
    }

    void font_word(const RtfToken& token) {
        if (token.word == "f") defined_font_ = token.number;
        const bool charset = token.word == "fcharset";
        if (!charset && token.word != "cpg") return;
        const int page = charset ? code_page_of_charset(token.number) : token.number;
        if (page != 0 && fonts_.size() < kMaxFonts) fonts_[defined_font_] = page;
    }

    // Fields and pictures.

    void field_word(std::string_view word) {
        if (word == "field") {
            if (fields_.size() < kMaxFields && now_.place == Place::Text)
                fields_.push_back({groups_.size(), {}, lines().out.size(), now_.stream});
        } else if (word == "fldinst") {
            now_.place = fields_.empty() ? Place::Skip : Place::FieldCode;
        } else if (word == "fldrslt" && !fields_.empty()) {
            fields_.back().start = lines().out.size();
        }
    }

    void end_field() {
        const Field field = std::move(fields_.back());
        fields_.pop_back();
        const LineWriter& out = streams_[static_cast<std::size_t>(field.stream)].out;
        add_link(reading_, hyperlink_of(field.code), out.since(field.start));
    }

    void begin_picture() {
        if (picture_depth_ != 0) {
            now_.place = Place::Skip;
            return;
        }
        now_.place = Place::Picture;
        picture_depth_ = groups_.size();
        picture_.begin(pictures_.room());
    }

    void note_picture_kind(std::string_view word) {
        // A metafile holds a drawing, not the picture of a page.
        if (word == "wmetafile" || word == "emfblip" || word == "macpict" || word == "pmmetafile")
            picture_.drop();
    }

    void end_picture() {
        picture_depth_ = 0;
        if (picture_.too_large())
            pictures_.refuse();
        else
            pictures_.add({}, picture_.take());
    }

    void finish() {
        now_ = State();
        close_rows(0);
        put_boxes();
        bool truncated = false;
        for (const Lines& each : streams_) truncated = truncated || each.out.truncated();
        std::string text = std::move(headers_);
        text += streams_[static_cast<std::size_t>(Stream::Body)].out.take();
        text += streams_[static_cast<std::size_t>(Stream::Notes)].out.take();
        text += footers_;
        set_text(reading_, limits_, std::move(text), truncated);
    }

    RtfTokens tokens_;
    const Limits& limits_;
    Reading& reading_;
    Pictures pictures_;
    std::vector<std::vector<std::uint32_t>> columns_;  ///< of the cells of each row of the file
    std::size_t row_ = 0;                              ///< the one that is read
    std::vector<Lines> streams_;
    std::vector<State> groups_;
    State now_;
    std::size_t too_deep_ = 0;
    bool done_ = false;
    std::string bytes_;     ///< not decoded yet
    std::size_t skip_ = 0;  ///< characters still to skip after a \u
    char32_t high_ = 0;     ///< first half of a surrogate pair
    std::map<int, int> fonts_;
    int defined_font_ = 0;
    int default_font_ = 0;
    int ansi_ = 1252;
    std::vector<Field> fields_;
    std::vector<Gathering> gathered_;
    std::size_t picture_depth_ = 0;
    HexPicture picture_;
    std::string headers_;
    std::string footers_;
    std::string boxes_;
    std::set<std::pair<Stream, std::string>> seen_;
};

}  // namespace

Reading read_rtf(const Input& input) {
    Reading reading;
    Reader(input, reading).read();
    return reading;
}

}  // namespace parsers::document
