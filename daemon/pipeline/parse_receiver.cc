#include "daemon/pipeline/parse_receiver.h"

#include <utility>

namespace pipeline {

void ParseReceiver::headers(const parsers::Parsed& parsed) {
    auto problems = std::move(parsed_.problems);  // some may have come before
    parsed_ = parsed;
    parsed_.problems = std::move(problems);
}

void ParseReceiver::begin_document(const parsers::Document& document) {
    if (!trouble_) note(objects_.begin(parsed_.documents.size(), document));
}

void ParseReceiver::bytes(std::string_view chunk) {
    if (!trouble_) note(objects_.write(chunk));
}

void ParseReceiver::end_document(const parsers::Document& document) {
    if (!trouble_) note(objects_.finish());
    if (!trouble_) parsed_.documents.push_back(document);
}

void ParseReceiver::problem(const parsers::Problem& problem) {
    parsed_.problems.push_back(problem);
}

void ParseReceiver::note(base::Result<> done) {
    if (!done) trouble_ = std::move(done.error());
}

}  // namespace pipeline
