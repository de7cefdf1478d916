#pragma once
/// Renders notices: receipt and digest from Mustache templates into complete messages (text/plain +
/// text/html, UTF-8, base64), with a random Message-ID and RFC 3834 headers. Knows nothing of the
/// ledger's tables: takes values, gives values.

#include <optional>
#include <string>
#include <vector>

#include "base/dates.h"
#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/notices/digest_content.h"
#include "daemon/notices/mime_message.h"
#include "parsers/parsed.h"
#include "storage/records.h"

namespace notices {

struct Rendered {
    std::string subject;
    std::string message_id;
    std::string text;  ///< the text/plain part
    std::string html;
    std::string message;                               ///< RFC 5322, CRLF
    std::vector<MimeMessage::Attachment> attachments;  ///< as they stand in the message
    std::vector<std::string>
        warnings;  ///< the operator's templates that could not be used, and why
};

/// What a receipt tells. `known` false: the reserved form (received, number, how to reach the
/// office).
struct ReceiptContent {
    bool known = false;
    std::string to_address;
    std::string to_name;
    std::string receipt_number;
    base::Instant received_at{};
    std::string in_reply_to;               ///< the mail's Message-ID
    std::string original_subject;          ///< never repeated in a receipt: it may name a party
    std::vector<storage::Filing> filings;  ///< as they stand after this mail
    std::vector<storage::Problem> problems;
    /// Part numbers of the attachments in their order ("2", "3"): by their place, never by their
    /// names, the receipt tells which could not be opened.
    std::vector<std::string> attachments;
    bool in_review = false;
    std::string review_reason;
    std::vector<storage::Candidate> candidates;  ///< of what is in review, best first
    bool duplicate = false;
};

base::Result<Rendered> render_receipt(const config::Rulebook& rulebook,
                                      const ReceiptContent& content, base::Instant now);
base::Result<Rendered> render_digest(const config::Rulebook& rulebook, const DigestContent& content,
                                     base::Instant now);

/// Whether a mail may be answered at all (RFC 3834 §2, design.md): why not, or empty. Automatic
/// mail, lists, bounces, empty or own return path, no usable address.
std::string reason_not_to_answer(const parsers::Parsed& parsed, const config::Rulebook& rulebook);

/// Where an answer goes: the From: address (never Reply-To of another domain… see notices.cc),
/// empty when none.
std::string answer_address(const parsers::Parsed& parsed);

}  // namespace notices
