#pragma once
/// What a confined child must not be able to do, tried for real: each probe runs in a process of
/// its own. Used by `filing-parser --probe`, filingctl doctor and the tests.

#include <functional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "parsers/confine/confinement.h"

namespace parsers::confine {

struct Probe {
    std::string_view name;
    bool (*passes)();  ///< tries it; true when it was not refused, else errno says why
    /// Where nothing is confined (the control of the tests): anyone may do it; else it takes a
    /// privilege or right arguments, and gets an answer instead of the end.
    bool anyone = true;
    bool landlock_too = false;  ///< refused by Landlock alone, without seccomp
};

std::vector<Probe> probes();

struct ProbeOutcome {
    enum class How {
        Passed,
        Refused,      ///< an answer; `number` is the errno
        Killed,       ///< SIGSYS: ended for trying
        Broken,       ///< another end; `number` is the signal: says nothing
        NotConfined,  ///< not tried: a control was not in force
    };
    How how = How::NotConfined;
    int number = 0;
    [[nodiscard]] bool refused() const { return how == How::Refused || how == How::Killed; }
    bool operator==(const ProbeOutcome&) const = default;
};

/// Puts the calling process under the confinement to be tried, with these two descriptors as its
/// input and output; false when it is not in force. `parent` is the process that forked.
using Enter = std::function<bool(int input, int output, pid_t parent)>;

/// Forks, confines (without `enter` not: the control) and tries, in a folder of its own that is
/// taken away afterwards. An error when there can be no such folder.
base::Result<ProbeOutcome> try_probe(const Probe& probe, const Enter& enter);
base::Result<ProbeOutcome> try_probe(const Probe& probe, const Confinement& confinement);

}  // namespace parsers::confine
