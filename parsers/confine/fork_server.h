#pragma once
/// The warm fork server: one process without threads that has loaded and primed what parsing needs,
/// and forks one confined child for each order. Several children may run at once; the server waits
/// for orders, for ends of children and for their deadlines (twice their CPU seconds by the wall
/// clock) in one poll. It ends when filingd's end of the socket closes, and its children end with
/// it. Signals meant for filingd's group (INT, TERM, HUP) do not touch it.

#include "base/unique_fd.h"
#include "parsers/confine/child.h"

namespace parsers::confine {

/// Most children at once; orders beyond wait in the socket.
inline constexpr std::size_t kMostChildren = 16;

/// Warms up, tries the confinement once, says Hello and serves; returns the process's exit code.
int serve(base::UniqueFd socket, const Work& work);

}  // namespace parsers::confine
