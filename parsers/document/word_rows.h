#pragma once
/// Which columns the cells of a Word table begin in. A .doc has no grid: every row says where its
/// own cells have their edges, in twips. The edges of all rows of a table together are its columns;
/// a cell that spans two of them leaves one empty behind it, as in docx. Pure.

#include <cstdint>
#include <vector>

#include "parsers/document/word_tables.h"

namespace parsers::document {

/// For each row of an outermost table within `count` CPs from `first`, in the order of the rows'
/// ends: the column of each cell. Empty for a row without edges.
std::vector<std::vector<std::uint32_t>> row_columns(const WordStreams& streams,
                                                    const WordTables& tables, std::uint32_t first,
                                                    std::uint32_t count);

}  // namespace parsers::document
