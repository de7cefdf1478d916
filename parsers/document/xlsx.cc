/// SpreadsheetML (ECMA-376 part 1, §18) to text: each visible sheet as a line with its name, then
/// its rows, cells parted by tabs in their columns. A merged cell shows its value once. Hidden
/// sheets (lists for drop-down boxes) are not what the sender shows and are left out.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "parsers/document/cell_value.h"
#include "parsers/document/field_code.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/ooxml.h"
#include "parsers/document/reading.h"

namespace parsers::document {
namespace {

constexpr std::uint32_t kMaxGap = 64;  ///< empty columns in a row that are written as tabs

std::string words_of(pugi::xml_node item) {
    std::string words;
    walk(
        item,
        [&](pugi::xml_node node) {
            const std::string_view name = local_name(node);
            if (name == "t")
                for (const auto& text : node.children()) words += text.value();
            return name != "rPh" && name != "t";  // rPh: how to pronounce it
        },
        [](pugi::xml_node) {});
    return words;
}

std::vector<std::string> shared_strings(const Xml& xml) {
    std::vector<std::string> strings;
    for (const auto& item : xml.root().children())
        if (local_name(item) == "si") strings.push_back(words_of(item));
    return strings;
}

/// The number format of each cell style, in the order cells name them.
std::vector<NumberFormat> cell_formats(const Xml& xml) {
    std::map<std::uint64_t, NumberFormat> own;
    for (const auto& node : child(xml.root(), "numFmts").children())
        if (const auto id = base::parse_number(attribute(node, "numFmtId")))
            own[*id] = format_of(attribute(node, "formatCode"));
    std::vector<NumberFormat> formats;
    for (const auto& node : child(xml.root(), "cellXfs").children()) {
        const std::uint64_t id = base::parse_number(attribute(node, "numFmtId")).value_or(0);
        const auto found = own.find(id);
        formats.push_back(found != own.end() ? found->second
                                             : built_in_format(static_cast<std::uint32_t>(
                                                   std::min<std::uint64_t>(id, UINT32_MAX))));
    }
    return formats;
}

class Workbook {
 public:
    Workbook(Package& package, std::string main, LineWriter& out, Reading& reading)
        : package_(package), main_(std::move(main)), out_(out), reading_(reading) {}

    void read() {
        const Xml book(package_.take(main_));
        report(reading_, book, main_);
        const std::string_view base = attribute(child(book.root(), "workbookPr"), "date1904");
        from_1904_ = base == "1" || base == "true";
        const auto relations = package_.relations(main_);
        for (const auto& [id, relation] : relations) {
            if (relation.type == "sharedStrings") strings_ = shared_strings(open(relation.target));
            if (relation.type == "styles") formats_ = cell_formats(open(relation.target));
        }
        for (const auto& sheet : child(book.root(), "sheets").children()) {
            if (attribute(sheet, "state").find("idden") != std::string_view::npos) continue;
            const auto found = relations.find(std::string(attribute(sheet, "id")));
            if (found != relations.end())
                read_sheet(attribute(sheet, "name"), found->second.target);
        }
    }

 private:
    Xml open(const std::string& part) {
        Xml xml(package_.take(part));
        report(reading_, xml, part);
        return xml;
    }

    void read_sheet(std::string_view name, const std::string& part) {
        const Xml xml(package_.take(part));
        report(reading_, xml, part);
        links_ = sheet_links(xml.root(), part);
        bool named = false;
        for (const auto& row : child(xml.root(), "sheetData").children()) {
            if (!row.first_child()) continue;
            if (!named) {
                out_.text(name);
                out_.end_line();
                named = true;
            }
            read_row(row);
            if (out_.truncated()) return;
        }
        for (const auto& [reference, link] : links_) add_link(reading_, link.url, link.text);
    }

    std::map<std::string, Link> sheet_links(pugi::xml_node sheet, const std::string& part) const {
        std::map<std::string, Link> links;
        const auto list = child(sheet, "hyperlinks");
        if (!list) return links;
        const auto relations = package_.relations(part);
        for (const auto& node : list.children()) {
            const auto target = relations.find(std::string(attribute(node, "id")));
            if (target == relations.end()) continue;
            const std::string_view reference = attribute(node, "ref");
            Link link;
            link.url = target->second.target;
            link.text = attribute(node, "display");
            links.emplace(reference.substr(0, reference.find(':')), std::move(link));
        }
        return links;
    }

    void read_row(pugi::xml_node row) {
        out_.begin_row();
        std::uint32_t next = 0;
        for (const auto& cell : row.children()) {
            if (local_name(cell) != "c") continue;
            std::uint32_t column = next;
            const std::string_view reference = attribute(cell, "r");
            if (!column_of(reference, column) || column < next) column = next;
            const std::string value = value_of(cell);
            if (value.empty()) continue;
            out_.begin_cell(std::min(column - next, kMaxGap));
            out_.text(value);
            note_links(cell, std::string(reference), value);
            next = column + 1;
        }
        out_.end_row();
    }

    void note_links(pugi::xml_node cell, const std::string& reference, const std::string& value) {
        add_link(reading_, hyperlink_of(child(cell, "f").child_value()), value);
        const auto found = links_.find(reference);
        if (found == links_.end()) return;
        add_link(reading_, found->second.url, value);
        links_.erase(found);
    }

    std::string value_of(pugi::xml_node cell) const {
        const std::string_view type = attribute(cell, "t");
        if (type == "inlineStr") return words_of(child(cell, "is"));
        const std::string_view value = child(cell, "v").child_value();
        if (type == "s") {
            const auto index = base::parse_number(value);
            return index && *index < strings_.size() ? strings_[*index] : std::string();
        }
        if (type == "b") return value == "1" ? "TRUE" : value == "0" ? "FALSE" : std::string(value);
        if (type == "str" || type == "e" || type == "d") return std::string(value);
        const auto style = base::parse_number(attribute(cell, "s"));
        const NumberFormat format =
            style && *style < formats_.size() ? formats_[*style] : NumberFormat::Plain;
        return shown_number(value, format, from_1904_);
    }

    Package& package_;
    std::string main_;
    LineWriter& out_;
    Reading& reading_;
    std::vector<std::string> strings_;
    std::vector<NumberFormat> formats_;
    std::map<std::string, Link> links_;  ///< of the open sheet, by cell
    bool from_1904_ = false;
};

}  // namespace

Reading read_xlsx(const Input& input) {
    Reading reading;
    Package package(input, reading);
    const std::string main = package.main_part();
    if (main.empty()) {
        add_problem(reading, code::kDamaged, Severity::Degraded, "no main part in the office file");
        return reading;
    }
    const Limits& limits = limits_of(input);
    LineWriter out(limits.text_bytes);
    Workbook(package, main, out, reading).read();
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace parsers::document
