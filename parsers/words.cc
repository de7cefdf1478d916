#include "parsers/words.h"

#include <array>

namespace parsers {
namespace {

template <std::size_t N, class Enum>
std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
    return words.at(static_cast<std::size_t>(value));
}

constexpr std::array<std::string_view, 3> kSeverities{"note", "degraded", "lost"};
constexpr std::array<std::string_view, 6> kRoles{"body",           "attachment", "inline_logo",
                                                 "signature_card", "container",  "picture"};
constexpr std::array<std::string_view, 3> kTextSources{"text", "ocr", "none"};
constexpr std::array<std::string_view, 3> kSealsFound{"yes", "no", "uncertain"};
constexpr std::array<std::string_view, 4> kSealKinds{"", "ink", "electronic", "copy"};

}  // namespace

std::string_view name(Severity severity) { return word(kSeverities, severity); }
std::string_view name(Role role) { return word(kRoles, role); }
std::string_view name(TextSource source) { return word(kTextSources, source); }
std::string_view name(SealFound found) { return word(kSealsFound, found); }
std::string_view name(SealKind kind) { return word(kSealKinds, kind); }

}  // namespace parsers
