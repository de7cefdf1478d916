#pragma once
/// XML files that are documents themselves: Word's and Excel's single-file formats, SVG, any other.
/// Throws only bad_alloc.

#include <string>

#include "parsers/document/reading.h"
#include "parsers/document/xml_adapter.h"

namespace parsers::document {

/// The file as a tree, by the encoding it names or by its bytes; what is wrong with it goes to
/// `reading`.
Xml open_xml_file(const Input& input, Reading& reading);

}  // namespace parsers::document
