#pragma once
/// The operative part of a decision: where it stands, which kinds of penalty it imposes and how
/// much money (domain.md §2.4). Ranges, quoted law, contract prices and surcharges are not fines.
/// Input is NFKC text. Pure functions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"

namespace parsers::fields {

/// The words between "决定处罚如下" or the like and the first word about payment or appeal; empty
/// when none is found. Quoted law is left out.
std::string operative_part(std::string_view plain);

struct Penalty {
    std::vector<std::string> kinds;  ///< interfaces.md, in order of appearance
    std::optional<base::Money> fine;
    std::optional<base::Money> confiscated;
    bool fine_unread = false;      ///< a fine is imposed whose amount was not found
    bool income_unread = false;    ///< confiscated income whose amount was not found
    bool numerals_differ = false;  ///< 大写 and figures of one amount say different things
    double confidence = 1;         ///< of the amounts
};

Penalty read_penalty(std::string_view operative);

/// "对甲、乙各处罚款…": what the words impose is imposed on each party they name.
bool imposes_on_each(std::string_view clause);

/// The clauses of the operative part that name this party, joined.
/// How many are addressed by name: "对甲公司处…；对乙厂处…" -> 2.
std::size_t addressed_in(std::string_view operative);
std::string clauses_about(std::string_view operative, std::string_view party);

}  // namespace parsers::fields
