#pragma once
/// The columns of a table whose rows only say where their own cells have their edges, in twips
/// (.doc, RTF): the edges of all rows together. Pure.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace parsers::document {

/// Edges this near to each other are one, moved by hand: a millimetre, in twips.
inline constexpr int kSameEdge = 57;

/// `rows`: the edges of each row's cells, one more than cells. Adds to `placed`, a row each, the
/// column in which each cell begins.
template <class Rows>
void place_rows(const Rows& rows, std::vector<std::vector<std::uint32_t>>& placed) {
    std::vector<int> all;
    for (const auto& row : rows) all.insert(all.end(), row.begin(), row.end());
    std::sort(all.begin(), all.end());
    std::vector<int> columns;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (i == 0 || std::int64_t{all[i]} - all[i - 1] > kSameEdge) columns.push_back(all[i]);
    for (const auto& row : rows) {
        std::vector<std::uint32_t> cells;
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            const auto behind = std::upper_bound(columns.begin(), columns.end(), row[i]);
            cells.push_back(static_cast<std::uint32_t>(behind - columns.begin()) - 1);
        }
        placed.push_back(std::move(cells));
    }
}

}  // namespace parsers::document
