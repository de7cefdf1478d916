#include "parsers/ocr/reading.h"

#include <string_view>
#include <utility>

#include "base/text.h"
#include "parsers/fields/links.h"
#include "parsers/fields/picture_text.h"
#include "parsers/fields/segments.h"

namespace parsers::ocr {
namespace {

/// Whole characters: filingd takes no more from a child.
void cut(std::string& text, std::uint64_t most) {
    if (text.size() <= most) return;
    const auto continues = [&](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    auto end = static_cast<std::size_t>(most);
    while (end > 0 && continues(end)) --end;
    text.resize(end);
}

}  // namespace

Document reading_of(std::string text, std::uint64_t most) {
    Document document;
    document.text_source = TextSource::Ocr;
    document.role = Role::Attachment;
    document.text = std::move(text);
    if (!base::is_utf8(document.text)) document.text = base::repaired_utf8(document.text);
    document.text = fields::with_sums_mended(
        fields::with_fines_mended(fields::with_dates_mended(document.text)));
    cut(document.text, most);
    document.links = fields::find_links(document.text);
    fields::read_fields(document);
    return document;
}

}  // namespace parsers::ocr
