#pragma once
/// What of a message is found by `filingctl search`: subject, sender, names and texts of its
/// documents, parties and numbers. Part of the settle transaction; does the same again and again.

#include "base/result.h"
#include "daemon/pipeline/desk.h"
#include "parsers/parsed.h"

namespace pipeline {

/// From the ledger's parse result; a message never parsed is not found.
base::Result<> index_message(Desk& desk, base::MessageId message);
base::Result<> index_message(Desk& desk, base::MessageId message, const parsers::Parsed& parsed);

/// The text that the index takes. Each line once, for a stamped copy says what its Word file says;
/// at most 4,000 code points of a document, 16,000 of a message.
std::string text_to_index(const parsers::Parsed& parsed);

}  // namespace pipeline
