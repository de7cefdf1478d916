#pragma once
/// What keeps a child harmless: every descriptor closed but its input and output, no new
/// privileges, not dumpable, dead when its server is, rlimits, Landlock, seccomp. Prepared once in
/// the server; each child enters it and checks that every control really is in force. A child for
/// which enter() names a control must not parse: it ends with that control's exit code. Builds with
/// sanitizers can't live under RLIMIT_AS: there RLIMIT_DATA stands in for it.

#include <linux/filter.h>
#include <sys/types.h>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "parsers/limits.h"

namespace parsers::confine {

/// The child's descriptors once it is confined; 0, 1 and 2 are /dev/null.
inline constexpr int kInput = 3;
inline constexpr int kOutput = 4;

enum class Control {
    Descriptors,
    Parent,
    Privileges,
    Dumpable,
    Memory,
    Cpu,
    Rlimits,
    Landlock,
    Seccomp,
};

inline constexpr std::array<std::string_view, 9> kControlNames{
    "other descriptors closed",
    "ends with its server",
    "no_new_privs",
    "not dumpable",
    "memory limit",
    "CPU limit",
    "other rlimits",
    "Landlock",
    "seccomp",
};

inline std::string_view name(Control control) {
    return kControlNames[static_cast<std::size_t>(control)];
}

class Confinement {
 public:
    static base::Result<Confinement> prepare();

    /// In a freshly forked child: confines it with `input` and `output` as kInput and kOutput. The
    /// first control that is not in force, or none. `parent` is the process that forked.
    [[nodiscard]] std::optional<Control> enter(const Limits& limits, int input, int output,
                                               pid_t parent) const;

 private:
    Confinement(std::vector<sock_filter> filter, base::UniqueFd rules, base::UniqueFd null)
        : filter_(std::move(filter)), rules_(std::move(rules)), null_(std::move(null)) {}
    [[nodiscard]] bool arrange_descriptors(int input, int output) const;

    std::vector<sock_filter> filter_;
    base::UniqueFd rules_;
    base::UniqueFd null_;
};

}  // namespace parsers::confine
