#include "parsers/document/sniff_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "parsers/document/media_types.h"
#include "parsers/text/charset.h"
#include "parsers/text/guess.h"

namespace parsers::document {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kSample = 64U << 10;
constexpr std::size_t kHead = 4096;
constexpr std::size_t kMaxHeaderLines = 200;

constexpr std::array<std::string_view, 14> kMailHeaders = {
    "received",       "from",        "to",           "subject",      "date",     "message-id",
    "mime-version",   "return-path", "content-type", "delivered-to", "x-mailer", "cc",
    "dkim-signature", "reply-to"};

constexpr std::array<std::string_view, 12> kPageMarks = {
    "<html", "<!doctype html", "<head", "<body", "<table", "<div",
    "<meta", "<style",         "<p>",   "<p ",   "<span",  "<font"};

/// Text that Windows would run when a person opens it.
constexpr std::array<std::string_view, 11> kScriptNames = {
    ".bat", ".cmd", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".ps1", ".hta", ".reg", ".sh"};

std::string_view after_blanks(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

/// The header block of a mail, as lower-case names with their values.
struct HeaderBlock {
    std::size_t known = 0;
    bool ends = false;  ///< an empty line follows
    bool related = false;
    bool sender = false;
    bool saved_page = false;
};

HeaderBlock header_block(std::string_view text) {
    HeaderBlock block;
    bool content_type = false;
    if (text.starts_with("From "))  // a mailbox file's separator
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    for (std::size_t lines = 0; lines < kMaxHeaderLines && !text.empty(); ++lines) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = base::trimmed(text.substr(0, end));
        const bool folded = text.front() == ' ' || text.front() == '\t';
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) {
            block.ends = block.known > 0;
            return block;
        }
        const std::size_t colon = line.find(':');
        if (!folded) {
            const std::string_view raw = line.substr(0, colon);
            if (colon == std::string_view::npos || colon == 0 ||
                raw.find_first_of(" \t<") != std::string_view::npos)
                return {};
            const std::string name = base::lowered(raw);
            const std::string value = base::lowered(line.substr(colon + 1));
            block.known += static_cast<std::size_t>(
                std::count(kMailHeaders.begin(), kMailHeaders.end(), name));
            content_type = name == "content-type";
            block.sender = block.sender || name == "received" ||
                           (name == "from" && value.find("<saved by") == std::string::npos);
            block.saved_page = block.saved_page || name == "snapshot-content-location" ||
                               value.find("<saved by") != std::string::npos;
        }
        if (content_type && base::lowered(line).find("multipart/related") != std::string::npos)
            block.related = true;
    }
    return block;
}

std::string_view by_headers(std::string_view text) {
    const HeaderBlock block = header_block(text.substr(0, kSample));
    if (block.known >= 1 && block.related && (block.saved_page || !block.sender)) return type::kMht;
    return block.known >= 2 && block.ends ? type::kMessage : std::string_view();
}

/// The office programs' single-file formats, by what their first lines must say.
struct XmlMark {
    std::string_view words;
    std::string_view media_type;
};
constexpr std::array<XmlMark, 4> kXmlMarks = {{
    {"http://schemas.microsoft.com/office/word/2003/wordml", type::kWordXml},
    {"http://schemas.microsoft.com/office/2006/xmlpackage", type::kWordXml},
    {"progid=\"excel.sheet\"", type::kExcelXml},
    {"urn:schemas-microsoft-com:office:spreadsheet", type::kExcelXml},
}};

std::string_view by_root(std::string_view head) {
    for (const XmlMark& mark : kXmlMarks)
        if (head.find(mark.words) != std::string_view::npos) return mark.media_type;
    return type::kXml;
}

std::string_view by_markup(std::string_view text) {
    if (!text.starts_with('<')) return {};
    const std::string head = base::lowered(text.substr(0, kHead));
    const bool page = std::any_of(kPageMarks.begin(), kPageMarks.end(), [&](std::string_view mark) {
        return head.find(mark) != std::string::npos;
    });
    const bool xml = head.starts_with("<?xml");
    if (head.find("<svg") != std::string::npos && (xml || head.starts_with("<svg")))
        return type::kSvg;
    if (xml && head.find("<html") == std::string::npos) return by_root(head);
    return page ? type::kHtml : std::string_view();
}

/// Bytes no text holds: control characters other than blanks, line ends, form feed and escape.
bool is_odd(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' &&
           byte != 0x1B && byte != 0x1A;
}

bool in(char c, unsigned first, unsigned last) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= first && byte <= last;
}

/// Length of the GB18030 character at `at`, 0 when there is none.
std::size_t gb_length(std::string_view text, std::size_t at) {
    if (in(text[at], 0, 0x7F)) return 1;
    if (!in(text[at], 0x81, 0xFE) || at + 1 >= text.size()) return 0;
    if (in(text[at + 1], 0x40, 0xFE) && text[at + 1] != 0x7F) return 2;
    const bool four = at + 3 < text.size() && in(text[at + 1], 0x30, 0x39) &&
                      in(text[at + 2], 0x81, 0xFE) && in(text[at + 3], 0x30, 0x39);
    return four ? 4 : 0;
}

/// Whether the bytes are text of GB18030 or its like: nearly all characters whole, none odd.
bool is_plausible_gb(std::string_view text) {
    std::size_t whole = 0;
    std::size_t broken = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = gb_length(text, i);
        if (length == 0) {
            ++broken;
            ++i;
        } else {
            whole += length > 1 ? 1 : 0;
            i += length;
        }
    }
    return broken <= 1 + whole / 50;
}

/// Strict UTF-8, but for a character the sample's end may have cut.
bool is_cut_utf8(std::string_view sample, bool cut) {
    for (std::size_t drop = 0; drop < 4 && drop <= sample.size(); ++drop) {
        if (base::is_utf8(sample.substr(0, sample.size() - drop))) return true;
        if (!cut) return false;
    }
    return false;
}

bool is_text(std::string_view bytes) {
    const std::string_view sample = bytes.substr(0, kSample);
    if (std::any_of(sample.begin(), sample.end(), is_odd)) return false;
    return is_cut_utf8(sample, sample.size() < bytes.size()) || is_plausible_gb(sample);
}

/// Text of two or four bytes a unit, by its mark or its shape.
bool is_wide(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv)) return bytes.size() > 2;
    if (bytes.starts_with("\0\0\xFE\xFF"sv)) return bytes.size() > 4;
    const std::string_view sample = bytes.substr(0, kSample);
    return sample.find('\0') != std::string_view::npos && text::unmarked_wide(sample) != nullptr;
}

}  // namespace

std::string sniff_text(std::string_view bytes, std::string_view name) {
    std::string narrow;  // what wide text begins with
    if (is_wide(bytes)) {
        narrow = text::decode(bytes.substr(0, 4 * kHead), {}).text;
        bytes = narrow;
    } else if (!is_text(bytes)) {
        // A mail or page may hold a stray control character and is one all the same.
        const std::string_view mail = by_headers(after_blanks(bytes));
        return std::string(mail.empty() ? type::kUnknown : mail);
    }
    const std::string_view text = after_blanks(bytes);
    if (const auto found = by_headers(text); !found.empty()) return std::string(found);
    const std::string low = base::lowered(name);
    const auto named = [&](std::string_view end) { return low.ends_with(end); };
    if (std::any_of(kScriptNames.begin(), kScriptNames.end(), named))
        return std::string(type::kScript);
    if (const auto found = by_markup(text); !found.empty()) return std::string(found);
    if (named(".csv")) return std::string(type::kCsv);
    if (named(".json") && text.find_first_of("{[") == 0) return std::string(type::kJson);
    return std::string(type::kText);
}

}  // namespace parsers::document
