#pragma once
/// Ends a dialogue with a robot that does not say it is one: a mail that files nothing and brings
/// no file is answered at most once a day an address, and never when it answers one of our notices.
/// What files something is always answered, up to the caps of the outbox (outbox_runner.h). Runs
/// inside the settling transaction.

#include <string>

#include "base/result.h"
#include "daemon/pipeline/receipts.h"

namespace pipeline {

/// Why a mail that may be answered by its headers gets no receipt all the same; empty: it gets one,
/// and that is noted for the day.
base::Result<std::string> reason_to_stay_silent(Desk& desk, const parsers::Parsed& parsed,
                                                const Settlement& settlement,
                                                const std::string& address);

}  // namespace pipeline
