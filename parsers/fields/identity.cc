#include "parsers/fields/identity.h"

#include <algorithm>
#include <array>

#include "parsers/fields/lines.h"
#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kLength = 18;
constexpr std::string_view kSigns = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // GB 32100: no I O S V Z

bool is_masked(std::string_view text) {
    // Two X can stand in a code by right; three in a row are a mask.
    return text.find_first_of("*#_") != std::string_view::npos ||
           text.find("XXX") != std::string_view::npos || text.find("xxx") != std::string_view::npos;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

}  // namespace

Check check_credit_code(std::string_view code) {
    if (is_masked(code)) return Check::Masked;
    if (code.size() != kLength) return Check::Unknown;
    int sum = 0;
    int weight = 1;  // 3^i mod 31
    for (const char c : code.substr(0, kLength - 1)) {
        const auto value = kSigns.find(c);
        if (value == std::string_view::npos) return Check::Wrong;
        sum += static_cast<int>(value) * weight;
        weight = weight * 3 % 31;
    }
    const auto last = static_cast<std::size_t>((31 - sum % 31) % 31);
    return kSigns[last] == code[kLength - 1] ? Check::Right : Check::Wrong;
}

Check check_identity_number(std::string_view number) {
    if (is_masked(number)) return Check::Masked;
    if (number.size() != kLength) return Check::Unknown;
    static constexpr std::array kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static constexpr std::string_view kLast = "10X98765432";
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        if (number[i] < '0' || number[i] > '9') return Check::Wrong;
        sum += (number[i] - '0') * kWeights[i];
    }
    return kLast[static_cast<std::size_t>(sum % 11)] == number[kLength - 1] ? Check::Right
                                                                            : Check::Wrong;
}

std::optional<FoundIdentity> find_identity(std::string_view plain) {
    static const Pattern code(
        R"((?:统\s*一\s*社会\s*信用\s*代码|社会信用代码|信用代码|注\s*册\s*号|组织机构代码|纳税人识别号|税号)[^0-9A-Za-z*]{0,40}((?:[0-9A-Za-z*#_][ -]?){12,24}))",
        {"码", "号"});
    static const Pattern card(
        R"((?:身\s*份\s*证(?:件)?|公民身份|证件)(?:号码|证号码|证号|号)?[^0-9*]{0,24}((?:[0-9Xx*#_] ?){15,24}))",
        {"证", "公民身份"});
    const auto value_of = [](std::string_view written) {
        std::string value = without_blanks(written);
        std::erase(value, '-');
        return value;
    };
    // "某公司(91…):" gives the code without its name.
    static const Pattern bare(R"(\(([0-9]{8}[0-9A-HJ-NP-RTUWXY]{10})\))", {"("});
    if (const auto match = bare.find(plain))
        if (check_credit_code(match->groups[0]) == Check::Right)
            return FoundIdentity{std::string(match->groups[0]), Check::Right, true};
    if (const auto match = code.find(plain)) {
        FoundIdentity found;
        found.value = upper(value_of(match->groups[0]));
        found.check = check_credit_code(found.value);
        found.organisation = true;
        return found;
    }
    if (const auto match = card.find(plain)) {
        FoundIdentity found;
        found.value = upper(value_of(match->groups[0]));
        found.check = check_identity_number(found.value);
        return found;
    }
    return {};
}

}  // namespace parsers::fields
