#pragma once
/// The one entry for a whole message: pre-flight, MIME, every document through the registry,
/// containers to their depth, segments and fields. Pure of system calls; runs in the confined child
/// and, for tests and fuzzing, in process. Throws nothing; hostile bytes end as problems in the
/// sink.

#include <string_view>

#include "parsers/limits.h"
#include "parsers/sink.h"

namespace parsers {

void parse_message(std::string_view raw, const Limits& limits, Sink& sink);

}  // namespace parsers
