#pragma once
/// What went wrong, classified where it is born: `kind` says what sort of failure, `scope` how far
/// it reaches, `text` what happened (English, for the log), `hint` the cure for a person (may be
/// empty), `cause` the foreign words behind it (errno text, a server's answer). Upper layers only
/// route it.

#include <string>
#include <string_view>

namespace base {

enum class Kind {
    Transient,
    Auth,
    Rejected,
    BadInput,
    Corrupt,
    Conflict,
    NoSpace,
    Denied,
    Internal
};
enum class Scope { Part, Message, Mailbox, Service, Process };

struct Error {
    Kind kind = Kind::Internal;
    Scope scope = Scope::Process;
    std::string text;
    std::string hint;
    std::string cause;
};

/// Whether trying the same thing again later may succeed without a person.
bool retryable(Kind kind);

std::string_view name(Kind kind);
std::string_view name(Scope scope);

/// "text: cause (hint)", the form for a log line or a terminal.
std::string describe(const Error& error);

/// The Error of a failed system call: `errno_value` decides the kind (ENOSPC, EDQUOT -> NoSpace;
/// EACCES, EPERM, EROFS -> Denied; EINTR, EAGAIN, EMFILE, ENOMEM, EIO ... -> Transient).
Error system_error(int errno_value, std::string_view what, Scope scope = Scope::Process);

}  // namespace base
