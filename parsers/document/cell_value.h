#pragma once
/// How a number in a spreadsheet is shown: number formats of the styles part, serial days as dates.
/// Pure.

#include <cstdint>
#include <string>
#include <string_view>

namespace parsers::document {

enum class NumberFormat { Plain, Percent, Date, Month, Time, DateTime };

/// The kind of a built-in format (ECMA-376 part 1 §18.8.30; 27-36 and 50-58 are the Chinese dates).
NumberFormat built_in_format(std::uint32_t id);
/// The kind of a format code such as `yyyy"年"m"月"d"日"` or `0.00%`.
NumberFormat format_of(std::string_view code);

/// The number as a person reads it: 15 digits as Excel shows, dates yyyy-mm-dd, months yyyy-mm,
/// times hh:mm or hh:mm:ss. A text that is no number, and a day no calendar has, come back as they
/// are.
std::string shown_number(std::string_view value, NumberFormat format, bool from_1904);

/// 0-based column of a reference such as "AB12"; false when it is none.
bool column_of(std::string_view reference, std::uint32_t& column);

}  // namespace parsers::document
