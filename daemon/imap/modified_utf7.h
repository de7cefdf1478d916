#pragma once
/// Folder names as IMAP spells them: modified UTF-7 (RFC 3501 §5.1.3). Pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace imap {

/// From UTF-8; none when the name is ill-formed UTF-8 or holds control characters.
std::optional<std::string> encode_folder(std::string_view name);
/// To UTF-8; none when it is not modified UTF-7 or spells control characters. Raw UTF-8, which some
/// servers send, is taken as it is.
std::optional<std::string> decode_folder(std::string_view name);

}  // namespace imap
