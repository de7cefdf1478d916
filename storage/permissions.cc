#include "storage/permissions.h"

#include <fmt/format.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

namespace storage {

namespace {

struct Shared {
    const char* folder;
    mode_t mode;
};

// The group passes through what it may not list, and inherits what is made below the last three
// (setgid); the spool itself stays closed to it.
constexpr std::array kShared{
    Shared{"", 0710},
    Shared{"/archive", 0710},
    Shared{"/archive/by-filing", 02750},
    Shared{"/spool/incoming", 02700},
};
constexpr mode_t kClosed = 0067;  // others nothing; a group may only pass

base::Result<gid_t> group_id(const std::string& name) {
    std::vector<char> buffer(1 << 14);
    group entry{};
    group* found = nullptr;
    if (::getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return base::fail(base::Kind::Denied, base::Scope::Process,
                          "there is no group " + name + " ([state] staff_group)",
                          "create it: groupadd --system " + name);
    return entry.gr_gid;
}

}  // namespace

base::Result<> check_state_directory(const std::string& directory) {
    struct stat status {};
    if (::lstat(directory.c_str(), &status) != 0)
        return base::fail(base::system_error(errno, "cannot look at " + directory));
    if (!S_ISDIR(status.st_mode))
        return base::fail(base::Kind::Denied, base::Scope::Process, directory + " is no directory",
                          "name a directory under [state] in filingd.toml");
    if (status.st_uid != ::geteuid())
        return base::fail(
            base::Kind::Denied, base::Scope::Process, directory + " belongs to another user",
            fmt::format("run filingd as its owner, or: chown -R {} {}", ::geteuid(), directory));
    if ((status.st_mode & kClosed) != 0)
        return base::fail(base::Kind::Denied, base::Scope::Process,
                          directory + " is open to other users", "chmod 0700 " + directory);
    return {};
}

base::Result<> apply_staff_group(const std::string& state_directory, const std::string& group) {
    TRY_ASSIGN(const gid_t id, group_id(group));
    for (const Shared& shared : kShared) {
        const std::string path = state_directory + shared.folder;
        if (::chown(path.c_str(), static_cast<uid_t>(-1), id) == 0 &&
            ::chmod(path.c_str(), shared.mode) == 0)
            continue;
        base::Error error = base::system_error(errno, "cannot share " + path + " with " + group);
        error.hint = "make filingd's user a member of " + group + " and start it again";
        return base::fail(std::move(error));
    }
    return {};
}

}  // namespace storage
