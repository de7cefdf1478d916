#include "parsers/sealed_mail.h"

#include <string>

#include "base/text.h"
#include "parsers/output.h"
#include "parsers/problem_codes.h"

namespace parsers {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHead = 64;  // a ContentInfo names its type in its first bytes

/// The object identifiers of pkcs-7: 1.2.840.113549.1.7.n, as DER writes them, without n.
constexpr std::string_view kPkcs7 = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07"sv;

Problem named(std::string_view code, std::string detail) {
    return make_problem(code, Severity::Lost, std::move(detail));
}

std::optional<Problem> smime(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, kHead);
    const std::size_t at = head.find(kPkcs7);
    if (!bytes.starts_with('\x30') || at == std::string_view::npos ||
        at + kPkcs7.size() >= head.size())
        return {};
    switch (head[at + kPkcs7.size()]) {
        case 2:
            return named(code::kUnsupportedFormat,
                         "an S/MIME mail inside its signature (application/pkcs7-mime)");
        case 3:
            return named(code::kEncrypted, "an encrypted S/MIME mail");
        default:
            return {};
    }
}

}  // namespace

std::optional<Problem> sealed_mail(std::string_view declared_type, std::string_view bytes) {
    const std::string_view text = base::trimmed(bytes.substr(0, 4096));
    if (text.starts_with("-----BEGIN PGP MESSAGE-----"))
        return named(code::kEncrypted, "an encrypted PGP message");
    if (std::optional<Problem> found = smime(bytes)) return found;
    if (declared_type == "application/pkcs7-mime" || declared_type == "application/x-pkcs7-mime")
        return named(code::kUnsupportedFormat, "an S/MIME mail that cannot be read");
    return {};
}

}  // namespace parsers
