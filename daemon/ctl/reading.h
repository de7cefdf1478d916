#pragma once
/// What was read of a message, for a person and as JSON: its parts as a tree, and of each document
/// title, number, signature, heads of tables, fields with their confidence. Prints to stdout.

#include <nlohmann/json.hpp>
#include <vector>

#include "base/result.h"
#include "daemon/ctl/office.h"
#include "parsers/parsed.h"

namespace ctl {

/// The parsed message; none when the ledger has none that can be read.
std::optional<parsers::Parsed> parsed_of(Office& office, base::MessageId message);

void print_parts(const std::vector<storage::Document>& documents,
                 const std::optional<parsers::Parsed>& parsed);

nlohmann::ordered_json reading_json(const parsers::Parsed& parsed);

}  // namespace ctl
