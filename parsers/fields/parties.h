#pragma once
/// The party block of a penalty decision (domain.md §2.3): who was punished, by which code or
/// identity number, in a labelled line, a form's cells, or a bare name with a colon; several
/// parties in a row. Pure, linear.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/fields/identity.h"
#include "parsers/fields/lines.h"

namespace parsers::fields {

struct FoundParty {
    std::string name;
    std::string id;  ///< empty: none stated
    Check check = Check::Unknown;
    std::string operator_name;  ///< 经营者 of a 个体工商户; empty: none stated
};

/// Names an organisation: ends like a company, a shop, an authority.
bool is_organisation(std::string_view name);

/// The parties at the head of a decision, in order; reading ends where the facts begin.
std::vector<FoundParty> find_parties(std::span<const Line> lines);

}  // namespace parsers::fields
