#pragma once
/// Where parsing puts its results while it runs: the frame writer in the child (frames.h), a
/// collector in tests. Calls come in order: headers once; per document begin_document, its bytes,
/// end_document (a container's entries follow after its end); problems any time. One thread.

#include <span>
#include <string>
#include <string_view>

#include "parsers/parsed.h"

namespace parsers {

class Sink {
 public:
    virtual ~Sink() = default;
    /// Everything of Parsed but documents and problems.
    virtual void headers(const Parsed& parsed) = 0;
    virtual void begin_document(const Document& document) = 0;  ///< part, name, role, declared type
    virtual void bytes(std::string_view chunk) = 0;             ///< decoded content, any size
    virtual void end_document(
        const Document& document) = 0;  ///< complete, with text, segments, fields
    virtual void problem(const Problem& problem) = 0;
};

}  // namespace parsers
