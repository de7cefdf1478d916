#pragma once
/// The words of interfaces.md for the enums of parsed.h. Pure.

#include <string_view>

#include "parsers/parsed.h"

namespace parsers {

std::string_view name(Severity severity);  ///< note, degraded, lost
/// body, attachment, inline_logo, signature_card, container, picture
std::string_view name(Role role);
std::string_view name(TextSource source);  ///< text, ocr, none
std::string_view name(SealFound found);    ///< yes, no, uncertain
std::string_view name(SealKind kind);      ///< ink, electronic, copy; empty for none

}  // namespace parsers
