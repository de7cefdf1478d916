// Attempts to reach files: to read what was not handed over, to write anything, to learn what is
// there.

#include <fcntl.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>

#include "parsers/confine/probe_attempts.h"

namespace parsers::confine {
namespace {

bool opened(const char* path, int flags) {
    const int fd = ::open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0) ::close(fd);
    return fd >= 0;
}

bool open_of_parent(const char* what) {
    return opened(("/proc/" + std::to_string(surroundings.parent) + "/" + what).c_str(), O_RDONLY);
}

bool create_in_shared_memory() {
    const std::string path = "/dev/shm/filingd-probe-" + std::to_string(::getpid());
    const bool made = opened(path.c_str(), O_WRONLY | O_CREAT | O_EXCL);
    if (made) ::unlink(path.c_str());
    return made;
}

bool open_the_new_way() {
    const std::array<std::uint64_t, 3> how{O_RDONLY | O_CLOEXEC, 0, 0};
    return call(SYS_openat2, AT_FDCWD, "/etc/passwd", how.data(), sizeof how);
}

bool read_existence() {
    struct stat facts {};
    return ::stat("/etc/passwd", &facts) == 0;
}

bool read_link() {
    std::array<char, 256> path{};
    return ::readlink("/proc/self/exe", path.data(), path.size()) > 0;
}

bool work_directory() {
    std::array<char, 4096> path{};
    return ::getcwd(path.data(), path.size()) != nullptr;
}

bool handle_of_file() {
    struct {
        unsigned bytes = 128;
        int type = 0;
        std::array<unsigned char, 128> handle{};
    } found;
    int mount = 0;
    return call(SYS_name_to_handle_at, AT_FDCWD, "file", &found, &mount, 0);
}

constexpr std::array kReading{
    Probe{"read /etc/passwd", [] { return opened("/etc/passwd", O_RDONLY); }, true, true},
    Probe{"read what lies beside its input", [] { return opened("file", O_RDONLY); }, true, true},
    Probe{"read by a way through what it may read",
          [] { return opened("/usr/share/poppler/../../../etc/passwd", O_RDONLY); }, false, true},
    Probe{"read /proc/self/maps", [] { return opened("/proc/self/maps", O_RDONLY); }, true, true},
    Probe{"read /proc/self/root", [] { return opened("/proc/self/root/etc/passwd", O_RDONLY); },
          true, true},
    Probe{"list its descriptors", [] { return opened("/proc/self/fd", O_RDONLY | O_DIRECTORY); },
          true, true},
    Probe{"read /proc/1/status", [] { return opened("/proc/1/status", O_RDONLY); }, true, true},
    Probe{"read the parent's maps", [] { return open_of_parent("maps"); }, true, true},
    Probe{"read the parent's environment", [] { return open_of_parent("environ"); }, true, true},
    Probe{"list /", [] { return opened("/", O_RDONLY | O_DIRECTORY); }, true, true},
    Probe{"openat2", open_the_new_way, true, true},
    Probe{"open with O_PATH", [] { return opened("/etc", O_PATH); }},
    Probe{"name_to_handle_at", handle_of_file, false},
    Probe{"open_by_handle_at", [] { return call(SYS_open_by_handle_at, -1, nullptr, 0); }, false},
    Probe{"stat", read_existence},
    Probe{"access", [] { return ::access("/etc/passwd", F_OK) == 0; }},
    Probe{"statx",
          [] {
              std::array<char, 512> facts{};
              return call(SYS_statx, AT_FDCWD, "/etc/passwd", 0, 0x7FF, facts.data());
          }},
    Probe{"readlink", read_link},
    Probe{"getcwd", work_directory},
    Probe{"chdir", [] { return ::chdir("/") == 0; }},
    Probe{"inotify_init", [] { return ::inotify_init1(IN_CLOEXEC) >= 0; }},
    Probe{"fanotify_init", [] { return call(SYS_fanotify_init, 0, O_RDONLY); }, false},
    Probe{"a descriptor of the parent",
          [] { return ::fcntl(surroundings.descriptor, F_GETFD) != -1; }},
};

constexpr std::array kWriting{
    Probe{"write its own input", [] { return opened("/proc/self/fd/3", O_RDWR); }, true, true},
    Probe{"write the file of its input", [] { return opened("file", O_WRONLY); }, true, true},
    Probe{"write /etc/passwd", [] { return opened("/etc/passwd", O_WRONLY); }, false, true},
    Probe{"write its own memory by name", [] { return opened("/proc/self/mem", O_RDWR); }, true,
          true},
    Probe{"create a file", [] { return opened("new", O_WRONLY | O_CREAT | O_EXCL); }, true, true},
    Probe{"create a file in /dev/shm", create_in_shared_memory, true, true},
    Probe{"create a file without a name", [] { return opened(".", O_WRONLY | O_TMPFILE); }, true,
          true},
    Probe{"truncate by opening", [] { return opened("file", O_RDONLY | O_TRUNC); }, true, true},
    Probe{"truncate", [] { return ::truncate("file", 0) == 0; }},  // Landlock: from ABI 3
    Probe{"make a directory", [] { return ::mkdir("made", 0700) == 0; }, true, true},
    Probe{"make a pipe with a name", [] { return ::mkfifo("made", 0600) == 0; }, true, true},
    Probe{"make a device", [] { return ::mknod("made", S_IFCHR | 0600, 0x103) == 0; }, false, true},
    Probe{"symlink", [] { return ::symlink("/etc/passwd", "made") == 0; }, true, true},
    Probe{"link", [] { return ::link("file", "made") == 0; }, true, true},
    Probe{"unlink", [] { return ::unlink("file") == 0; }, true, true},
    Probe{"unlinkat", [] { return ::unlinkat(AT_FDCWD, "file", 0) == 0; }, true, true},
    Probe{"rmdir", [] { return ::rmdir("folder") == 0; }, true, true},
    Probe{"rename", [] { return std::rename("file", "made") == 0; }, true, true},
    Probe{"renameat2", [] { return call(SYS_renameat2, AT_FDCWD, "file", AT_FDCWD, "made", 1); },
          true, true},
    Probe{"chmod", [] { return ::chmod("file", 0666) == 0; }},
    Probe{"fchmod of its input", [] { return ::fchmod(kInput, 0666) == 0; }},
    Probe{"chown", [] { return ::chown("file", ::getuid(), ::getgid()) == 0; }},
    Probe{"set a file's time", [] { return ::utimensat(AT_FDCWD, "file", nullptr, 0) == 0; }},
    Probe{"setxattr", [] { return call(SYS_setxattr, "file", "user.x", "1", 1, 0); }, false},
    Probe{"ftruncate of its input", [] { return ::ftruncate(kInput, 0) == 0; }, false},
    Probe{"lock its input", [] { return ::flock(kInput, LOCK_EX | LOCK_NB) == 0; }},
    Probe{"sendfile to its pipe", [] { return ::sendfile(kOutput, kInput, nullptr, 1) == 1; }},
    Probe{"splice to its pipe",
          [] { return ::splice(kInput, nullptr, kOutput, nullptr, 1, 0) == 1; }},
    Probe{"vmsplice to its pipe",
          [] {
              char byte = 'x';
              const iovec piece{&byte, 1};
              return ::vmsplice(kOutput, &piece, 1, 0) == 1;
          }},
    Probe{"grow its pipe", [] { return ::fcntl(kOutput, F_SETPIPE_SZ, 1 << 16) >= 0; }},
    Probe{"signals from its pipe", [] { return ::fcntl(kOutput, F_SETOWN, ::getpid()) == 0; }},
    Probe{"syncfs", [] { return call(SYS_syncfs, -1); }, false},
    Probe{"mount", [] { return ::mount("none", "nowhere", "tmpfs", 0, nullptr) == 0; }, false},
    Probe{"umount", [] { return ::umount2("nowhere", 0) == 0; }, false},
    Probe{"move_mount", [] { return call(SYS_move_mount, -1, "", -1, "", 0); }, false},
    Probe{"fsopen", [] { return call(SYS_fsopen, "nonsense", 0); }, false},
    Probe{"pivot_root", [] { return call(SYS_pivot_root, "nowhere", "nowhere"); }, false},
    Probe{"chroot", [] { return ::chroot(".") == 0; }, false},
    Probe{"quotactl", [] { return call(SYS_quotactl, -1, nullptr, 0, nullptr); }, false},
    Probe{"swapon", [] { return call(SYS_swapon, nullptr, 0); }, false},
};

}  // namespace

void add_file_probes(std::vector<Probe>& all) {
    all.insert(all.end(), kReading.begin(), kReading.end());
    all.insert(all.end(), kWriting.begin(), kWriting.end());
}

}  // namespace parsers::confine
