#pragma once
/// What the page reader saw joins what the light parser found. Pure.

#include <cstddef>
#include <cstdint>

#include "parsers/parsed.h"

namespace pipeline {

/// Whether the page reader is asked about it: it shows something nobody read yet, and is no
/// decoration.
bool shows_pages(const parsers::Document& document);

/// Whether only a seal is looked for: a picture inside a file whose words stand in the file itself.
bool only_seals(const parsers::Document& document);

/// Puts the reading of documents[index] (and crops of its pages, as further documents) into
/// `parsed`. How many pages were read.
std::uint32_t merge_pages(parsers::Parsed& parsed, std::size_t index, parsers::Parsed read);

/// A seal on a picture inside an office file is that file's.
void spread_seals(parsers::Parsed& parsed);

}  // namespace pipeline
