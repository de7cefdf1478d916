/// OpenDocument (ODF 1.2 part 1) text, spreadsheets and presentations: page headers, the body with
/// its tables, then notes and footers. Comments and tracked deletions are left out, hidden sheets
/// too. Rows and cells that the file counts instead of writing are written out.
#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/ooxml.h"
#include "parsers/document/reading.h"

namespace parsers::document {
namespace {

constexpr std::uint64_t kMaxRepeats = 1000;  ///< of a row or cell that holds something
constexpr std::uint64_t kMaxGap = 64;        ///< empty columns in a row that are written as tabs
constexpr std::uint64_t kMaxSpaces = 1000;

/// Elements whose text is not on the page.
constexpr std::array<std::string_view, 14> kSilent = {"tracked-changes",
                                                      "annotation",
                                                      "annotation-end",
                                                      "note-citation",
                                                      "content-validations",
                                                      "named-expressions",
                                                      "ruby-text",
                                                      "title",
                                                      "desc",
                                                      "hidden-text",
                                                      "forms",
                                                      "database-ranges",
                                                      "settings",
                                                      "calculation-settings"};

std::uint64_t count_of(pugi::xml_node node, std::string_view name) {
    return std::max<std::uint64_t>(base::parse_number(attribute(node, name)).value_or(1), 1);
}

bool is_cell(std::string_view name) { return name == "table-cell" || name == "covered-table-cell"; }

/// Words of one tree, appended to a writer.
class BodyText {
 public:
    BodyText(LineWriter& out, Reading& reading, std::set<std::string> hidden, bool sheets)
        : out_(out), reading_(reading), hidden_(std::move(hidden)), sheets_(sheets) {}

    void read(pugi::xml_node root) {
        read_below(root);
        flush(boxes_);
        out_.end_line();
    }
    void read_notes() { flush(notes_); }

 private:
    struct Row {
        std::uint64_t gap = 0;  ///< empty cells since the last one written
        bool begun = false;
    };

    void read_below(pugi::xml_node root) {
        walk_mixed(
            root, [this](std::string_view words) { add(words); },
            [this](pugi::xml_node node) { return enter(node); },
            [this](pugi::xml_node node) { leave(node); });
    }

    bool enter(pugi::xml_node node) {
        const std::string_view name = local_name(node);
        if (std::find(kSilent.begin(), kSilent.end(), name) != kSilent.end()) return false;
        if (name == "p" || name == "h") {
            ++paragraphs_;
            gap_ = false;
        } else if (name == "s") {
            put(std::string(std::min(count_of(node, "c"), kMaxSpaces), ' '));
        } else if (name == "tab") {
            put("\t");
        } else if (name == "line-break") {
            out_.break_line();
        } else if (name == "a") {
            starts_.push_back(out_.size());
        } else if (name == "text-box" && paragraphs_ > 0) {
            boxes_.push_back(node);
            return false;
        } else if (name == "note-body") {
            notes_.push_back(node);
            return false;
        } else if (name == "page") {
            ++reading_.pages;
        } else {
            return enter_table(node, name);
        }
        return true;
    }

    bool enter_table(pugi::xml_node node, std::string_view name) {
        if (name == "table") {
            if (hidden_.contains(std::string(attribute(node, "style-name")))) return false;
            sheet_name_ = sheets_ && rows_.empty() ? attribute(node, "name") : std::string_view();
        } else if (name == "table-row") {
            if (!rows_.empty()) {
                begin_row();
                return true;
            }
            repeat_row(node);
            return false;
        } else if (is_cell(name) && !rows_.empty()) {
            return enter_cell(node);
        }
        return true;
    }

    void leave(pugi::xml_node node) {
        const std::string_view name = local_name(node);
        if (name == "p" || name == "h") {
            out_.end_line();
            if (--paragraphs_ == 0) flush(boxes_);
        } else if (name == "a") {
            add_link(reading_, attribute(node, "href"), out_.since(starts_.back()));
            starts_.pop_back();
        } else if (name == "table-row" && !rows_.empty()) {
            end_row();
        }
    }

    /// A row that the file counts is read as often; rows inside cells once, so nothing recurses
    /// deeper than this.
    void repeat_row(pugi::xml_node row) {
        const std::uint64_t times = std::min(count_of(row, "number-rows-repeated"), kMaxRepeats);
        for (std::uint64_t i = 0; i < times && !out_.truncated(); ++i) {
            const std::size_t before = out_.size();
            begin_row();
            read_below(row);
            end_row();
            if (out_.size() == before) return;
        }
    }

    /// The row begins with its first cell that holds something.
    void begin_row() { rows_.emplace_back(); }

    void end_row() {
        if (rows_.back().begun) out_.end_row();
        rows_.pop_back();
    }

    bool enter_cell(pugi::xml_node cell) {
        Row& row = rows_.back();
        const std::uint64_t times = count_of(cell, "number-columns-repeated");
        if (!cell.first_child()) {
            row.gap += std::min(times, kMaxGap);
            return false;
        }
        const std::string value = sheets_ ? value_of(cell) : std::string();
        if (value.empty()) {
            begin_cell();
            return true;
        }
        for (std::uint64_t i = 0; i < std::min(times, kMaxRepeats); ++i) {
            begin_cell();
            out_.text(value);
        }
        walk(
            cell,
            [&](pugi::xml_node node) {
                if (local_name(node) == "a") add_link(reading_, attribute(node, "href"), value);
                return local_name(node) != "annotation";
            },
            [](pugi::xml_node) {});
        return false;
    }

    void begin_cell() {
        if (!sheet_name_.empty()) {
            out_.text(std::exchange(sheet_name_, {}));
            out_.end_line();
        }
        Row& row = rows_.back();
        if (!std::exchange(row.begun, true)) out_.begin_row();
        out_.begin_cell(static_cast<std::size_t>(std::min(std::exchange(row.gap, 0), kMaxGap)));
    }

    /// As a sheet of Excel shows it: numbers whole, days as days; else the cell's own words.
    std::string value_of(pugi::xml_node cell) {
        const std::string_view type = attribute(cell, "value-type");
        if (type == "float") return std::string(attribute(cell, "value"));
        if (type == "boolean") return attribute(cell, "boolean-value") == "true" ? "TRUE" : "FALSE";
        if (type == "date") {
            std::string day(attribute(cell, "date-value"));
            const std::size_t time = day.find('T');
            if (time == std::string::npos) return day;
            return day.substr(0, time) + " " + day.substr(time + 1, 5);
        }
        LineWriter words(kCellWords);
        BodyText inner(words, reading_, {}, false);
        for (const auto& node : cell.children())
            if (local_name(node) == "p") inner.read_paragraph(node);
        std::string text = words.take();
        while (!text.empty() && text.back() == '\n') text.pop_back();
        return text;
    }

    void read_paragraph(pugi::xml_node paragraph) {
        ++paragraphs_;
        read_below(paragraph);
        --paragraphs_;
        gap_ = false;
        out_.end_line();
    }

    /// Blanks run together (ODF 1.2 part 1, §6.1.2); text stands in paragraphs only.
    void add(std::string_view words) {
        if (paragraphs_ == 0) return;
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t blank = std::min(words.find_first_of(" \t\r\n", at), words.size());
            if (blank > at) put(words.substr(at, blank - at));
            if (blank < words.size()) gap_ = true;
            at = std::min(words.find_first_not_of(" \t\r\n", blank), words.size());
        }
    }

    void put(std::string_view words) {
        if (std::exchange(gap_, false) && !out_.line_empty()) out_.text(" ");
        out_.text(words);
    }

    void flush(std::deque<pugi::xml_node>& nodes) {
        if (std::exchange(flushing_, true)) return;
        while (!nodes.empty()) {
            const pugi::xml_node node = nodes.front();
            nodes.pop_front();
            read_below(node);
            out_.end_line();
        }
        flushing_ = false;
    }

    static constexpr std::size_t kCellWords = 1U << 20;

    LineWriter& out_;
    Reading& reading_;
    std::set<std::string> hidden_;  ///< styles of tables that are not shown
    bool sheets_;
    std::string_view sheet_name_;  ///< of the open sheet until its first cell
    std::vector<Row> rows_;
    std::vector<std::size_t> starts_;
    std::deque<pugi::xml_node> boxes_;
    std::deque<pugi::xml_node> notes_;
    std::size_t paragraphs_ = 0;
    bool gap_ = false;
    bool flushing_ = false;
};

std::set<std::string> hidden_styles(pugi::xml_node root) {
    std::set<std::string> names;
    for (const auto& style : child(root, "automatic-styles").children())
        if (attribute(child(style, "table-properties"), "display") == "false")
            names.emplace(attribute(style, "name"));
    return names;
}

/// The headers or footers of all page styles; equal ones count once.
void read_margins(pugi::xml_node styles, std::string_view name, LineWriter& out, Reading& reading) {
    std::set<std::string> seen;
    for (const auto& page : child(styles, "master-styles").children()) {
        for (const auto& node : page.children()) {
            if (!local_name(node).starts_with(name)) continue;
            LineWriter one(limits_of(Input{}).text_bytes);
            BodyText(one, reading, {}, false).read(node);
            std::string text = one.take();
            if (seen.insert(text).second) out.text(text);
        }
    }
}

}  // namespace

Reading read_open_document(const Input& input) {
    Reading reading;
    Package package(input, reading, Package::Keep::All);
    if (!package.has("content.xml")) {
        add_problem(reading, code::kDamaged, Severity::Degraded, "no content in the office file");
        return reading;
    }
    const Xml content(package.take("content.xml"));
    report(reading, content, "content.xml");
    const Xml styles(package.take("styles.xml"));
    const Limits& limits = limits_of(input);
    LineWriter out(limits.text_bytes);
    const auto body = child(content.root(), "body");
    const bool text = static_cast<bool>(child(body, "text"));
    if (text) read_margins(styles.root(), "header", out, reading);
    BodyText words(out, reading, hidden_styles(content.root()),
                   static_cast<bool>(child(body, "spreadsheet")));
    words.read(body);
    words.read_notes();
    if (text) read_margins(styles.root(), "footer", out, reading);
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace parsers::document
