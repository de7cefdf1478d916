#pragma once
/// Builds a complete RFC 5322 message: multipart/alternative of text and HTML, in multipart/mixed
/// with its attachments where there are any; UTF-8 in base64, header words by RFC 2047, names of
/// files by RFC 2231 and, for clients that know no better, RFC 2047; CRLF. Every value that reaches
/// a header is refused when it holds control characters. Pure but for the random Message-ID.

#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "base/result.h"

namespace notices {

struct MimeMessage {
    std::string from_name;
    std::string from_address;
    struct To {
        std::string name;
        std::string address;
    };
    std::vector<To> to;
    std::vector<To> cc;
    std::string subject;
    std::string message_id;  ///< with angle brackets
    base::Instant date{};
    std::string
        in_reply_to;  ///< the answered mail's Message-ID; left out when it is not well formed
    std::string auto_submitted;  ///< auto-replied or auto-generated (RFC 3834 §5)
    std::string text;
    std::string html;
    struct Attachment {
        std::string name;
        std::string media_type;
        std::string bytes;
    };
    std::vector<Attachment> attachments;
};

/// BadInput when a header value holds control characters or an address is no address.
base::Result<std::string> build(const MimeMessage& message);

/// A fresh "<random@domain>", the domain of `address`.
std::string random_message_id(std::string_view address);

/// RFC 2047 words for a header value; plain ASCII stays as it is. Words are parted by CRLF and a
/// blank.
std::string encoded_header(std::string_view text);

/// "<left@right>" in ASCII without blanks or brackets inside, at most 250 bytes (RFC 5322 §3.6.4,
/// loosely).
bool is_message_id(std::string_view text);

}  // namespace notices
