#pragma once
/// One confined child's life: confine, map the input, parse, write frames, end. Runs in a freshly
/// forked process without threads; a plain function pointer away from the fork server and from
/// `filing-parser --parse`.

#include <sys/types.h>

#include <string_view>

#include "parsers/confine/confinement.h"
#include "parsers/limits.h"
#include "parsers/sink.h"

namespace parsers::confine {

/// What a fork server does: warm up once, then parse in each child.
struct Work {
    void (*warm_up)();
    void (*parse)(std::string_view input, const Limits& limits, Sink& sink);
};

/// Ends the process with a ChildExit.
[[noreturn]] void live_as_child(const Confinement& confinement, const Work& work,
                                const Limits& limits, int input, int output, pid_t parent);

}  // namespace parsers::confine
