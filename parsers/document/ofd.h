#pragma once
/// What an OFD file (GB/T 33190-2016) says of its electronic seals. Detection only: that a
/// signature with a stamp is there, never that it is valid.

#include <map>
#include <string>

#include "parsers/document/ooxml.h"
#include "parsers/document/reading.h"

namespace parsers::document {

/// Looks through the list of signatures at `list` (a part's name). `pages`: page ids to numbers
/// from 1. No seal comes back as SealFound::No; a list that can't be read, and a signature without
/// a stamp, as Uncertain.
Seal ofd_seal(Package& package, const std::string& list,
              const std::map<std::string, std::uint32_t>& pages, Reading& reading);

}  // namespace parsers::document
