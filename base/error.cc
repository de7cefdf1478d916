#include "base/error.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace base {
namespace {

struct KindRow {
    Kind kind;
    std::string_view name;
    bool retryable;
};

constexpr std::array kKinds{
    KindRow{Kind::Transient, "transient", true}, KindRow{Kind::Auth, "auth", false},
    KindRow{Kind::Rejected, "rejected", false},  KindRow{Kind::BadInput, "bad_input", false},
    KindRow{Kind::Corrupt, "corrupt", false},    KindRow{Kind::Conflict, "conflict", true},
    KindRow{Kind::NoSpace, "no_space", true},    KindRow{Kind::Denied, "denied", false},
    KindRow{Kind::Internal, "internal", false},
};

constexpr std::array<std::string_view, 5> kScopes{"part", "message", "mailbox", "service",
                                                  "process"};

constexpr bool in_order() {
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (kKinds[i].kind != static_cast<Kind>(i)) return false;
    return true;
}
static_assert(in_order());

Kind kind_of(int errno_value) {
    switch (errno_value) {
        case ENOSPC:
        case EDQUOT:
            return Kind::NoSpace;
        case EACCES:
        case EPERM:
        case EROFS:
            return Kind::Denied;
        case EEXIST:
            return Kind::Conflict;
        case ENOENT:
        case ENOTDIR:
        case EISDIR:
        case ENAMETOOLONG:
        case EINVAL:
            return Kind::BadInput;
        default:
            return Kind::Transient;
    }
}

std::string_view hint_of(Kind kind) {
    switch (kind) {
        case Kind::NoSpace:
            return "free space on this disk";
        case Kind::Denied:
            return "check owner and permissions";
        default:
            return {};
    }
}

}  // namespace

bool retryable(Kind kind) { return kKinds[static_cast<std::size_t>(kind)].retryable; }
std::string_view name(Kind kind) { return kKinds[static_cast<std::size_t>(kind)].name; }
std::string_view name(Scope scope) { return kScopes[static_cast<std::size_t>(scope)]; }

std::string describe(const Error& error) {
    std::string text = error.text;
    if (!error.cause.empty()) text += ": " + error.cause;
    if (!error.hint.empty()) text += " (" + error.hint + ")";
    return text;
}

Error system_error(int errno_value, std::string_view what, Scope scope) {
    std::array<char, 128> buffer{};
    const Kind kind = kind_of(errno_value);
    return Error{kind, scope, std::string(what), std::string(hint_of(kind)),
                 ::strerror_r(errno_value, buffer.data(), buffer.size())};
}

}  // namespace base
