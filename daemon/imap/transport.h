#pragma once
/// A Wire over libcurl in CONNECT_ONLY mode (mail.md §2): libcurl resolves, connects, speaks TLS or
/// STARTTLS and checks the certificate; it is given no credentials, and afterwards the bytes are
/// ours. The one file of this folder that meets libcurl. Certificates are always verified, and
/// nothing is sent in clear text unless `insecure` says so. One Transport belongs to one thread, in
/// which it blocks SIGPIPE.

#include <chrono>
#include <string>

#include "daemon/imap/wire.h"

namespace imap {

struct Endpoint {
    std::string url;  ///< imaps://host[:port], or imap://, which needs STARTTLS
    bool insecure =
        false;            ///< imap:// in clear text; the configuration allows it for loopback only
    std::string ca_file;  ///< trusted besides nothing else; empty: the system's authorities
    std::chrono::milliseconds connect_timeout{30'000};
};

Connector connector_for(Endpoint endpoint);

/// The trouble behind a failed connection: libcurl's code, its words, and what the server had said.
base::Error classify_connect_failure(int code, const std::string& words, const std::string& heard);

}  // namespace imap
