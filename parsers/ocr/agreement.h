#pragma once
/// Several readings of the same pages (passes) become one: what two of them say alike is sure, what
/// only one says is less so, what they say differently is of low confidence and settles nothing by
/// itself. Pure.

#include <vector>

#include "parsers/parsed.h"

namespace parsers::ocr {

/// How sure something read from a picture is.
inline constexpr double kAgreed = 0.95;  ///< two passes read it alike
inline constexpr double kAlone = 0.7;    ///< one pass read it, no other read anything in its place
inline constexpr double kDifferent = 0.4;  ///< passes read different things: disputed (parsed.h)

/// The readings' fields and segments, each with its confidence; text, seal and all else are the
/// first's. A reading that found more fields than the first gives the fields.
Document agreed(std::vector<Document> readings);

/// Whether a further pass should be read: something such a document must say is missing or
/// disputed.
bool wants_more(const Document& document);

}  // namespace parsers::ocr
