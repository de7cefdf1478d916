#pragma once
/// Bytes of any Chinese mail to UTF-8 (ICU). Labels are hints: every gb* is read as GB18030, strict
/// UTF-8 under a gb* label stays UTF-8, unknown or ASCII labels are UTF-8 if they can be, else
/// GB18030. Pure functions.

#include <string>
#include <string_view>

namespace parsers::text {

struct Decoded {
    std::string text;      ///< well-formed UTF-8; undecodable bytes are U+FFFD
    bool guessed = false;  ///< another charset than the label was used
    bool damaged = false;  ///< at least one byte could not be decoded
};

/// `label` as written in the mail, may be empty or nonsense.
Decoded decode(std::string_view bytes, std::string_view label);

/// NFKC with full-width digits and letters narrowed and compatibility forms folded; for matching,
/// never for display.
std::string nfkc(std::string_view text);

/// nfkc, lower case, without any white space: the form in which words of the rulebook are looked
/// for.
std::string folded(std::string_view text);

}  // namespace parsers::text
