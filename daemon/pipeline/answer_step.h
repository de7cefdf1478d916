#pragma once
/// A mail that answers one of our notices, as part of its settlement (docs/ANSWERS.md): a unit
/// answers its receipt, staff answer the digest. Applies what it says within the running
/// transaction, so that nothing is done twice. A mail that is no answer, for whatever reason, goes
/// its normal way.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/judge/judge.h"
#include "daemon/pipeline/desk.h"
#include "parsers/parsed.h"

namespace pipeline {

/// How a mail that answers is settled.
struct Answered {
    std::optional<storage::Outcome> outcome;  ///< none: as it was judged
    std::string reason;                       ///< answer, answer_unclear, staff_note …
    /// What a fresh receipt tells, of the mail it was about; empty: no receipt.
    std::vector<storage::Filing> filings;
    std::optional<storage::Message> about;
};

/// None when the mail is no answer.
base::Result<std::optional<Answered>> take_answer(Desk& desk, const storage::Message& message,
                                                  const parsers::Parsed& parsed,
                                                  const judge::Judgement& judgement);

/// The answered notice's random Message-ID among the headers, the last one of ours; none when
/// nothing names one.
base::Result<std::optional<storage::Notice>> answered_notice(storage::Ledger& ledger,
                                                             const parsers::Parsed& parsed);

/// Whether the receiving server itself says that the sender is not who the mail says (RFC 8601):
/// its field stands above all others.
bool is_disavowed(const parsers::Parsed& parsed);

}  // namespace pipeline
