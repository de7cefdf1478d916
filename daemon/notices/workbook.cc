#include "daemon/notices/workbook.h"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <cmath>
#include <memory>
#include <set>
#include <string_view>

#include "base/deleter.h"
#include "base/text.h"
#include "base/unique_fd.h"
#include "daemon/duties/matrix.h"

namespace notices {
namespace {

constexpr std::size_t kMostRows = 1'048'576;
constexpr std::size_t kMostColumns = 16'384;
constexpr std::size_t kCellUnits = 32'767;  // of UTF-16, as Excel counts
constexpr std::size_t kNameUnits = 31;
constexpr std::int64_t kMostExact = 999'999'999'999'999;  // 15 digits; the next are lost
constexpr double kNarrowest = 6;
constexpr double kWidest = 48;
constexpr double kMargin = 2;       // a cell's own edges, and the filter's arrow in a head
constexpr double kMostWidth = 255;  // of a column of Excel

using Book = std::unique_ptr<lxw_workbook, base::Deleter<lxw_workbook_free>>;

/// The library prints numbers with the decimal point of the thread's locale.
class PlainNumbers {
 public:
    PlainNumbers() : plain_(::newlocale(LC_NUMERIC_MASK, "C", ::duplocale(::uselocale(nullptr)))) {
        if (plain_) before_ = ::uselocale(plain_);
    }
    ~PlainNumbers() {
        if (!plain_) return;
        ::uselocale(before_);
        ::freelocale(plain_);
    }
    PlainNumbers(const PlainNumbers&) = delete;
    PlainNumbers& operator=(const PlainNumbers&) = delete;

 private:
    locale_t plain_;
    locale_t before_ = nullptr;
};

struct Formats {
    lxw_format* title;
    lxw_format* head;
    lxw_format* text;
    lxw_format* whole;
    lxw_format* places;
    lxw_format* day;
};

/// What has no place in a cell: controls but tab and line feed, bidi controls, and what XML
/// refuses.
bool unwanted(char32_t value) {
    return (value < 0x20 && value != '\t' && value != '\n') || (value >= 0x7F && value < 0xA0) ||
           value == 0x200E || value == 0x200F || (value >= 0x202A && value <= 0x202E) ||
           (value >= 0x2066 && value <= 0x2069) || value == 0xFFFE || value == 0xFFFF;
}

std::size_t units_of(char32_t value) { return value > 0xFFFF ? 2 : 1; }

bool is_hex(char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') ||
           (letter >= 'A' && letter <= 'F');
}

/// "_x0041_": spreadsheets read it as the character of that number (ECMA-376 §22.9.2.19).
bool looks_escaped(std::string_view text) {
    return text.size() >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' &&
           std::all_of(text.begin() + 2, text.begin() + 6, is_hex);
}

/// Text as it may stand in a cell.
std::string clean(std::string_view text) {
    std::string out;
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto [value, length] = base::code_point_at(text, at);
        if (value == '\r') value = '\n';
        const bool second_of_line_end =
            value == '\n' && at > 0 && text[at] == '\n' && text[at - 1] == '\r';
        const bool escape = looks_escaped(text.substr(at));
        at += length;
        if (unwanted(value) || second_of_line_end) continue;
        const std::size_t size = units_of(value) + (escape ? 6 : 0);
        if (units + size > kCellUnits) break;
        units += size;
        if (escape) out += "_x005F";
        base::append_utf8(out, value);
    }
    return out;
}

/// At most `most` units of a sheet's name, which neither begins nor ends with an apostrophe or
/// blank.
std::string cut_name(std::string_view name, std::size_t most) {
    std::string out;
    std::size_t units = 0;
    for (std::size_t at = 0; at < name.size();) {
        const auto [value, length] = base::code_point_at(name, at);
        at += length;
        if (units + units_of(value) > most) break;
        units += units_of(value);
        base::append_utf8(out, value);
    }
    const auto edge = [](char letter) { return letter == '\'' || letter == ' '; };
    while (!out.empty() && edge(out.back())) out.pop_back();
    while (!out.empty() && edge(out.front())) out.erase(0, 1);
    return out;
}

/// A name that the book does not have yet; `taken` holds them in lower case.
std::string sheet_name(std::string_view wanted, std::set<std::string>& taken) {
    constexpr std::string_view kForbidden = "[]:*?/\\\t\n";
    std::string plain;
    for (const char letter : clean(wanted))
        if (kForbidden.find(letter) == std::string_view::npos) plain += letter;
    const std::string base_name = cut_name(plain, kNameUnits);
    std::string name = base_name;
    // "History" is a name Excel keeps for itself.
    for (int number = 2;
         name.empty() || base::lowered(name) == "history" || taken.contains(base::lowered(name));
         ++number) {
        const std::string suffix = " (" + std::to_string(number) + ")";
        name = (base_name.empty() ? "Sheet" : cut_name(base_name, kNameUnits - suffix.size())) +
               suffix;
    }
    taken.insert(base::lowered(name));
    return name;
}

std::size_t widest_line(std::string_view text) {
    std::size_t widest = 0;
    for (const std::string_view line : base::split(text, '\n'))
        widest = std::max(widest, duties::display_width(line));
    return widest;
}

/// What a cell shows, for the width of its column.
struct ShownWidth {
    std::size_t operator()(std::monostate) const { return 0; }
    std::size_t operator()(const std::string& text) const { return widest_line(text); }
    std::size_t operator()(std::int64_t number) const { return std::to_string(number).size(); }
    std::size_t operator()(double number) const {
        const double digits = std::isfinite(number) ? std::log10(std::fabs(number) + 1) : 0;
        return static_cast<std::size_t>(digits) + 5;  // sign, point and places
    }
    std::size_t operator()(base::Date) const { return 10; }
};

std::size_t columns_of(const Sheet& sheet) {
    std::size_t columns = std::max<std::size_t>(1, sheet.heads.size());
    for (const auto& row : sheet.rows) columns = std::max(columns, row.size());
    return columns;
}

std::vector<double> widths_of(const Sheet& sheet) {
    std::vector<double> shown(columns_of(sheet), 0);
    for (std::size_t i = 0; i < sheet.heads.size(); ++i)
        shown[i] = static_cast<double>(widest_line(sheet.heads[i]));
    for (const auto& row : sheet.rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            shown[i] = std::max(shown[i], static_cast<double>(std::visit(ShownWidth{}, row[i])));
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const double given = i < sheet.widths.size() ? sheet.widths[i] : 0;
        shown[i] = given > 0 ? std::min(given, kMostWidth)
                             : std::clamp(shown[i] + kMargin, kNarrowest, kWidest);
    }
    return shown;
}

/// Writes the cells of one sheet. The limits are checked before, so the library has no word to say.
class Writer {
 public:
    Writer(lxw_worksheet* sheet, const Formats& formats) : sheet_(sheet), formats_(formats) {}
    void at(std::size_t row, std::size_t column) {
        row_ = static_cast<lxw_row_t>(row);
        column_ = static_cast<lxw_col_t>(column);
    }
    void text(std::string_view text, lxw_format* format) const {
        worksheet_write_string(sheet_, row_, column_, clean(text).c_str(), format);
    }
    void operator()(std::monostate) const {}
    void operator()(const std::string& value) const {
        if (!value.empty()) text(value, formats_.text);
    }
    void operator()(std::int64_t value) const {
        if (value > kMostExact || value < -kMostExact)
            return text(std::to_string(value), formats_.text);
        worksheet_write_number(sheet_, row_, column_, static_cast<double>(value), formats_.whole);
    }
    void operator()(double value) const {
        if (std::isfinite(value))
            worksheet_write_number(sheet_, row_, column_, value, formats_.places);
    }
    void operator()(base::Date value) const {
        const int year = base::year_of(value);
        // Excel counts days from 1900 on, with a 29 February 1900 that never was.
        if (year <= 1900 || year > 9999) return text(base::format_date(value), formats_.text);
        lxw_datetime day{year,
                         static_cast<int>(base::month_of(value)),
                         static_cast<int>(base::day_of(value)),
                         0,
                         0,
                         0};
        worksheet_write_datetime(sheet_, row_, column_, &day, formats_.day);
    }

 private:
    lxw_worksheet* sheet_;
    Formats formats_;
    lxw_row_t row_ = 0;
    lxw_col_t column_ = 0;
};

Formats formats_of(lxw_workbook* book) {
    Formats formats{workbook_add_format(book), workbook_add_format(book),
                    workbook_add_format(book), workbook_add_format(book),
                    workbook_add_format(book), workbook_add_format(book)};
    for (lxw_format* format :
         {formats.head, formats.text, formats.whole, formats.places, formats.day})
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    format_set_bold(formats.title);
    format_set_font_size(formats.title, 14);
    format_set_bold(formats.head);
    format_set_text_wrap(formats.head);
    format_set_bottom(formats.head, LXW_BORDER_THIN);
    format_set_text_wrap(formats.text);
    format_set_num_format(formats.whole, "0");
    format_set_num_format(formats.places, "0.00");
    format_set_num_format(formats.day, "yyyy-mm-dd");
    return formats;
}

base::Result<> write_sheet(lxw_workbook* book, const Formats& formats, const Sheet& sheet,
                           const std::string& name) {
    lxw_worksheet* made = workbook_add_worksheet(book, name.c_str());
    if (!made)
        return base::fail(base::Kind::Internal, base::Scope::Process,
                          "the workbook takes no sheet \"" + name + "\"");
    Writer writer(made, formats);
    std::size_t row = 0;
    if (!sheet.title.empty()) {
        writer.at(row++, 0);
        writer.text(sheet.title, formats.title);
    }
    const std::size_t head_row = row++;
    for (std::size_t i = 0; i < sheet.heads.size(); ++i) {
        writer.at(head_row, i);
        writer.text(sheet.heads[i], formats.head);
    }
    for (const auto& cells : sheet.rows) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            writer.at(row, i);
            std::visit(writer, cells[i]);
        }
        ++row;
    }
    const std::vector<double> widths = widths_of(sheet);
    for (std::size_t i = 0; i < widths.size(); ++i)
        worksheet_set_column(made, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), widths[i],
                             nullptr);
    if (!sheet.heads.empty())
        worksheet_autofilter(made, static_cast<lxw_row_t>(head_row), 0,
                             static_cast<lxw_row_t>(row - 1),
                             static_cast<lxw_col_t>(sheet.heads.size() - 1));
    worksheet_freeze_panes(made, static_cast<lxw_row_t>(head_row + 1),
                           static_cast<lxw_col_t>(std::min(sheet.frozen_columns, widths.size())));
    return {};
}

base::Result<> check_limits(const std::vector<Sheet>& sheets) {
    if (sheets.empty())
        return base::fail(base::Kind::BadInput, base::Scope::Process, "a workbook needs a sheet");
    for (const Sheet& sheet : sheets)
        if (sheet.rows.size() + 2 > kMostRows || columns_of(sheet) > kMostColumns)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              "the table \"" + base::one_line(sheet.name, 40) +
                                  "\" is larger than a sheet of Excel",
                              "ask for a shorter time");
    return {};
}

base::Result<std::string> bytes_of(int fd) {
    std::string bytes;
    std::array<char, 65536> chunk{};
    for (;;) {
        const auto got = ::pread(fd, chunk.data(), chunk.size(), static_cast<off_t>(bytes.size()));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return base::fail(base::system_error(errno, "cannot read the workbook"));
        if (got == 0) return bytes;
        bytes.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace

base::Result<std::string> workbook(const std::vector<Sheet>& sheets, base::Instant created) {
    TRY(check_limits(sheets));
    // The library writes to a path; this one leads to memory.
    const base::UniqueFd memory(::memfd_create("workbook", MFD_CLOEXEC));
    if (!memory) return base::fail(base::system_error(errno, "no memory for a workbook"));
    const std::string path = "/proc/self/fd/" + std::to_string(memory.get());
    const PlainNumbers plain_numbers;
    Book book(workbook_new(path.c_str()));
    if (!book)
        return base::fail(base::Kind::Transient, base::Scope::Process, "no memory for a workbook");
    lxw_doc_properties properties{};
    // Its own word for "none" is 0, and then it asks the clock.
    properties.created = std::max<std::time_t>(
        1, std::chrono::duration_cast<std::chrono::seconds>(created.time_since_epoch()).count());
    workbook_set_properties(book.get(), &properties);
    const Formats formats = formats_of(book.get());
    std::set<std::string> taken;
    for (const Sheet& sheet : sheets)
        TRY(write_sheet(book.get(), formats, sheet, sheet_name(sheet.name, taken)));
    // It frees the book, however it ends.
    if (const lxw_error error = workbook_close(book.release()); error != LXW_NO_ERROR)
        return base::fail(base::Kind::Transient, base::Scope::Process, "cannot make the workbook",
                          "look at the space in $TMPDIR", lxw_strerror(error));
    return bytes_of(memory.get());
}

}  // namespace notices
