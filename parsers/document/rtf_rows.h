#pragma once
/// Which columns the cells of RTF tables begin in: a row only says where its own cells end
/// (\cellx), so the whole table is looked at before its first row is written. Pure.

#include <cstdint>
#include <string_view>
#include <vector>

namespace parsers::document {

/// For each \row of the file, in destinations that are not read too: the column of each cell.
std::vector<std::vector<std::uint32_t>> rtf_row_columns(std::string_view rtf);

}  // namespace parsers::document
