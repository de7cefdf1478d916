#pragma once
/// The body of an Outlook letter that has no other form than packed RTF (PidTagRtfCompressed; .msg
/// and winmail.dat): its words are the letter's, never a document of their own. Throws nothing.

#include <string_view>

#include "parsers/document/document_reader.h"

namespace parsers::document {

Reading read_packed_rtf(std::string_view packed, const Limits& limits);

}  // namespace parsers::document
