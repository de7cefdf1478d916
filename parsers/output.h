#pragma once
/// What the walk through a message (parse_message.cc) writes to: completes each document with
/// links, segments and fields, keeps the message's text budget, and bounds the problems. One object
/// a message, one thread. Throws only what the sink throws.

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/limits.h"
#include "parsers/parsed.h"
#include "parsers/problem_codes.h"
#include "parsers/sink.h"

namespace parsers {

/// One file to be read: its bytes and what its surroundings say of it.
struct File {
    std::string part;
    std::string_view name;
    std::string_view declared_type;
    std::string_view charset;
    std::string_view bytes;
    std::string media_type;
    std::string message_id;  ///< of a mail that is attached; a bounce is tied to its notice by it
    Role role = Role::Attachment;
};

Problem make_problem(std::string_view code, Severity severity, std::string detail);

class Output {
 public:
    Output(const Limits& limits, Sink& sink) : sink_(sink), text_left_(limits.text_bytes) {}

    void headers(const Parsed& parsed) { sink_.headers(parsed); }
    void say(Problem problem, std::string_view part);
    void say(std::string_view code, Severity severity, std::string detail, std::string_view part) {
        say(make_problem(code, severity, std::move(detail)), part);
    }

    /// Completes a document and hands it to the sink with its bytes and problems.
    void emit(const File& file, document::Reading reading);

    /// Runs one reader; whatever it throws costs this document its text, not the message.
    template <class Work>
    void guarded(const std::string& part, Work&& work) {
        try {
            std::forward<Work>(work)();
        } catch (const std::exception& error) {
            say(code::kDamaged, Severity::Lost,
                std::string("it could not be read: ") + base::one_line(error.what(), 100), part);
        }
    }

 private:
    void complete(Document& document);
    void cut_text(Document& document);
    void tell_huge(const Document& document);

    Sink& sink_;
    std::uint64_t text_left_;
    std::size_t problems_ = 0;
};

}  // namespace parsers
