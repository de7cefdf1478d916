#pragma once
/// A whole Parsed as one byte string, kept in the ledger between the parse step and the judge step:
///   "FPRS" · version (1 byte) · Parsed in the coding of codec.h · FNV-1a of all before it (8
///   bytes, least first)
/// A torn, cut or changed string is refused as a whole; a version other than ours is refused too
/// (the message is then parsed anew from its raw bytes). Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include "parsers/parsed.h"

namespace parsers {

std::string encode(const Parsed& parsed);
/// None for anything encode() did not write, in this version or an earlier one.
std::optional<Parsed> decode(std::string_view bytes);

}  // namespace parsers
