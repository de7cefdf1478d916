#pragma once
/// What a non-delivery report says: the delivery-status of RFC 3464, or the free text of providers
/// that follow no standard (qmail, 163, QQ). Everything in it is a claim: it counts only for a
/// notice whose random Message-ID it returns, and for addresses that notice went to
/// (daemon/pipeline/bounces.h). Pure functions over parsed, hostile values.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/parsed.h"

namespace notices {

/// What a failure says about the address, from the least to the most.
enum class Harm {
    Delayed,    ///< the server still tries
    Passing,    ///< given up for now (4.x.x): the mail is lost, the address is not
    Doubtful,   ///< refused, but not because there is nobody: full, policy, content
    Permanent,  ///< no such user, mailbox or host
};

struct Returned {
    std::string address;  ///< lower case
    Harm harm = Harm::Doubtful;
    std::string words;  ///< of the server, one line
};

struct Bounce {
    std::vector<std::string> message_ids;  ///< that it returns, with brackets; the surest first
    std::vector<Returned> reported;        ///< by fields of a delivery-status
    std::string text;                      ///< of the letter; empty where fields say it all
    bool still_tried = false;              ///< the letter is a warning only
};

/// Message-IDs that a mail says it answers: In-Reply-To and References, at most 32, with brackets.
std::vector<std::string> answered_ids(const parsers::Parsed& parsed);

/// None when the mail is no non-delivery report: neither multipart/report nor from a mail system
/// under a subject that says so.
std::optional<Bounce> read_bounce(const parsers::Parsed& parsed);

/// What it says of these addresses (those the notice went to, lower case); others are passed over.
std::vector<Returned> returned_for(const Bounce& bounce, const std::vector<std::string>& addresses);

/// An enhanced status code (RFC 3463; empty where none is given) and the words around it.
Harm harm_of(std::string_view status, std::string_view words);

}  // namespace notices
