#pragma once
/// The parse step: raw bytes go to a confined child each, documents come back as objects in the
/// spool, and what was read into the ledger, in one transaction for the batch.

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/result.h"
#include "daemon/pipeline/desk.h"
#include "daemon/pipeline/parser_process.h"
#include "parsers/parsed.h"

namespace pipeline {

/// Parses spooled messages, as many at once as the configuration allows. A child that died is a
/// result: its message is parsed as far as it came, with the problem parser_died. Transient when
/// the parser itself cannot run.
base::Result<> parse_spooled(Desk& desk, ParserProcess& parser,
                             std::span<const storage::Message> batch, std::stop_token stop);

/// What the bytes of one message give today, nothing of it recorded.
struct Reading {
    storage::Message headers;
    std::vector<storage::Document> documents;  ///< by index; without row ids
    std::vector<storage::Problem> problems;
    parsers::Parsed parsed;
};

/// Rows of the ledger for what was read.
storage::Document document_row(base::MessageId message, std::size_t index,
                               const parsers::Document& document, std::string sha256);
std::vector<storage::Problem> problem_rows(const parsers::Parsed& parsed);

/// Reads a message from the spool's or the archive's bytes; none when neither has them, or when
/// stopped. With `keep` its documents become objects of the spool, else only their hashes are told.
base::Result<std::optional<Reading>> read_message(Desk& desk, ParserProcess& parser,
                                                  const storage::Message& message, bool keep,
                                                  std::stop_token stop);

}  // namespace pipeline
