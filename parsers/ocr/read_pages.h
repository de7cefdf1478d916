#pragma once
/// The work of the page reader (the parser's second server): one file whose pages are pictures goes
/// in, and comes out as one document, with text, segments, fields, where on the pages they stand
/// and how sure they are, and the seal; then, as documents with bytes, the pieces of a page a
/// person should look at. First and last page first, the others while the budget lasts
/// (Limits::ocr_pages, and most of the CPU seconds); with a budget of none only seals are looked
/// for. What was not read is said.

#include <string>
#include <string_view>

#include "base/result.h"
#include "parsers/limits.h"
#include "parsers/sink.h"

namespace parsers::ocr {

/// Loads the recogniser and primes what reading needs, before the process is confined. Once.
base::Result<> warm_up_pages(const std::string& tessdata);

void read_pages(std::string_view bytes, const Limits& limits, Sink& sink);

}  // namespace parsers::ocr
