/// Excel's XML of 2003 (SpreadsheetML, "XML Spreadsheet Reference"), which office systems export as
/// .xls: written like an xlsx, each visible sheet as a line with its name and its rows.
#include <algorithm>
#include <map>
#include <string>

#include "base/text.h"
#include "parsers/document/cell_value.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/reading.h"
#include "parsers/document/xml_file.h"

namespace parsers::document {
namespace {

constexpr std::uint64_t kMaxGap = 64;  ///< empty columns in a row that are written as tabs

std::uint64_t number_of(pugi::xml_node node, std::string_view name) {
    return base::parse_number(attribute(node, name)).value_or(0);
}

/// "2024-08-02T00:00:00.000" as a person reads it.
std::string shown_moment(std::string_view value) {
    const std::size_t at = value.find('T');
    if (at == std::string_view::npos) return std::string(value);
    const std::string_view time = value.substr(at + 1, 5);
    std::string shown(value.substr(0, at));
    if (time != "00:00") shown += " " + std::string(time);
    return shown;
}

class Sheets {
 public:
    Sheets(LineWriter& out, Reading& reading) : out_(out), reading_(reading) {}

    void read(pugi::xml_node book) {
        for (const auto& style : child(book, "Styles").children()) {
            const std::string_view format = attribute(child(style, "NumberFormat"), "Format");
            formats_[std::string(attribute(style, "ID"))] = named_format(format);
        }
        for (const auto& node : book.children())
            if (local_name(node) == "Worksheet") read_sheet(node);
    }

 private:
    static NumberFormat named_format(std::string_view format) {
        if (format == "Percent") return NumberFormat::Percent;
        return format_of(format);
    }

    void read_sheet(pugi::xml_node sheet) {
        const std::string_view visible =
            child(child(sheet, "WorksheetOptions"), "Visible").child_value();
        if (visible.find("idden") != std::string_view::npos) return;
        bool named = false;
        for (const auto& row : child(sheet, "Table").children()) {
            if (local_name(row) != "Row" || !row.first_child()) continue;
            if (!std::exchange(named, true)) {
                out_.text(attribute(sheet, "Name"));
                out_.end_line();
            }
            read_row(row);
            if (out_.truncated()) return;
        }
    }

    void read_row(pugi::xml_node row) {
        out_.begin_row();
        std::uint64_t column = 0;
        std::uint64_t written = 0;
        for (const auto& cell : row.children()) {
            if (local_name(cell) != "Cell") continue;
            const std::uint64_t index = number_of(cell, "Index");
            if (index > column) column = index - 1;
            const std::string value = value_of(cell);
            if (!value.empty()) {
                out_.begin_cell(static_cast<std::size_t>(std::min(column - written, kMaxGap)));
                out_.text(value);
                add_link(reading_, attribute(cell, "HRef"), value);
                written = column + 1;
            }
            column += 1 + std::min<std::uint64_t>(number_of(cell, "MergeAcross"), 16'384);
        }
        out_.end_row();
    }

    [[nodiscard]] std::string value_of(pugi::xml_node cell) const {
        const auto data = child(cell, "Data");
        const std::string_view type = attribute(data, "Type");
        std::string value;
        for (const auto& text : data.children())
            if (text.type() != pugi::node_element) value += text.value();
        walk(
            data,
            [&](pugi::xml_node node) {
                value += node.child_value();
                return true;
            },
            [](pugi::xml_node) {});
        if (type == "DateTime") return shown_moment(value);
        if (type == "Boolean") return value == "1" ? "TRUE" : "FALSE";
        if (type != "Number") return value;
        const auto format = formats_.find(std::string(attribute(cell, "StyleID")));
        const NumberFormat how = format == formats_.end() ? NumberFormat::Plain : format->second;
        return shown_number(value, how, false);
    }

    LineWriter& out_;
    Reading& reading_;
    std::map<std::string, NumberFormat> formats_;
};

}  // namespace

Reading read_excel_xml(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    const Xml xml = open_xml_file(input, reading);
    LineWriter out(limits.text_bytes);
    Sheets(out, reading).read(xml.root());
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace parsers::document
