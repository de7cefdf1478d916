#pragma once
/// From what was read to what it is: obligation, unit, period and pieces, each with its evidence
/// (design.md, Judging). A pure function of (rulebook, parsed message, context): the same input
/// gives the same verdict, always.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "config/rulebook.h"
#include "parsers/parsed.h"

namespace judge {

class Roster;

struct Evidence {
    std::string about;      ///< obligation, unit, period, piece
    std::string kind;       ///< the weight's name in judging.toml: "unit.signature"
    std::string points_to;  ///< an obligation id, a unit id, a period, a piece
    std::string from;       ///< where it stood: a part path, "subject", "address", …
    std::string text;       ///< the exact words
    double weight = 0;
};

struct PieceOf {
    std::size_t document = 0;  ///< index in Parsed::documents
    std::string piece;         ///< word, stamped-pdf, decision, document, other
};

/// A group of documents and what it is. An accepted decision without a 文号 has an empty period:
/// the caller, who has the bytes, names it `sha:` + 12 hex digits of its `decision` document
/// (interfaces.md, Periods). `accepted` only when all three questions are decided.
struct Verdict {
    std::string obligation;
    std::string unit;
    std::string period;
    double score = 0;  ///< the least of the three
    bool accepted = false;
    std::string reason;  ///< why not accepted: unsure_obligation, unsure_unit, unsure_period,
                         ///< contradiction, look_alike …
    std::vector<Evidence> evidence;
    struct Candidate {
        std::string obligation;
        std::string unit;
        std::string period;
        double score = 0;
    };
    std::vector<Candidate> candidates;  ///< of an undecided one, best first
    std::vector<PieceOf> pieces;
    std::vector<std::string> links;  ///< publication URLs that belong to it
    std::optional<base::Date> decision_date;
    std::string fields_json = "{}";  ///< interfaces.md, fields
    bool is_correction = false;
    bool is_withdrawal = false;
};

struct Judgement {
    enum class Kind { NotAFiling, Verdicts, Review } kind = Kind::Review;
    std::string reason;             ///< of NotAFiling (auto_reply, bounce, …) and of Review
    std::vector<Verdict> verdicts;  ///< also of Review: what it may be
};

/// What the judge may know beyond the message itself.
struct Context {
    /// Of the same rulebook, by a caller with many mails; none: built for this one.
    const Roster* roster = nullptr;
    base::Instant received_at{};
    /// Unit of a confirmed address (lower case), empty when none. Addresses of units.toml are
    /// looked up first.
    std::function<std::string(std::string_view address)> confirmed_unit;
    /// Whether this Message-ID (with brackets) is of a notice filingd sent.
    std::function<bool(std::string_view message_id)> is_own_message;
};

Judgement judge(const config::Rulebook& rulebook, const parsers::Parsed& parsed,
                const Context& context);

}  // namespace judge
