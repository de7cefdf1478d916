#pragma once
/// The system calls a confined child may make, as a BPF program: built once in the fork server by
/// libseccomp (this is the one file that meets it), installed in every child by two system calls.
/// Anything not in the tables of seccomp_filter.cc ends the child with SIGSYS.

#include <linux/filter.h>

#include <vector>

#include "base/result.h"

namespace parsers::confine {

base::Result<std::vector<sock_filter>> build_seccomp_filter();

/// Sets the filter for this process, for good; errno's value, or 0.
int install_seccomp_filter(const std::vector<sock_filter>& filter);

/// Whether a filter is in force for this process.
bool seccomp_in_force();

}  // namespace parsers::confine
