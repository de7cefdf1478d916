#pragma once
/// Tells the formats apart that are text: mail, web pages, XML, scripts, plain text in UTF-8,
/// UTF-16 or GB18030; what is no text is application/octet-stream. Only the beginning is looked at.
/// Pure.

#include <string>
#include <string_view>

namespace parsers::document {

std::string sniff_text(std::string_view bytes, std::string_view name);

}  // namespace parsers::document
