#pragma once
/// What comes back to a notice and is no answer: bounces, and mail that shows it arrived. A bounce
/// counts only when it returns the notice's own random Message-ID and names an address that notice
/// went to: nobody else can stop mail to an address. Runs inside the settling transaction, on the
/// pipeline's thread; every change is journalled.

#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/pipeline/desk.h"
#include "parsers/parsed.h"

namespace pipeline {

/// A bounce: the notice is refused with the server's words once none of its addresses got it; an
/// address that is nobody's is dead, as is one that refused for another reason (full, policy) three
/// times in 30 days. The notice itself, or an answer to it: an uncertain one was sent after all.
base::Result<> note_returned(Desk& desk, const storage::Message& message,
                             const parsers::Parsed& parsed);

/// The address is alive again: mail goes to it as before.
base::Result<> forget_bounces(storage::Ledger& ledger, std::string_view address);

}  // namespace pipeline
