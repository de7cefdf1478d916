#pragma once
/// What the page reader saw joins what the light parser found. Pure.

#include <cstddef>
#include <cstdint>

#include "parsers/parsed.h"

namespace pipeline {

/// Whether the page reader is asked about it: it shows something nobody read yet, and is no
/// decoration.
bool shows_pages(const parsers::Document& document);

/// Whether only a seal is looked for: a picture inside a file that has words of its own.
bool only_seals(const parsers::Parsed& parsed, const parsers::Document& document);

/// Puts the reading of documents[index] (and crops of its pages, as further documents) into
/// `parsed`. How many pages were read.
std::uint32_t merge_pages(parsers::Parsed& parsed, std::size_t index, parsers::Parsed read);

/// What was seen on the pictures inside a file is that file's: a seal, and their words where it has
/// none of its own (a scan put into a Word file or an OFD).
void lift_pictures(parsers::Parsed& parsed);

}  // namespace pipeline
