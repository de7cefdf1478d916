#pragma once
/// Raw bytes to Parsed in process, without a confined child: for tests that are about what is made
/// of a mail, not about the child.

#include <string_view>

#include "parsers/limits.h"
#include "parsers/parse_message.h"
#include "parsers/parsed.h"
#include "parsers/sink.h"

namespace parsers {

class KeepsParsed final : public Sink {
 public:
    void headers(const Parsed& given) override {
        auto documents = std::move(parsed.documents);
        auto problems = std::move(parsed.problems);
        parsed = given;
        parsed.documents = std::move(documents);
        parsed.problems = std::move(problems);
    }
    void begin_document(const Document&) override {}
    void bytes(std::string_view) override {}
    void end_document(const Document& document) override { parsed.documents.push_back(document); }
    void problem(const Problem& problem) override { parsed.problems.push_back(problem); }

    Parsed parsed;
};

inline Parsed read_mail(std::string_view raw) {
    KeepsParsed sink;
    parse_message(raw, Limits(), sink);
    return std::move(sink.parsed);
}

}  // namespace parsers
