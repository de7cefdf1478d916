#pragma once
/// What can stop a mailbox, each with its English text for the log and its Chinese cure for staff.
/// Errors of this folder are made here, so that kind and hint stay together.

#include <string>
#include <string_view>

#include "base/result.h"

namespace imap {

enum class Trouble {
    Unreachable,     ///< no connection: refused, timed out, no route
    NameUnknown,     ///< DNS
    WrongAuthority,  ///< the certificate is signed by nobody we trust
    CertificateExpired,
    WrongHost,  ///< the certificate is another host's
    TlsFailed,
    NoStartTls,
    NotImap,  ///< something else answers at this port
    ConnectionLost,
    NoAnswer,      ///< a command's deadline passed
    SessionEnded,  ///< BYE
    Garbled,       ///< an answer that breaks the protocol
    LoginRefused,
    LoginDisabled,
    UnsafeLogin,  ///< NetEase's risk control
    CommandRefused,
    Stopping,
};

base::Error error_of(Trouble trouble, std::string cause = {});
inline base::Failure fail_with(Trouble trouble, std::string cause = {}) {
    return base::Failure(error_of(trouble, std::move(cause)));
}

/// The trouble an error of this folder was made from.
bool is(Trouble trouble, const base::Error& error);

}  // namespace imap
