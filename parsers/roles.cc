#include "parsers/roles.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.h"
#include "parsers/picture.h"
#include "parsers/text/charset.h"

namespace parsers {
namespace {

constexpr std::size_t kPageBytes = 61'440;  // 60 KiB; a photographed page is larger
constexpr std::uint32_t kPageSide = 600;
constexpr std::size_t kMostIds = 1000;

constexpr std::array<std::string_view, 4> kCardWords{"名片", "vcard", "signature", "businesscard"};

constexpr std::array<std::string_view, 23> kPrograms{
    ".exe", ".scr", ".com", ".bat", ".cmd", ".pif", ".vbs", ".vbe", ".js",  ".jse", ".wsf", ".wsh",
    ".hta", ".msi", ".lnk", ".jar", ".ps1", ".dll", ".cpl", ".reg", ".apk", ".sh",  ".chm"};

/// What mail programs put beside the files: signatures over the mail, Macintosh resource forks.
constexpr std::array<std::string_view, 4> kDecorations{
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "application/applefile"};

bool ends_with_any(std::string_view name, const auto& endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_card(const mime::Leaf& leaf, std::string_view media_type) {
    if (leaf.type == "text/vcard" || leaf.type == "text/x-vcard" || media_type == "text/vcard")
        return true;
    return base::lowered(leaf.name).ends_with(".vcf");
}

bool could_be_page(const mime::Leaf& leaf) {
    if (leaf.disposition == "attachment" && !leaf.name.empty()) return true;
    return leaf.bytes.size() >= kPageBytes || long_side(leaf.bytes) >= kPageSide;
}

bool is_resource_fork(std::string_view bytes) {
    return bytes.starts_with(std::string_view("\0\x05\x16\x07", 4));  // RFC 1740, AppleDouble
}

/// Names a mail program gives to pictures of a letter's text.
bool named_by_program(std::string_view name) {
    const std::string low = base::lowered(name);
    constexpr std::string_view kImage = "image";
    return low.starts_with(kImage) && low.size() > kImage.size() && low[kImage.size()] >= '0' &&
           low[kImage.size()] <= '9';
}

bool named_as_card(const mime::Leaf& leaf) {
    const std::string name = text::folded(leaf.name);
    return std::any_of(kCardWords.begin(), kCardWords.end(),
                       [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

}  // namespace

bool is_body(const mime::Leaf& leaf) {
    if (leaf.type != "text/plain" && leaf.type != "text/html") return false;
    if (leaf.disposition == "attachment") return false;
    return leaf.name.empty() || leaf.in_alternative;
}

std::set<std::string> referenced_ids(const std::vector<mime::Leaf>& leaves) {
    std::set<std::string> ids;
    for (const mime::Leaf& leaf : leaves) {
        if (leaf.type != "text/html" || !is_body(leaf)) continue;
        const std::string_view html = leaf.bytes;
        for (std::size_t at = html.find("cid:");
             at != std::string_view::npos && ids.size() < kMostIds;
             at = html.find("cid:", at + 4)) {
            const std::size_t end = html.find_first_of("\"'<>) \t\r\n", at);
            ids.insert(std::string(html.substr(at + 4, std::min(end, html.size()) - at - 4)));
        }
    }
    return ids;
}

Role role_of(const mime::Leaf& leaf, std::string_view media_type,
             const std::set<std::string>& referenced) {
    if (is_card(leaf, media_type)) return Role::SignatureCard;
    if (std::find(kDecorations.begin(), kDecorations.end(), leaf.type) != kDecorations.end() &&
        (leaf.type != "application/applefile" || is_resource_fork(leaf.bytes)))
        return Role::InlineLogo;
    if (!media_type.starts_with("image/") || could_be_page(leaf)) return Role::Attachment;
    const bool has_id = !leaf.content_id.empty();
    const bool decoration = (has_id && referenced.contains(leaf.content_id)) ||
                            (has_id && leaf.in_related) ||
                            (leaf.disposition == "inline" && leaf.name.empty());
    if (!decoration) return Role::Attachment;
    return named_as_card(leaf) ? Role::SignatureCard : Role::InlineLogo;
}

Role role_of_inner(std::string_view name, std::string_view media_type, std::string_view bytes) {
    if (base::lowered(name).ends_with(".vcf")) return Role::SignatureCard;
    const bool small = bytes.size() < kPageBytes && long_side(bytes) < kPageSide;
    const bool picture = media_type.starts_with("image/");
    return picture && small && named_by_program(name) ? Role::InlineLogo : Role::Attachment;
}

bool is_executable(std::string_view name, std::string_view bytes) {
    if (bytes.starts_with("MZ") || bytes.starts_with("\x7F"
                                                     "ELF"))
        return true;
    const std::string shown = display_name(name);
    return ends_with_any(base::lowered(base::trimmed(shown)), kPrograms);
}

std::string display_name(std::string_view name) { return base::one_line(name, 1000); }

}  // namespace parsers
