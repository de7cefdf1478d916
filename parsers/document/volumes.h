#pragma once
/// Split archives: a mail often holds one volume of several, and no volume can be read alone.
/// Pure; throws only bad_alloc.

#include <string>
#include <string_view>

namespace parsers::document {

/// What kind of volume a file is ("one volume of a split RAR archive"), told by its headers, or by
/// its name where its bytes are no whole archive; empty when it is none.
std::string volume(std::string_view bytes, std::string_view name);

}  // namespace parsers::document
