#pragma once
/// `filing-parser --parse`: one file read by one confined child, as words for a person. Not used by
/// filingd.

#include <string>

#include "base/result.h"
#include "parsers/confine/child.h"

namespace parsers::confine {

struct FileWords {
    std::string words;
    bool complete = false;  ///< the child came to its end and said so
};

base::Result<FileWords> parse_file(const std::string& path, const Work& work, const Limits& limits);

}  // namespace parsers::confine
