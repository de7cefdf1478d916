#pragma once
/// The one table of formats: media type, who reads it, whether it holds further files. Constant
/// data.

#include <string_view>

#include "parsers/document/document_reader.h"

namespace parsers::document {

struct Format {
    std::string_view media_type;
    Reading (*reader)(const Input& input);
    bool container;
};

/// The format of that media type (parameters are not part of it), or null.
const Format* format_of_type(std::string_view media_type);

}  // namespace parsers::document
