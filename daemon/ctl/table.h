#pragma once
/// A plain table for a terminal: columns aligned by display width (a Han character is two cells
/// wide). Pure.

#include <string>
#include <vector>

namespace ctl {

using Row = std::vector<std::string>;

/// `rows.front()` is the header.
std::string table(const std::vector<Row>& rows);

}  // namespace ctl
