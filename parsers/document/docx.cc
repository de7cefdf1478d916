/// WordprocessingML (ECMA-376 part 1, §17) to text: what a person sees on the printed page. Deleted
/// and hidden words are left out, inserted ones kept; text boxes follow their paragraph; a cell
/// that a vertical merge covers is empty. Numbers that Word counts itself (automatic lists) are not
/// written out.
#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/field_code.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/ooxml.h"
#include "parsers/document/pictures.h"
#include "parsers/document/reading.h"
#include "parsers/document/xml_file.h"
#include "parsers/mime/transfer.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxSpan = 63;  // Word's own limit of columns
constexpr std::size_t kMaxFieldCode = 8192;
constexpr std::size_t kMaxOpenFields = 256;

enum class Tag {
    Other,
    Skip,
    Text,
    Tab,
    Break,
    Hyphen,
    Paragraph,
    Run,
    Row,
    Cell,
    Box,
    Choice,
    Fallback,
    Hyperlink,
    SimpleField,
    FieldMark,
    FieldCode,
    Note
};

struct Name {
    std::string_view name;
    Tag tag;
};
constexpr std::array<Name, 33> kTags = {{
    {"t", Tag::Text},
    {"r", Tag::Run},
    {"p", Tag::Paragraph},
    {"rPr", Tag::Skip},
    {"pPr", Tag::Skip},
    {"tab", Tag::Tab},
    {"ptab", Tag::Tab},
    {"br", Tag::Break},
    {"cr", Tag::Break},
    {"tr", Tag::Row},
    {"tc", Tag::Cell},
    {"tcPr", Tag::Skip},
    {"trPr", Tag::Skip},
    {"tblPr", Tag::Skip},
    {"tblGrid", Tag::Skip},
    {"sectPr", Tag::Skip},
    {"del", Tag::Skip},
    {"moveFrom", Tag::Skip},
    {"delText", Tag::Skip},
    {"delInstrText", Tag::Skip},
    {"txbxContent", Tag::Box},
    {"Choice", Tag::Choice},
    {"Fallback", Tag::Fallback},
    {"hyperlink", Tag::Hyperlink},
    {"hlink", Tag::Hyperlink},
    {"fldSimple", Tag::SimpleField},
    {"fldChar", Tag::FieldMark},
    {"instrText", Tag::FieldCode},
    {"noBreakHyphen", Tag::Hyphen},
    {"rt", Tag::Skip},
    {"sdtPr", Tag::Skip},
    {"footnote", Tag::Note},
    {"endnote", Tag::Note},
}};

Tag tag_of(pugi::xml_node node) {
    const std::string_view name = local_name(node);
    const auto found = std::find_if(kTags.begin(), kTags.end(),
                                    [&](const Name& entry) { return entry.name == name; });
    return found == kTags.end() ? Tag::Other : found->tag;
}

std::size_t span_of(pugi::xml_node properties, std::string_view name) {
    const auto value = base::parse_number(attribute(child(properties, name), "val"));
    return static_cast<std::size_t>(std::min<std::uint64_t>(value.value_or(0), kMaxSpan));
}

bool is_hidden(pugi::xml_node run) { return is_on(child(child(run, "rPr"), "vanish")); }

/// Words of one part, appended to a writer.
class PartText {
 public:
    PartText(LineWriter& out, Reading& reading, std::map<std::string, Relation> relations)
        : out_(out), reading_(reading), relations_(std::move(relations)) {}

    void read(pugi::xml_node root) {
        read_below(root);
        flush_boxes();
        out_.end_line();
    }

 private:
    struct Field {
        std::string code;
        std::size_t start = 0;
        bool shown = false;  ///< behind the separator: its words are the result
    };

    void read_below(pugi::xml_node root) {
        walk(
            root, [this](pugi::xml_node n) { return enter(n); },
            [this](pugi::xml_node n) { leave(n); });
    }

    bool enter(pugi::xml_node node) {
        switch (tag_of(node)) {
            case Tag::Skip:
                return false;
            case Tag::Text:
                return add_words(node);
            case Tag::Tab:
                out_.text("\t");
                return false;
            case Tag::Break:
                out_.break_line();
                return false;
            case Tag::Hyphen:
                out_.text("-");
                return false;
            case Tag::Run:
                return !is_hidden(node);
            case Tag::Row:
                return begin_row(node);
            case Tag::Cell:
                return begin_cell(node);
            case Tag::Box:
                boxes_.push_back(node);
                return false;
            case Tag::Choice:
                return node == child(node.parent(), "Choice");
            case Tag::Fallback:
                return !child(node.parent(), "Choice");
            case Tag::Hyperlink:
            case Tag::SimpleField:
                starts_.push_back(out_.size());
                return true;
            case Tag::FieldMark:
                return field_mark(attribute(node, "fldCharType"));
            case Tag::FieldCode:
                return add_code(node);
            case Tag::Note:
                return attribute(node, "type").empty();
            case Tag::Paragraph:
                ++paragraphs_;
                return true;
            case Tag::Other:
                return true;
        }
        return true;
    }

    void leave(pugi::xml_node node) {
        switch (tag_of(node)) {
            case Tag::Paragraph:
                out_.end_line();
                if (--paragraphs_ == 0) flush_boxes();
                return;
            case Tag::Row:
                out_.end_row();
                if (!spans_.empty()) spans_.pop_back();
                return;
            case Tag::Hyperlink:
                return end_link(target_of(node));
            case Tag::SimpleField:
                return end_link(hyperlink_of(attribute(node, "instr")));
            default:
                return;
        }
    }

    bool add_words(pugi::xml_node node) {
        for (const auto& words : node.children()) out_.text(words.value());
        return false;
    }

    bool begin_row(pugi::xml_node node) {
        const auto properties = child(node, "trPr");
        if (child(properties, "del")) return false;
        out_.begin_row();
        spans_.push_back(span_of(properties, "gridBefore"));
        return true;
    }

    bool begin_cell(pugi::xml_node node) {
        const auto properties = child(node, "tcPr");
        const std::size_t skip = spans_.empty() ? 0 : spans_.back();
        out_.begin_cell(skip);
        const std::size_t span = span_of(properties, "gridSpan");
        if (!spans_.empty()) spans_.back() = span > 0 ? span - 1 : 0;
        const auto merge = child(properties, "vMerge");
        return !merge || attribute(merge, "val") == "restart";
    }

    bool field_mark(std::string_view type) {
        if (type == "begin" && fields_.size() < kMaxOpenFields) {
            fields_.push_back(Field{{}, out_.size(), false});
        } else if (fields_.empty()) {
            return false;
        } else if (type == "separate") {
            fields_.back().shown = true;
            fields_.back().start = out_.size();
        } else if (type == "end") {
            add_link(reading_, hyperlink_of(fields_.back().code), out_.since(fields_.back().start));
            fields_.pop_back();
        }
        return false;
    }

    bool add_code(pugi::xml_node node) {
        if (fields_.empty() || fields_.back().shown) return false;
        std::string& code = fields_.back().code;
        if (code.size() < kMaxFieldCode) code += node.child_value();
        return false;
    }

    void end_link(std::string_view url) {
        if (starts_.empty()) return;
        add_link(reading_, url, out_.since(starts_.back()));
        starts_.pop_back();
    }

    /// By relationship; the XML of 2003 has the address itself.
    [[nodiscard]] std::string target_of(pugi::xml_node link) const {
        const auto found = relations_.find(std::string(attribute(link, "id")));
        return found == relations_.end() ? std::string(attribute(link, "dest"))
                                         : found->second.target;
    }

    /// Boxes in boxes join the end of the queue, so nothing here recurses.
    void flush_boxes() {
        if (flushing_) return;
        flushing_ = true;
        while (!boxes_.empty()) {
            const pugi::xml_node box = boxes_.front();
            boxes_.pop_front();
            read_below(box);
            out_.end_line();
        }
        flushing_ = false;
    }

    LineWriter& out_;
    Reading& reading_;
    std::map<std::string, Relation> relations_;
    std::deque<pugi::xml_node> boxes_;
    std::vector<std::size_t>
        spans_;  ///< per open row: grid columns the last cell covers beyond its own
    std::vector<std::size_t> starts_;  ///< per open link: where its words begin
    std::vector<Field> fields_;
    std::size_t paragraphs_ = 0;
    bool flushing_ = false;
};

void read_part(Package& package, const std::string& part, LineWriter& out, Reading& reading) {
    const Xml xml(package.take(part));
    report(reading, xml, part);
    PartText(out, reading, package.relations(part)).read(xml.root());
}

/// The parts of one kind beside the main part, in the order of their names; equal ones (first, even
/// and default headers often are) count once.
void read_beside(Package& package, const std::string& main, std::string_view type, LineWriter& out,
                 Reading& reading) {
    std::set<std::string> parts;
    for (const auto& [id, relation] : package.relations(main))
        if (relation.type == type && package.has(relation.target)) parts.insert(relation.target);
    std::set<std::string> seen;
    for (const std::string& part : parts) {
        LineWriter one(limits_of(Input{}).text_bytes);
        read_part(package, part, one, reading);
        const std::string text = one.take();
        if (!seen.insert(text).second) continue;
        out.text(text);
        out.end_line();
    }
}

/// Headers and footers of the XML of 2003 stand in the properties of their section.
void read_sections(pugi::xml_node root, std::string_view name, LineWriter& out, Reading& reading) {
    std::set<std::string> seen;
    walk(
        root,
        [&](pugi::xml_node node) {
            if (local_name(node) != name) return true;
            LineWriter one(limits_of(Input{}).text_bytes);
            PartText(one, reading, {}).read(node);
            const std::string text = one.take();
            if (seen.insert(text).second) out.text(text);
            return false;
        },
        [](pugi::xml_node) {});
}

void take_pictures(pugi::xml_node root, const Limits& limits, Reading& reading) {
    Pictures pictures(limits, reading);
    walk(
        root,
        [&](pugi::xml_node node) {
            if (local_name(node) != "binData") return true;
            pictures.add({}, mime::from_base64(node.child_value()).bytes);
            return false;
        },
        [](pugi::xml_node) {});
}

Reading read_package(Package& package, const Limits& limits, Reading reading) {
    const std::string main = package.main_part();
    if (main.empty()) {
        add_problem(reading, code::kDamaged, Severity::Degraded, "no main part in the office file");
        return reading;
    }
    LineWriter out(limits.text_bytes);
    read_beside(package, main, "header", out, reading);
    read_part(package, main, out, reading);
    for (const std::string_view type : {"footnotes", "endnotes", "footer"})
        read_beside(package, main, type, out, reading);
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace

Reading read_docx(const Input& input) {
    Reading reading;
    Package package(input, reading);
    return read_package(package, limits_of(input), std::move(reading));
}

Reading read_word_xml(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    const Xml xml = open_xml_file(input, reading);
    if (local_name(xml.root()) == "package") {
        Package package(xml, input, reading);
        return read_package(package, limits, std::move(reading));
    }
    LineWriter out(limits.text_bytes);
    const auto body = child(xml.root(), "body");
    read_sections(body, "hdr", out, reading);
    PartText(out, reading, {}).read(body);
    read_sections(body, "ftr", out, reading);
    take_pictures(body, limits, reading);
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace parsers::document
