#pragma once
/// The few data responses filingd understands, read from tokens. Pure functions over hostile input:
/// whatever does not have the shape is no such response.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "daemon/imap/response_parser.h"

namespace imap {

/// One FETCH response, its items in any order.
struct Fetch {
    enum class Body { None, Streamed, Inline, Nil };
    std::optional<std::uint32_t> uid;
    std::optional<base::Instant> internal_date;
    std::optional<std::uint64_t> size;  ///< RFC822.SIZE
    Body body = Body::None;
    std::string inline_body;  ///< of a body that came as a quoted string or a kept literal
};

std::optional<Fetch> as_fetch(const Response& response);
/// "* 12 EXISTS": the number in front of `what`.
std::optional<std::uint32_t> as_number(const Response& response, std::string_view what);
/// Upper-case names of a CAPABILITY response, or of a [CAPABILITY ...] code.
std::optional<std::vector<std::string>> as_capabilities(const Response& response);
/// The name in a LIST response as it came (modified UTF-7).
std::optional<std::string> as_listed_folder(const Response& response);
/// Whether a literal that begins now is the body of a FETCH.
bool awaits_body(const Response& so_far);

/// date-time of RFC 3501 §9: " 7-Jul-2024 10:00:00 +0800", one digit of day also without the blank.
std::optional<base::Instant> parse_internal_date(std::string_view text);

}  // namespace imap
