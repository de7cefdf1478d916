#pragma once
/// What may stand in an SMTP envelope. libcurl writes addresses into commands as they are, so a
/// line end in one would be a command of its own (mail.md §4); addresses beyond ASCII would need
/// SMTPUTF8, which 163 does not offer. Pure functions.

#include <string_view>
#include <vector>

#include "base/result.h"

namespace smtp {

/// BadInput with the reason and the cure when `address` is not a plain local@domain of RFC 5321 in
/// ASCII.
base::Result<> check_address(std::string_view address);

/// All of it: sender, at least one recipient, and a message whose lines all end in CRLF.
base::Result<> check_envelope(std::string_view sender, const std::vector<std::string>& recipients,
                              std::string_view message);

/// localhost, 127.0.0.0/8 or ::1, as written in a URL.
bool is_loopback(std::string_view host);

}  // namespace smtp
