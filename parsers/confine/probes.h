#pragma once
/// What a confined child must not be able to do, tried for real: each probe runs in a process of
/// its own. Used by `filing-parser --probe`, filingctl doctor and the tests.

#include <span>
#include <string_view>

#include "parsers/confine/confinement.h"

namespace parsers::confine {

struct Probe {
    std::string_view name;
    bool (*passes)();  ///< tries it; true when it was not refused
    bool anyone =
        true;  ///< any process may do it where nothing is confined (the control of the tests)
};

std::span<const Probe> probes();

enum class ProbeResult { Refused, Passed, NotConfined };

/// Forks, confines (unless `confinement` is null, for the control) and tries. Never leaves anything
/// behind.
ProbeResult try_probe(const Probe& probe, const Confinement* confinement);

}  // namespace parsers::confine
