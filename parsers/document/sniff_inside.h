#pragma once
/// Formats that share a wrapper, told apart by the names inside: zip (office files, OFD,
/// OpenDocument) and OLE2 (Word 97, Excel 97, Outlook). Only directories are read, within bounds;
/// nothing is unpacked. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace parsers::document {

std::string sniff_zip(std::string_view bytes);
std::string sniff_ole(std::string_view bytes);

/// Names of a zip's entries as raw bytes, from the central directory, else from the local headers.
std::vector<std::string_view> zip_names(std::string_view bytes);
/// Names of the storages and streams in the root of an OLE2 file (a Word file may hold a whole
/// workbook deeper in), in no order; of the whole directory where its tree is broken. Characters
/// beyond ASCII as '?'.
std::vector<std::string> ole_names(std::string_view bytes);
/// Whether the directory of an OLE2 file can be read and is short enough for a reader that recurses
/// over it.
bool ole_directory_fits(std::string_view bytes);

}  // namespace parsers::document
