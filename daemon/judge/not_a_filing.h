#pragma once
/// Mail that answers no obligation: automatic replies, bounces, read receipts, calendar,
/// newsletters, providers' notices, our own mail, a private word. Cautious: whatever carries a
/// document, or a word of a filing, is not settled here. Pure.

#include <optional>
#include <string>

#include "daemon/judge/material.h"

namespace judge {

/// The reason (own_mail, bounce, read_receipt, auto_reply, calendar, newsletter, system_notice,
/// personal), or none.
std::optional<std::string> not_a_filing(const config::Rulebook& rulebook,
                                        const parsers::Parsed& parsed, const Material& material,
                                        const Context& context);

}  // namespace judge
