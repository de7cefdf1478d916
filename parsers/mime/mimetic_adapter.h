#pragma once
/// The one place that meets mimetic: a repaired copy (preflight.h) in, plain values out. mimetic's
/// exceptions end here. Pure; throws only bad_alloc.

#include <optional>
#include <string>
#include <vector>

#include "parsers/parsed.h"

namespace parsers::mime {

/// An entity as mimetic read it.
struct Entity {
    std::vector<Header> fields;  ///< without the Content-Type the copy put in front
    std::string body;            ///< of a leaf, as encoded
    std::vector<Entity> parts;
};

/// None when mimetic gave up.
std::optional<Entity> parse_with_mimetic(const std::string& copy);

}  // namespace parsers::mime
