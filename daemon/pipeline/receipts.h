#pragma once
/// Whether a settled message gets a receipt, and which (design.md, Notices). Adds it to the outbox
/// inside the running transaction; the mailer sends it later.

#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "daemon/notices/notices.h"
#include "daemon/pipeline/desk.h"
#include "parsers/parsed.h"

namespace pipeline {

struct Settlement {
    storage::Outcome outcome = storage::Outcome::Review;
    std::string reason;
    std::vector<storage::Filing> filings;        ///< as they stand after this mail
    std::vector<storage::Candidate> candidates;  ///< of what went to review
    std::optional<storage::Message> about = {};  ///< the mail it is about, where that is another
};

base::Result<> queue_receipt(Desk& desk, const storage::Message& message,
                             const parsers::Parsed& parsed, const Settlement& settlement);

/// What a receipt for this settled message would tell today, for a look at it: nothing is numbered,
/// kept or sent.
base::Result<notices::ReceiptContent> receipt_of(Desk& desk, const storage::Message& message);

}  // namespace pipeline
