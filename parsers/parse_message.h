#pragma once
/// The one entry for a whole message: pre-flight, MIME, every document through the registry,
/// containers to their depth, segments and fields. Pure of system calls; runs in the confined child
/// and, for tests and fuzzing, in process. Throws nothing; hostile bytes end as problems in the
/// sink.
///
/// Bodies: the plain and the HTML form of one multipart/alternative are ONE document of role Body:
/// path, bytes and text are those of text/plain unless its text is blank, the links of both are
/// merged. A body in HTML only has the path of its part. Further texts shown inline (Apple Mail
/// writes one after each attachment) are bodies of their own. An empty body is no document; an
/// empty attachment is. Links written out in a document's text stand in Document::links beside its
/// hyperlinks.

#include <string_view>

#include "parsers/limits.h"
#include "parsers/sink.h"

namespace parsers {

void parse_message(std::string_view raw, const Limits& limits, Sink& sink);

}  // namespace parsers
