#pragma once
/// One confined child's life: confine, map the input, parse, write frames, end. Runs in a freshly
/// forked process without threads; a function away from the fork server and from
/// `filing-parser --parse`.

#include <sys/types.h>

#include <functional>
#include <string_view>

#include "base/result.h"
#include "parsers/confine/confinement.h"
#include "parsers/limits.h"
#include "parsers/sink.h"

namespace parsers::confine {

/// What a fork server does: warm up once, then parse in each child. A plain aggregate.
struct Work {
    std::function<base::Result<>()> warm_up;
    std::function<void(std::string_view input, const Limits& limits, Sink& sink)> parse;
    int niceness = 0;  ///< nice(2) of the server and its children: work others must not wait for
};

/// Ends the process with a ChildExit.
[[noreturn]] void live_as_child(const Confinement& confinement, const Work& work,
                                const Limits& limits, int input, int output, pid_t parent);

}  // namespace parsers::confine
