#include "parsers/document/cell_value.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

#include "base/dates.h"

namespace parsers::document {
namespace {

constexpr double kLastDay = 2958466;  // 31 December 9999 is the day before
constexpr std::uint32_t kLastColumn = 16384;
constexpr long kSecondsADay = 86400;

struct FormatRange {
    std::uint32_t first;
    std::uint32_t last;
    NumberFormat format;
};
constexpr std::array<FormatRange, 10> kBuiltIn = {{
    {9, 10, NumberFormat::Percent},
    {14, 16, NumberFormat::Date},
    {17, 17, NumberFormat::Month},
    {18, 21, NumberFormat::Time},
    {22, 22, NumberFormat::DateTime},
    {27, 31, NumberFormat::Date},
    {32, 35, NumberFormat::Time},
    {36, 36, NumberFormat::Date},
    {45, 47, NumberFormat::Time},
    {50, 58, NumberFormat::Date},
}};

/// The letters of a format code that stand for themselves taken out: "…", \x, _x, *x, [Red],
/// [$-804].
std::string bare_code(std::string_view code) {
    std::string bare;
    code = code.substr(0, code.find(';'));
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"' || c == '[') {
            const std::size_t end = code.find(c == '"' ? '"' : ']', i + 1);
            if (end == std::string_view::npos) break;
            if (c == '[' && end == i + 2) bare += code[i + 1];  // [h] counts hours
            i = end;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else {
            bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
    }
    return bare;
}

std::optional<double> to_double(std::string_view value) {
    double number = 0;
    const auto result = std::from_chars(value.data(), value.data() + value.size(), number);
    if (result.ec != std::errc() || result.ptr != value.data() + value.size()) return {};
    if (!std::isfinite(number)) return {};
    return number;
}

std::string plain(double number) {
    std::array<char, 64> text{};
    const bool large = std::abs(number) >= 1e15;
    const auto result = large && std::abs(number) < 1e20
                            ? std::to_chars(text.data(), text.data() + text.size(), number,
                                            std::chars_format::fixed, 0)
                            : std::to_chars(text.data(), text.data() + text.size(), number,
                                            std::chars_format::general, 15);
    return {text.data(), result.ptr};
}

std::string two(long number) {
    const std::string text = std::to_string(number);
    return text.size() < 2 ? "0" + text : text;
}

std::string time_text(long seconds) {
    std::string text = two(seconds / 3600) + ":" + two(seconds / 60 % 60);
    if (seconds % 60 != 0) text += ":" + two(seconds % 60);
    return text;
}

std::string date_text(double serial, NumberFormat format, bool from_1904) {
    using std::chrono::days;
    auto day = static_cast<long>(std::floor(serial));
    long seconds = std::lround((serial - std::floor(serial)) * kSecondsADay);
    if (seconds == kSecondsADay) {
        ++day;
        seconds = 0;
    }
    // Excel's calendar has a 29 February 1900; before it every serial is one day behind.
    const base::Date epoch = from_1904 ? base::Date(days(-24107)) : base::Date(days(-25569));
    const base::Date date = epoch + days(!from_1904 && day < 60 ? day + 1 : day);
    if (format == NumberFormat::Time || (day == 0 && !from_1904)) return time_text(seconds);
    std::string text = base::format_date(date);
    if (format == NumberFormat::Month) return text.substr(0, 7);
    if (format == NumberFormat::DateTime || seconds != 0) text += " " + time_text(seconds);
    return text;
}

}  // namespace

NumberFormat built_in_format(std::uint32_t id) {
    for (const FormatRange& range : kBuiltIn)
        if (id >= range.first && id <= range.last) return range.format;
    return NumberFormat::Plain;
}

NumberFormat format_of(std::string_view code) {
    const std::string bare = bare_code(code);
    if (bare == "general") return NumberFormat::Plain;
    const auto has = [&](char c) { return bare.find(c) != std::string::npos; };
    const bool time = has('h') || has('s');
    if (has('y') || has('d')) {
        if (time) return NumberFormat::DateTime;
        return has('m') && !has('d') ? NumberFormat::Month : NumberFormat::Date;
    }
    if (time) return NumberFormat::Time;
    if (has('m')) return NumberFormat::Date;
    return has('%') ? NumberFormat::Percent : NumberFormat::Plain;
}

std::string shown_number(std::string_view value, NumberFormat format, bool from_1904) {
    const std::optional<double> number = to_double(value);
    if (!number) return std::string(value);
    switch (format) {
        case NumberFormat::Plain:
            return plain(*number);
        case NumberFormat::Percent:
            return plain(*number * 100) + "%";
        default:
            break;
    }
    if (*number < 0 || *number >= kLastDay) return plain(*number);
    return date_text(*number, format, from_1904);
}

bool column_of(std::string_view reference, std::uint32_t& column) {
    std::uint32_t value = 0;
    std::size_t i = 0;
    for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z'; ++i) {
        value = value * 26 + static_cast<std::uint32_t>(reference[i] - 'A') + 1;
        if (value > kLastColumn) return false;
    }
    if (value == 0) return false;
    column = value - 1;
    return true;
}

}  // namespace parsers::document
