#pragma once
/// The attempts behind probes.h, by what they reach for, and what surrounds the process that makes
/// them. Each is harmless where it is not refused, also to root: what would change the machine is
/// asked with arguments the kernel does not take.

#include <sys/types.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "parsers/confine/probes.h"

namespace parsers::confine {

/// Set before the confinement. The working directory holds `file` (also the input), `folder` and
/// `socket`, which listens.
struct Surroundings {
    pid_t parent = 0;
    int priority = 0;     ///< the parent's
    int descriptor = -1;  ///< was open before
    std::string folder;   ///< the working directory
};
extern Surroundings surroundings;

template <class... Arguments>
bool call(long number, Arguments... arguments) {
    return ::syscall(number, arguments...) >= 0;
}

void add_file_probes(std::vector<Probe>& all);
void add_process_probes(std::vector<Probe>& all);
void add_kernel_probes(std::vector<Probe>& all);

}  // namespace parsers::confine
