#pragma once
/// Mail that is wrapped in cryptography as a whole: S/MIME (RFC 8551) and OpenPGP (RFC 4880, 3156).
/// Nothing is decrypted or verified; what it is gets named. Pure; throws only bad_alloc.

#include <optional>
#include <string_view>

#include "parsers/parsed.h"

namespace parsers {

/// The problem of a part that holds a sealed mail, or none.
std::optional<Problem> sealed_mail(std::string_view declared_type, std::string_view bytes);

}  // namespace parsers
