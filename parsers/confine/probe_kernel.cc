// Attempts to reach the network, other processes' shared memory, and the parts of the kernel where
// exploits begin.

#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/userfaultfd.h>
#include <mqueue.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

#include "parsers/confine/probe_attempts.h"

namespace parsers::confine {
namespace {

template <int family, int type = SOCK_DGRAM>
bool socket_of() {
    return ::socket(family, type, 0) >= 0;
}

bool connect_to_neighbour() {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) return false;
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strcpy(name.sun_path, "socket");
    return ::connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
}

bool hand_over_input() {
    char byte = 'x';
    iovec piece{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr packet{};
    packet.msg_iov = &piece;
    packet.msg_iovlen = 1;
    packet.msg_control = control.data();
    packet.msg_controllen = control.size();
    cmsghdr* rights = CMSG_FIRSTHDR(&packet);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &kInput, sizeof kInput);
    return ::sendmsg(kOutput, &packet, MSG_NOSIGNAL) == 1;
}

constexpr std::array kTalking{
    Probe{"socket (internet)", socket_of<AF_INET, SOCK_STREAM>},
    Probe{"socket (internet 6)", socket_of<AF_INET6, SOCK_STREAM>, false},
    Probe{"socket (raw)", socket_of<AF_INET, SOCK_RAW>, false},
    Probe{"socket (local)", socket_of<AF_UNIX>},
    Probe{"socket (netlink)", socket_of<AF_NETLINK>},
    Probe{"socket (packet)", socket_of<AF_PACKET, SOCK_RAW>, false},
    Probe{"socket (kernel cryptography)", socket_of<AF_ALG, SOCK_SEQPACKET>, false},
    Probe{"socket (virtual machine)", socket_of<AF_VSOCK, SOCK_STREAM>, false},
    Probe{"socketpair",
          [] {
              std::array<int, 2> ends{};
              return ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0;
          }},
    Probe{"connect", connect_to_neighbour},
    Probe{"connect by its pipe", [] { return ::connect(kOutput, nullptr, 0) == 0; }, false},
    Probe{"bind", [] { return ::bind(kOutput, nullptr, 0) == 0; }, false},
    Probe{"listen", [] { return ::listen(kOutput, 1) == 0; }, false},
    Probe{"accept", [] { return ::accept(kOutput, nullptr, nullptr) >= 0; }, false},
    Probe{"sendto", [] { return ::sendto(kOutput, "x", 1, 0, nullptr, 0) == 1; }, false},
    Probe{"hand its input over (SCM_RIGHTS)", hand_over_input, false},
    Probe{"recvmsg",
          [] {
              msghdr packet{};
              return ::recvmsg(kOutput, &packet, MSG_DONTWAIT) >= 0;
          },
          false},
    Probe{"shared memory (System V)", [] { return ::shmget(IPC_PRIVATE, 0, 0) >= 0; }, false},
    Probe{"attach shared memory", [] { return call(SYS_shmat, -1, nullptr, 0); }, false},
    Probe{"message queue (System V)", [] { return ::msgget(0x66696C, 0) >= 0; }, false},
    Probe{"semaphores (System V)", [] { return ::semget(0x66696C, 1, 0) >= 0; }, false},
    Probe{"message queue (POSIX)",
          [] { return call(SYS_mq_open, "filingd-probe-nowhere", O_RDONLY, 0, nullptr); }, false},
    Probe{"ioctl on its pipe",  // TIOCSTI is another number of the same call
          [] {
              int waiting = 0;
              return ::ioctl(kOutput, FIONREAD, &waiting) == 0;
          }},
    Probe{"memfd_create", [] { return ::memfd_create("probe", MFD_CLOEXEC) >= 0; }},
    Probe{"eventfd", [] { return call(SYS_eventfd2, 0, 0); }},
    Probe{"epoll", [] { return call(SYS_epoll_create1, 0); }},
#ifndef FILINGD_INSTRUMENTED
    // The sanitizers make pipes themselves.
    Probe{"a pipe of its own",
          [] {
              std::array<int, 2> ends{};
              return ::pipe2(ends.data(), O_CLOEXEC) == 0;
          }},
#endif
};

bool much_memory() {
    return ::mmap(nullptr, std::size_t{3} << 30, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

#ifndef FILINGD_INSTRUMENTED
void* page() {
    return ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

bool executable_memory() {
    return ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                  -1, 0) != MAP_FAILED;
}
#endif

bool io_uring() {
    io_uring_params parameters{};
    // Refused by the kernel's own setting is refused all the same.
    return call(SYS_io_uring_setup, 1, &parameters);
}

#ifdef __x86_64__
/// getpid (20) as a 32-bit program asks for it, past every number of the filter's own table. A
/// kernel without such programs ends the process with SIGSEGV, which is an answer here.
bool ask_as_32_bit() {
    ::signal(SIGSEGV, [](int) { ::_exit(ENOSYS); });
    long answer = 0;
    asm volatile("int $0x80" : "=a"(answer) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
    return answer > 0;
}
#endif

constexpr std::array kKernel{
    Probe{"more memory than allowed", much_memory},
#ifndef FILINGD_INSTRUMENTED
    // The sanitizers need these themselves.
    Probe{"executable memory", executable_memory},
    Probe{"make memory executable",
          [] { return ::mprotect(page(), 4096, PROT_READ | PROT_EXEC) == 0; }},
    Probe{"map its input as code",
          [] {
              return ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, kInput, 0) !=
                     MAP_FAILED;
          },
          false},
#endif
    Probe{"make memory executable by key",
          [] { return call(SYS_pkey_mprotect, nullptr, 0, PROT_READ | PROT_EXEC, -1); }},
    Probe{"lock memory", [] { return call(SYS_mlock, &errno, 1); }, false},
    Probe{"secret memory", [] { return call(SYS_memfd_secret, 0); }, false},
    Probe{"poison memory", [] { return call(SYS_madvise, nullptr, 0, 100); }, false},
    Probe{"advise another process", [] { return call(SYS_process_madvise, -1, nullptr, 0, 0, 0); },
          false},
    Probe{"userfaultfd", [] { return call(SYS_userfaultfd, UFFD_USER_MODE_ONLY); }, false},
    Probe{"io_uring_setup", io_uring, false},
    Probe{"io_uring_enter", [] { return call(SYS_io_uring_enter, -1, 0, 0, 0, nullptr); }, false},
    Probe{"io_uring_register", [] { return call(SYS_io_uring_register, -1, 0, nullptr, 0); },
          false},
    Probe{"asynchronous I/O",
          [] {
              unsigned long context = 0;
              return call(SYS_io_setup, 1, &context);
          }},
    Probe{"bpf", [] { return call(SYS_bpf, -1, nullptr, 0); }, false},
    Probe{"perf_event_open", [] { return call(SYS_perf_event_open, nullptr, 0, -1, -1, 0); },
          false},
    Probe{"keyctl", [] { return call(SYS_keyctl, 0, -3, 0); }, false},
    Probe{"add_key", [] { return call(SYS_add_key, "user", "probe", nullptr, 0, 0); }, false},
    Probe{"request_key", [] { return call(SYS_request_key, "user", "probe", nullptr, 0); }, false},
    Probe{"kernel log", [] { return call(SYS_syslog, 10, nullptr, 0); }, false},
    Probe{"load a module", [] { return call(SYS_init_module, nullptr, 0, ""); }, false},
    Probe{"load a module from a file", [] { return call(SYS_finit_module, -1, "", 0); }, false},
    Probe{"load a kernel", [] { return call(SYS_kexec_load, 0, 0, nullptr, ~0UL); }, false},
    Probe{"reboot", [] { return call(SYS_reboot, 0, 0, 0, nullptr); }, false},
    Probe{"set the clock", [] { return call(SYS_clock_settime, -1, nullptr); }, false},
    Probe{"set the time of day",
          [] {
              const timeval wrong{0, -1};
              return call(SYS_settimeofday, &wrong, nullptr);
          },
          false},
    Probe{"adjust the clock", [] { return call(SYS_adjtimex, nullptr); }, false},
    Probe{"set the host's name", [] { return call(SYS_sethostname, "", -1); }, false},
#ifdef __x86_64__
    Probe{"ports of devices", [] { return call(SYS_iopl, 4); }, false},
    Probe{"segments of its own", [] { return call(SYS_modify_ldt, 0, &errno, 0); }, false},
    Probe{"a 32-bit system call", ask_as_32_bit, false},
    Probe{"an x32 system call", [] { return call(0x40000000L | SYS_getpid); }, false},
#endif
    Probe{"a system call that does not exist", [] { return call(0x3FFF); }, false},
};

}  // namespace

void add_kernel_probes(std::vector<Probe>& all) {
    all.insert(all.end(), kTalking.begin(), kTalking.end());
    all.insert(all.end(), kKernel.begin(), kKernel.end());
}

}  // namespace parsers::confine
