#pragma once
/// The choke point of storage and of what leaves the house: a commit of the ledger, an append to
/// the journal, a message handed to a server. Each is one counted step (base/steps.h) at which
/// tests end the process.

#include <string_view>

#include "base/env.h"
#include "base/result.h"
#include "base/steps.h"

namespace storage {

/// Runs `work`, which commits.
template <class Work>
auto commit_step(std::string_view what, Work&& work) {
    return base::step(base::StepKind::Commit, what, std::forward<Work>(work));
}

/// Runs `work`, which gives something to the outside that can't be taken back.
template <class Work>
auto send_step(std::string_view what, Work&& work) {
    return base::step(base::StepKind::Send, what, std::forward<Work>(work));
}

/// Appends and syncs. Told to die in it, it leaves the first half of the bytes behind, as a power
/// cut would.
base::Result<> append_step(base::Env& env, int fd, std::string_view bytes, std::string_view what);

}  // namespace storage
