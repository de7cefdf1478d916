#pragma once
/// Undoing a person's act: what it changed stands again exactly as before. An undo is an act of its
/// own, so that undoing it does the first act again. Belongs to the caller's thread.

#include <string>

#include "base/result.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

/// Conflict, with what was built on the act since by name, when anything it changed stands
/// otherwise now; BadInput when there is no such act or it is undone already. Returns the undo's
/// number.
base::Result<base::JournalNumber> undo(Desk& desk, base::JournalNumber act, const std::string& by);

}  // namespace pipeline
