#pragma once
/// What a person decides: each act changes the ledger and is journalled in one transaction. The
/// same for filingctl and whatever else lets staff act. Belongs to the caller's thread.

#include <string>

#include "base/result.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

struct Assignment {
    base::MessageId message;
    std::string unit;
    std::string obligation;
    std::string period;    ///< empty: the candidate's, or the year or month the rule implies;
                           ///< BadInput when that is unclear, or not of the obligation's form
    std::string document;  ///< part path or its number in `show`; empty: every attachment, or the
                           ///< body where there is none
    std::string by;        ///< who decided
};

/// Files documents of a message as this unit's answer to this obligation; takes them, and the links
/// of a mail that leaves a filing wholly, out of other filings. A message in review stays there
/// while an attachment of it belongs to no filing.
base::Result<base::FilingId> assign(Desk& desk, const Assignment& assignment);

/// The message, or what is left of it, is no filing.
base::Result<> dismiss(Desk& desk, base::MessageId message, const std::string& reason,
                       const std::string& by);

}  // namespace pipeline
