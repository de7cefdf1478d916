/// Excel 97 to 2003 and Kingsoft .et ([MS-XLS], BIFF8) to text, in the form xlsx.cc gives: each
/// visible sheet as a line with its name, then its rows, cells parted by tabs in their columns; of
/// merged cells the one that has the value. Excel 5 and 95 (BIFF5: text in a code page) too.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "parsers/document/biff_records.h"
#include "parsers/document/binary_text.h"
#include "parsers/document/cell_value.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/office_art.h"
#include "parsers/document/ole_adapter.h"
#include "parsers/document/reading.h"

namespace parsers::document {
namespace {

constexpr std::uint32_t kMaxGap = 64;  ///< empty columns in a row that are written as tabs
constexpr std::size_t kMaxStrings = 4U << 20;
constexpr std::size_t kMaxSheets = 4096;
constexpr std::size_t kMaxFormats = 1U << 16;

constexpr std::uint16_t kFormula = 0x06;
constexpr std::uint16_t kEof = 0x0A;
constexpr std::uint16_t kDateMode = 0x22;
constexpr std::uint16_t kFilePass = 0x2F;
constexpr std::uint16_t kCodePage = 0x42;
constexpr std::uint16_t kBoundSheet = 0x85;
constexpr std::uint16_t kMulRk = 0xBD;
constexpr std::uint16_t kRString = 0xD6;
constexpr std::uint16_t kXf = 0xE0;
constexpr std::uint16_t kDrawings = 0xEB;
constexpr std::uint16_t kSst = 0xFC;
constexpr std::uint16_t kLabelSst = 0xFD;
constexpr std::uint16_t kHyperlink = 0x1B8;
constexpr std::uint16_t kNumber = 0x203;
constexpr std::uint16_t kLabel = 0x204;
constexpr std::uint16_t kBoolErr = 0x205;
constexpr std::uint16_t kString = 0x207;
constexpr std::uint16_t kRk = 0x27E;
constexpr std::uint16_t kFormat = 0x41E;
constexpr std::uint16_t kBof = 0x809;

struct ErrorName {
    std::uint8_t number;
    std::string_view name;
};
constexpr std::array<ErrorName, 8> kErrors = {{{0x00, "#NULL!"},
                                               {0x07, "#DIV/0!"},
                                               {0x0F, "#VALUE!"},
                                               {0x17, "#REF!"},
                                               {0x1D, "#NAME?"},
                                               {0x24, "#NUM!"},
                                               {0x2A, "#N/A"},
                                               {0x2B, "#GETTING_DATA"}}};

std::string error_name(std::uint8_t number) {
    const auto* const found =
        std::find_if(kErrors.begin(), kErrors.end(),
                     [&](const ErrorName& error) { return error.number == number; });
    return found == kErrors.end() ? std::string() : std::string(found->name);
}

std::string digits(double value) {
    std::array<char, 64> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), result.ptr};
}

struct Sheet {
    std::string name;
    std::uint32_t at = 0;
};

struct Cell {
    std::uint16_t row = 0;
    std::uint16_t column = 0;
    std::string text;
};

/// What the globals of the workbook say and the sheets need.
struct Book {
    bool wide = true;  ///< BIFF8: text is Unicode
    bool encrypted = false;
    bool from_1904 = false;
    bool overfull = false;
    std::uint32_t code_page = 0;
    std::vector<Sheet> sheets;
    std::vector<std::string> strings;
    std::map<std::uint16_t, NumberFormat> formats;
    std::vector<std::uint16_t> styles;  ///< format of each
    std::string drawings;               ///< with the pictures of all sheets

    [[nodiscard]] NumberFormat format(std::uint16_t style) const {
        if (style >= styles.size()) return NumberFormat::Plain;
        const auto found = formats.find(styles[style]);
        return found == formats.end() ? built_in_format(styles[style]) : found->second;
    }
    [[nodiscard]] std::string shown(double value, std::uint16_t style) const {
        return shown_number(digits(value), format(style), from_1904);
    }
    /// A string whose length stands at `at`, in `size` bytes.
    [[nodiscard]] std::string text(const BiffRecord& record, std::size_t at,
                                   std::size_t size) const {
        BiffText text(record, at);
        const std::uint32_t count = text.number(size);
        if (wide) return text.string(count);
        return code_page_text(slice(record.data, at + size, count), code_page);
    }
};

void read_strings(const BiffRecord& record, std::uint64_t limit, Book& book) {
    BiffText text(record, 8);
    std::uint64_t kept = 0;
    for (std::uint32_t count = u32(record.data, 4); count > 0 && !text.at_end(); --count) {
        const std::uint32_t length = text.number(2);
        book.strings.push_back(text.string(length));
        kept += book.strings.back().size();
        if (kept > limit || book.strings.size() > kMaxStrings) {
            book.overfull = true;
            return;
        }
    }
}

void read_sheet_entry(const BiffRecord& record, Book& book) {
    const bool hidden = (u8(record.data, 4) & 3U) != 0;
    const bool cells = u8(record.data, 5) == 0;  // else a chart, a macro sheet or Basic
    if (hidden || !cells || book.sheets.size() >= kMaxSheets) return;
    book.sheets.push_back({book.text(record, 6, 1), u32(record.data, 0)});
}

Book read_globals(std::string_view bytes, const Limits& limits) {
    Book book;
    BiffStream stream(bytes, 0);
    while (const auto record = stream.next()) {
        const std::string_view data = record->data;
        switch (record->id) {
            case kBof:
                book.wide = u16(data, 0) >= 0x0600;
                break;
            case kEof:
                return book;
            case kFilePass:
                book.encrypted = true;
                return book;
            case kDateMode:
                book.from_1904 = u16(data, 0) == 1;
                break;
            case kCodePage:
                book.code_page = u16(data, 0);
                break;
            case kBoundSheet:
                read_sheet_entry(*record, book);
                break;
            case kFormat:
                book.formats[u16(data, 0)] = format_of(book.text(*record, 2, book.wide ? 2 : 1));
                break;
            case kXf:
                if (book.styles.size() < kMaxFormats) book.styles.push_back(u16(data, 2));
                break;
            case kDrawings:
                book.drawings += data;
                for (const std::string_view more : record->more) book.drawings += more;
                break;
            case kSst:
                read_strings(*record, 8 * limits.text_bytes, book);
                break;
            default:
                break;
        }
    }
    return book;
}

/// The address of a HLINK record ([MS-XLS] 2.4.140, [MS-OSHARED] 2.3.7.1): only URL monikers.
std::string address_of(std::string_view data) {
    constexpr std::string_view kUrl(
        "\xE0\xC9\xEA\x79\xF9\xBA\xCE\x11\x8C\x82\x00\xAA\x00\x4B\xA9\x0B", 16);
    const std::uint32_t flags = u32(data, 28);
    std::uint64_t at = 32;
    const auto text = [&] {
        const std::uint64_t size = std::uint64_t{u32(data, at)} * 2;
        const std::string value = utf16_text(slice(data, at + 4, size));
        at += 4 + size;
        return value.substr(0, value.find('\0'));
    };
    if ((flags & 0x10U) != 0) text();  // the name shown
    if ((flags & 0x80U) != 0) text();  // the frame
    if ((flags & 0x01U) == 0) return {};
    if ((flags & 0x100U) != 0) return text();
    if (slice(data, at, 16) != kUrl) return {};
    const std::string value = utf16_text(slice(data, at + 20, u32(data, at + 16)));
    return value.substr(0, value.find('\0'));
}

/// The address of =HYPERLINK("…",…): a text comes first, the function (359) is called last.
std::string formula_address(std::string_view tokens) {
    constexpr std::uint8_t kText = 0x17;
    if (u8(tokens, 0) != kText || tokens.size() < 8) return {};
    const std::string_view call = tokens.substr(tokens.size() - 4);
    if ((u8(call, 0) & 0x1FU) != 0x02 || u16(call, 2) != 359) return {};
    BiffRecord record;
    record.data = tokens;
    BiffText text(record, 1);
    const std::uint32_t count = text.number(1);
    return text.string(count);
}

/// The cells and links of one sheet, as the stream has them.
class SheetReader {
 public:
    SheetReader(const Book& book, std::uint64_t limit) : book_(book), limit_(limit) {}

    /// The number of bytes read.
    std::uint64_t read(std::string_view bytes, std::uint32_t at) {
        BiffStream stream(bytes, at);
        std::size_t depth = 0;  // of substreams: a chart in the sheet has its own
        while (const auto record = stream.next()) {
            if (record->id == kBof) ++depth;
            if (record->id == kEof && depth <= 1) break;
            if (record->id == kEof) --depth;
            if (depth <= 1) take(*record);
            if (used_ > limit_) break;
        }
        cut_ = stream.is_cut();
        std::stable_sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) {
            return std::pair(a.row, a.column) < std::pair(b.row, b.column);
        });
        return stream.position() - at;
    }
    [[nodiscard]] bool is_cut() const { return cut_; }

    std::vector<Cell> cells;
    std::map<std::pair<std::uint16_t, std::uint16_t>, std::string> links;

 private:
    void take(const BiffRecord& record) {
        const std::string_view data = record.data;
        const std::uint16_t style = u16(data, 4);
        switch (record.id) {
            case kLabelSst: {
                const std::uint32_t index = u32(data, 6);
                if (index < book_.strings.size()) add(record, book_.strings[index]);
                return;
            }
            case kLabel:
            case kRString:
                return add(record, book_.text(record, 6, 2));
            case kNumber:
                return add(record, book_.shown(f64(data, 6), style));
            case kRk:
                return add(record, book_.shown(rk_number(u32(data, 6)), style));
            case kMulRk:
                return add_numbers(data);
            case kBoolErr:
                return add(record, truth(u8(data, 6), u8(data, 7) != 0));
            case kFormula:
                return add_formula(record);
            case kString:
                if (!awaits_text_) return;
                awaits_text_ = false;
                return add(u16(open_, 0), u16(open_, 2), book_.text(record, 0, 2));
            case kHyperlink:
                if (links.size() < kMaxFormats)
                    links.emplace(std::pair(u16(data, 0), u16(data, 4)), address_of(data));
                return;
            default:
                return;
        }
    }

    static std::string truth(std::uint8_t value, bool error) {
        if (error) return error_name(value);
        return value != 0 ? "TRUE" : "FALSE";
    }

    void add(const BiffRecord& record, const std::string& text) {
        add(u16(record.data, 0), u16(record.data, 2), text);
    }

    void add(std::uint16_t row, std::uint16_t column, const std::string& text) {
        if (text.empty()) return;
        used_ += text.size() + 1;
        cells.push_back({row, column, text});
    }

    void add_numbers(std::string_view data) {
        const std::uint16_t row = u16(data, 0);
        std::uint16_t column = u16(data, 2);
        for (std::size_t at = 4; at + 8 <= data.size(); at += 6, ++column)
            add(row, column, book_.shown(rk_number(u32(data, at + 2)), u16(data, at)));
    }

    /// [MS-XLS] 2.5.133: the result is a number unless its last two bytes are FF; then the first
    /// says what it is, and a text follows in a record of its own.
    void add_formula(const BiffRecord& record) {
        const std::string_view data = record.data;
        const std::string address = formula_address(slice(data, 22, u16(data, 20)));
        if (!address.empty() && links.size() < kMaxFormats)
            links.emplace(std::pair(u16(data, 0), u16(data, 2)), address);
        if (u16(data, 12) != 0xFFFF) return add(record, book_.shown(f64(data, 6), u16(data, 4)));
        const std::uint8_t kind = u8(data, 6);
        awaits_text_ = kind == 0;
        open_ = data;
        if (kind == 1 || kind == 2) add(record, truth(u8(data, 8), kind == 2));
    }

    const Book& book_;
    std::uint64_t limit_;
    std::uint64_t used_ = 0;
    std::string_view open_;  ///< the formula whose text comes next
    bool awaits_text_ = false;
    bool cut_ = false;
};

void write_sheet(const Sheet& sheet, SheetReader& reader, LineWriter& out, Reading& reading) {
    if (!reader.cells.empty()) {
        out.text(sheet.name);
        out.end_line();
    }
    for (std::size_t i = 0; i < reader.cells.size() && !out.truncated();) {
        const std::uint16_t row = reader.cells[i].row;
        out.begin_row();
        std::uint32_t next = 0;
        for (; i < reader.cells.size() && reader.cells[i].row == row; ++i) {
            const Cell& cell = reader.cells[i];
            if (cell.column < next) continue;  // the same cell once more
            out.begin_cell(std::min(cell.column - next, kMaxGap));
            out.text(cell.text);
            next = cell.column + 1U;
            const auto link = reader.links.find({cell.row, cell.column});
            if (link == reader.links.end()) continue;
            add_link(reading, link->second, cell.text);
            reader.links.erase(link);
        }
        out.end_row();
    }
    for (const auto& [place, address] : reader.links) add_link(reading, address, {});
}

void read_sheets(std::string_view bytes, const Book& book, const Limits& limits, Reading& reading) {
    LineWriter out(limits.text_bytes);
    bool cut = false;
    std::uint64_t effort = bytes.size();  // no record of an honest file belongs to two sheets
    for (const Sheet& sheet : book.sheets) {
        if (out.truncated()) break;
        if (u16(bytes, sheet.at) != kBof || sheet.at >= bytes.size()) {
            cut = true;
            continue;
        }
        SheetReader reader(book, limits.text_bytes);
        effort -= std::min<std::uint64_t>(effort, reader.read(bytes, sheet.at));
        write_sheet(sheet, reader, out, reading);
        cut = cut || reader.is_cut() || effort == 0;
        if (effort == 0) break;
    }
    if (cut) add_problem(reading, code::kDamaged, Severity::Degraded, "the workbook is cut short");
    const bool truncated = out.truncated() || book.overfull;
    set_text(reading, limits, out.take(), truncated);
}

}  // namespace

Reading read_xls(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    const OleStorage root(input.bytes);
    OleStorage::Stream stream;
    for (const std::string& name : root.names())
        if (name == "Workbook" || name == "WORKBOOK" ||
            (!stream.found && (name == "Book" || name == "BOOK")))
            stream = root.stream(name, limits.entry_bytes);
    if (u16(stream.bytes, 0) != kBof) {
        add_problem(reading, code::kDamaged, Severity::Lost, "the workbook cannot be read");
        return reading;
    }
    if (!stream.whole)
        add_problem(reading, code::kDamaged, Severity::Degraded, "the workbook is cut short");
    const Book book = read_globals(stream.bytes, limits);
    if (book.encrypted) return read_encrypted(input);
    PictureCollector(reading.inner, book.drawings.size()).collect(book.drawings, {});
    read_sheets(stream.bytes, book, limits, reading);
    return reading;
}

}  // namespace parsers::document
