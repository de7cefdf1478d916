#pragma once
/// The by-filing view of the archive: made anew for every filing that changed since it was last
/// shown. The ledger remembers which, so a crash in between leaves nothing stale. A view that
/// cannot be made keeps no other from being made: it is tried again later, and health tells of it.

#include "base/result.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

base::Result<> refresh_views(Desk& desk);

}  // namespace pipeline
