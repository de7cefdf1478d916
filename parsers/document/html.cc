/// HTML to the text a reader sees: block elements are lines, table rows lines with tabs, hidden
/// parts dropped. Style sheets are not evaluated: mail templates carry rules such as
/// `#divNeteaseBigAttach{display:none}` that say nothing about what is shown.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/html_adapter.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/reading.h"
#include "parsers/text/charset.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxDepth = 512;       ///< elements open at once
constexpr std::size_t kMaxHtml = 32U << 20;  ///< bytes of one document that are read
constexpr std::size_t kMaxColumns = 256;
constexpr std::size_t kMaxLabel = 4096;  ///< where <meta charset> is looked for

enum class Kind { Inline, Block, Break, Row, Cell, Table, Link, Preformatted, Dropped };

struct Element {
    std::string_view name;
    Kind kind;
};
constexpr std::array<Element, 49> kElements = {{
    {"p", Kind::Block},          {"div", Kind::Block},        {"br", Kind::Break},
    {"a", Kind::Link},           {"area", Kind::Link},        {"tr", Kind::Row},
    {"td", Kind::Cell},          {"th", Kind::Cell},          {"table", Kind::Table},
    {"li", Kind::Block},         {"ul", Kind::Block},         {"ol", Kind::Block},
    {"dl", Kind::Block},         {"dt", Kind::Block},         {"dd", Kind::Block},
    {"h1", Kind::Block},         {"h2", Kind::Block},         {"h3", Kind::Block},
    {"h4", Kind::Block},         {"h5", Kind::Block},         {"h6", Kind::Block},
    {"hr", Kind::Block},         {"body", Kind::Block},       {"html", Kind::Block},
    {"form", Kind::Block},       {"pre", Kind::Preformatted}, {"center", Kind::Block},
    {"blockquote", Kind::Block}, {"address", Kind::Block},    {"article", Kind::Block},
    {"section", Kind::Block},    {"header", Kind::Block},     {"footer", Kind::Block},
    {"nav", Kind::Block},        {"main", Kind::Block},       {"aside", Kind::Block},
    {"fieldset", Kind::Block},   {"caption", Kind::Block},    {"figure", Kind::Block},
    {"figcaption", Kind::Block}, {"script", Kind::Dropped},   {"style", Kind::Dropped},
    {"head", Kind::Dropped},     {"title", Kind::Dropped},    {"noscript", Kind::Dropped},
    {"template", Kind::Dropped}, {"select", Kind::Dropped},   {"object", Kind::Dropped},
    {"svg", Kind::Dropped},
}};

Kind kind_of(std::string_view name) {
    const auto found = std::find_if(kElements.begin(), kElements.end(),
                                    [&](const Element& entry) { return entry.name == name; });
    return found == kElements.end() ? Kind::Inline : found->kind;
}

bool is_hidden(const HtmlAttributes& attributes) {
    if (attributes.has("hidden")) return true;
    std::string style = base::lowered(attributes.value("style").substr(0, 2000));
    std::erase(style, ' ');
    return style.find("display:none") != std::string::npos ||
           style.find("visibility:hidden") != std::string::npos ||
           style.find("mso-hide:all") != std::string::npos;
}

std::size_t span_of(const HtmlAttributes& attributes, std::string_view name) {
    const auto value = base::parse_number(attributes.value(name));
    return static_cast<std::size_t>(std::clamp<std::uint64_t>(value.value_or(1), 1, kMaxColumns));
}

/// RFC-less habit of browsers: line ends and tabs inside an address are not part of it.
std::string clean_url(std::string_view url) {
    std::string clean(base::trimmed(url.substr(0, 8192)));
    std::erase_if(clean, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
    return clean;
}

/// Columns of the open tables that cells from rows above still cover.
struct Grid {
    std::vector<std::size_t> covered;  ///< per column: rows still covered
    std::size_t column = 0;
    std::size_t pending = 0;  ///< columns the last cell spans beyond its own

    std::size_t next_cell(std::size_t columns, std::size_t rows) {
        std::size_t skip = std::exchange(pending, columns - 1);
        while (column < covered.size() && covered[column] > 0) {
            --covered[column++];
            ++skip;
        }
        const std::size_t end = std::min(column + columns, kMaxColumns);
        if (rows > 1 && covered.size() < end) covered.resize(end, 0);
        for (; column < end; ++column)
            if (rows > 1) covered[column] = rows - 1;
        return std::min(skip, kMaxColumns);
    }
    void end_row() {
        for (; column < covered.size(); ++column)
            if (covered[column] > 0) --covered[column];
        column = 0;
        pending = 0;
    }
};

/// What a page calls itself: the meta tag ArticleTitle, which government sites must have
/// (国办发〔2017〕47号), its title element, its first heading.
class PageTitles {
 public:
    void start(std::string_view name, const HtmlAttributes& attributes, std::size_t depth) {
        if (name == "meta" && article_.empty() &&
            base::equal_ignoring_case(attributes.value("name"), "ArticleTitle"))
            article_ = attributes.value("content").substr(0, kMaxTitle);
        std::string* wanted = name == "title"                ? &title_
                              : name == "h1" || name == "h2" ? &heading_
                                                             : nullptr;
        if (open_ || !wanted || !base::trimmed(*wanted).empty()) return;
        open_ = wanted;
        depth_ = depth;
    }
    void end(std::string_view, std::size_t depth) {
        if (open_ && depth <= depth_) open_ = nullptr;
    }
    void text(std::string_view words) {
        if (open_ && open_->size() < kMaxTitle) *open_ += words.substr(0, kMaxTitle);
    }
    [[nodiscard]] std::vector<std::string> all() const {
        std::vector<std::string> titles;
        for (const std::string* each : {&article_, &title_, &heading_})
            if (std::string words = base::one_line(*each, 300); !base::trimmed(words).empty())
                titles.emplace_back(base::trimmed(words));
        return titles;
    }

 private:
    static constexpr std::size_t kMaxTitle = 2000;
    std::string article_;
    std::string title_;
    std::string heading_;
    std::string* open_ = nullptr;
    std::size_t depth_ = 0;
};

class HtmlText : public HtmlEvents {
 public:
    HtmlText(LineWriter& out, Reading& reading) : out_(out), reading_(reading) {}

    bool start(std::string_view name, const HtmlAttributes& attributes) override {
        if (open_.size() >= kMaxDepth) return false;
        titles_.start(name, attributes, open_.size());
        Open element{std::string(name), kind_of(name), {}, out_.size()};
        if (dropped_at_ == 0 && (element.kind == Kind::Dropped || is_hidden(attributes)))
            dropped_at_ = open_.size() + 1;
        if (dropped_at_ == 0) begin(element, attributes);
        open_.push_back(std::move(element));
        return true;
    }

    void end(std::string_view name) override {
        const auto same = [&](const Open& element) { return element.name == name; };
        if (std::none_of(open_.rbegin(), open_.rend(), same)) return;
        while (!open_.empty()) {
            const Open element = std::move(open_.back());
            open_.pop_back();
            titles_.end(element.name, open_.size());
            if (dropped_at_ == 0) finish(element);
            if (dropped_at_ > open_.size()) dropped_at_ = 0;
            if (element.name == name) return;
        }
    }

    void text(std::string_view words) override {
        titles_.text(words);
        if (dropped_at_ != 0) return;
        for (std::size_t i = 0; i < words.size();) {
            const base::CodePoint point = base::code_point_at(words, i);
            add(point.value, words.substr(i, point.length));
            i += point.length;
        }
    }

    [[nodiscard]] std::vector<std::string> titles() const { return titles_.all(); }

 private:
    struct Open {
        std::string name;
        Kind kind = Kind::Inline;
        std::string url;
        std::size_t start = 0;
    };

    void begin(Open& element, const HtmlAttributes& attributes) {
        switch (element.kind) {
            case Kind::Break:
                line(true);
                return;
            case Kind::Block:
                line(false);
                return;
            case Kind::Preformatted:
                line(false);
                ++preformatted_;
                return;
            case Kind::Table:
                line(false);
                grids_.emplace_back();
                return;
            case Kind::Row:
                out_.begin_row();
                gap_ = false;
                return;
            case Kind::Cell:
                begin_cell(attributes);
                return;
            case Kind::Link:
                element.url = clean_url(attributes.value("href"));
                return;
            default:
                return;
        }
    }

    void finish(const Open& element) {
        switch (element.kind) {
            case Kind::Block:
                line(false);
                return;
            case Kind::Preformatted:
                line(false);
                --preformatted_;
                return;
            case Kind::Table:
                if (!grids_.empty()) grids_.pop_back();
                line(false);
                return;
            case Kind::Row:
                out_.end_row();
                gap_ = false;
                if (!grids_.empty()) grids_.back().end_row();
                return;
            case Kind::Link:
                if (!element.url.empty())
                    add_link(reading_, element.url, out_.since(element.start));
                return;
            default:
                return;
        }
    }

    void begin_cell(const HtmlAttributes& attributes) {
        gap_ = false;
        std::size_t skip = 0;
        if (!grids_.empty())
            skip = grids_.back().next_cell(span_of(attributes, "colspan"),
                                           span_of(attributes, "rowspan"));
        out_.begin_cell(skip);
    }

    void line(bool even_if_empty) {
        gap_ = false;
        if (even_if_empty)
            out_.break_line();
        else
            out_.end_line();
    }

    /// Blanks run together, except no-break spaces, with which Chinese mail indents and spaces.
    void add(char32_t value, std::string_view bytes) {
        const bool blank = value == ' ' || value == '\n' || value == '\r' || value == '\t';
        if (blank && preformatted_ > 0) {
            if (value == '\n')
                line(true);
            else if (value != '\r')
                out_.text(" ");
            return;
        }
        if (blank) {
            gap_ = true;
            return;
        }
        if (value == 0x200B || value == 0xFEFF || value < 0x20) return;
        if (std::exchange(gap_, false) && !out_.line_empty()) out_.text(" ");
        out_.text(value == 0xA0 ? " " : bytes);
    }

    LineWriter& out_;
    Reading& reading_;
    std::vector<Open> open_;
    std::vector<Grid> grids_;
    PageTitles titles_;
    std::size_t dropped_at_ = 0;  ///< depth of the element whose content is dropped; 0: none
    std::size_t preformatted_ = 0;
    bool gap_ = false;
};

/// The charset a page names for itself, read as bytes; empty when it names none.
std::string stated_charset(std::string_view bytes) {
    const std::string head = base::lowered(bytes.substr(0, kMaxLabel));
    const std::size_t at = head.find("charset=");
    if (at == std::string::npos) return {};
    const std::size_t start = head.find_first_not_of(" \"'", at + 8);
    if (start == std::string::npos) return {};
    const std::size_t end = head.find_first_of(" \"';/>", start);
    return head.substr(start,
                       std::min<std::size_t>(end == std::string::npos ? end : end - start, 40));
}

}  // namespace

Reading read_html(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    const std::string_view bytes = input.bytes.substr(0, kMaxHtml);
    if (bytes.size() < input.bytes.size())
        add_problem(reading, code::kTextTruncated, Severity::Degraded, "a very large web page");
    const std::string label =
        input.charset.empty() ? stated_charset(bytes) : std::string(input.charset);
    text::Decoded decoded = text::decode(bytes, label);
    if (decoded.guessed && !label.empty())
        add_problem(reading, code::kCharsetGuessed, Severity::Note, "another charset than stated");
    if (decoded.damaged)
        add_problem(reading, code::kDamaged, Severity::Degraded, "bytes outside the charset");
    std::erase(decoded.text, '\0');
    LineWriter out(limits.text_bytes, 1);
    HtmlText handler(out, reading);
    if (!parse_html(decoded.text, handler))
        add_problem(reading, code::kLimitExceeded, Severity::Degraded,
                    "elements nested deeper than any page needs");
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    reading.titles = handler.titles();
    return reading;
}

}  // namespace parsers::document
