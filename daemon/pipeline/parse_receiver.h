#pragma once
/// What the frame reader plays to: collects Parsed, passes the documents' bytes on to the objects.
/// After the objects' first error nothing more is passed on. One thread, one job.

#include <optional>
#include <string_view>

#include "base/error.h"
#include "daemon/pipeline/parser_process.h"
#include "parsers/sink.h"

namespace pipeline {

class ParseReceiver : public parsers::Sink {
 public:
    explicit ParseReceiver(ParserProcess::Objects& objects) : objects_(objects) {}

    void headers(const parsers::Parsed& parsed) override;
    void begin_document(const parsers::Document& document) override;
    void bytes(std::string_view chunk) override;
    void end_document(const parsers::Document& document) override;
    void problem(const parsers::Problem& problem) override;

    /// The objects' error, if they had one.
    [[nodiscard]] std::optional<base::Error>& trouble() { return trouble_; }
    parsers::Parsed take() { return std::move(parsed_); }

 private:
    void note(base::Result<> done);

    ParserProcess::Objects& objects_;
    parsers::Parsed parsed_;
    std::optional<base::Error> trouble_;
};

}  // namespace pipeline
