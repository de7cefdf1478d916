#pragma once
/// Whether an address is one of the public Internet. A page named in a mail must never make filingd
/// speak to this machine, its neighbours or the office's network: everything that the registries of
/// special-purpose addresses (RFC 6890 and those after it) hold is refused, and so is every IPv6
/// form that carries an IPv4 address inside, whatever that one is. Pure.

#include <sys/socket.h>

#include <string_view>

namespace links {

/// Empty: public. Else what the address is, with the RFC that says so.
std::string_view reason_not_public(const sockaddr& address);

inline bool is_public(const sockaddr& address) { return reason_not_public(address).empty(); }

}  // namespace links
