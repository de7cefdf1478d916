#pragma once
/// Numbers that name a person or an organisation and carry a check digit: the unified social credit
/// code (GB 32100-2015) and the citizen's identity number (GB 11643-1999, ISO 7064 MOD 11-2).
/// Pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace parsers::fields {

enum class Check {
    Right,
    Wrong,    ///< a figure misread or miswritten
    Masked,   ///< figures hidden on purpose: nothing to check
    Unknown,  ///< of another length or kind: an old registration number
};

/// 18 signs without blanks; letters in upper case.
Check check_credit_code(std::string_view code);
Check check_identity_number(std::string_view number);

struct FoundIdentity {
    std::string value;  ///< as written, but for blanks; letters of a code in upper case
    Check check = Check::Unknown;
    bool organisation = false;
};

/// The number behind its label in a line of NFKC text; a code goes before a person's number.
std::optional<FoundIdentity> find_identity(std::string_view plain);

}  // namespace parsers::fields
