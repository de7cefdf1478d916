#include "parsers/confine/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include "base/error.h"

namespace parsers::confine {
namespace {

using base::Kind;
using base::Scope;

// The kernel's struct as of ABI 6; Debian's header knows the first member only.
struct RulesetAttributes {
    std::uint64_t files = 0;
    std::uint64_t network = 0;
    std::uint64_t scoped = 0;
};

struct Version {
    int abi;              ///< from this version on
    std::uint64_t files;  ///< all rights known by then
    std::uint64_t network;
    std::uint64_t scoped;
    std::size_t size;  ///< of the struct the kernel knows
};

constexpr std::array<Version, 6> kVersions{{
    {6, (1ULL << 16) - 1, 3, 3, 24},  // scope: abstract sockets, signals
    {5, (1ULL << 16) - 1, 3, 0, 16},  // ioctl on devices
    {4, (1ULL << 15) - 1, 3, 0, 16},  // bind and connect of TCP
    {3, (1ULL << 15) - 1, 0, 0, 8},   // truncate
    {2, (1ULL << 14) - 1, 0, 0, 8},   // refer
    {1, (1ULL << 13) - 1, 0, 0, 8},
}};

int admit_reading(int rules, const std::string& folder) {
    const base::UniqueFd fd(::open(folder.c_str(), O_PATH | O_CLOEXEC));
    if (!fd) return errno == ENOENT ? 0 : errno;
    landlock_path_beneath_attr below{};
    below.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    below.parent_fd = fd.get();
    const auto answer =
        ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
    return answer == 0 ? 0 : errno;
}

}  // namespace

int landlock_abi() {
    const auto answer =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return answer > 0 ? static_cast<int>(answer) : 0;
}

base::Result<base::UniqueFd> make_landlock_rules(const std::vector<std::string>& folders) {
    const int abi = landlock_abi();
    for (const Version& version : kVersions) {
        if (abi < version.abi) continue;
        const RulesetAttributes wanted{version.files, version.network, version.scoped};
        base::UniqueFd rules(
            static_cast<int>(::syscall(SYS_landlock_create_ruleset, &wanted, version.size, 0)));
        if (!rules) return base::fail(base::system_error(errno, "Landlock", Scope::Service));
        for (const std::string& folder : folders) {
            if (const int error = admit_reading(rules.get(), folder); error != 0) {
                return base::fail(base::system_error(error, folder, Scope::Service));
            }
        }
        return rules;
    }
    return base::fail(Kind::Denied, Scope::Service, "the kernel offers no Landlock",
                      "boot a kernel with CONFIG_SECURITY_LANDLOCK and landlock in its lsm= list "
                      "(Debian 12 has it), or allow its system calls in this container");
}

int enter_landlock(int rules) {
    return ::syscall(SYS_landlock_restrict_self, rules, 0) == 0 ? 0 : errno;
}

}  // namespace parsers::confine
