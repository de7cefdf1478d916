/// A web page with its pictures as one MIME file (RFC 2557; Word saves such, sometimes as .doc):
/// the text of its first page, the pictures as documents of their own.
#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "parsers/document/media_types.h"
#include "parsers/document/pictures.h"
#include "parsers/document/reading.h"
#include "parsers/mime/message.h"

namespace parsers::document {
namespace {

constexpr std::size_t kHead = 64U << 10;  ///< where a page says that it has frames

/// The page itself: the first HTML part, else the first plain one.
const mime::Leaf* page_of(const mime::Message& message) {
    for (const std::string_view wanted : {type::kHtml, type::kXhtml, type::kText}) {
        const auto found = std::find_if(
            message.leaves.begin(), message.leaves.end(),
            [&](const mime::Leaf& leaf) { return leaf.type == wanted && !leaf.bytes.empty(); });
        if (found != message.leaves.end()) return &*found;
    }
    return nullptr;
}

Reading read_page(const mime::Leaf& page, const Input& whole) {
    Input part;
    part.bytes = page.bytes;
    part.charset = page.charset;
    part.limits = whole.limits;
    return page.type == type::kText ? read_plain_text(part) : read_html(part);
}

bool has_frames(std::string_view page) {
    return base::lowered(page.substr(0, kHead)).find("<frameset") != std::string::npos;
}

/// Appends what stands in the frames to the reading of the page that holds them.
void add_frames(const mime::Message& message, const mime::Leaf& first, const Input& whole,
                Reading& reading) {
    std::string text = std::move(reading.text);
    for (const mime::Leaf& leaf : message.leaves) {
        if (&leaf == &first || leaf.type != type::kHtml) continue;
        Reading frame = read_page(leaf, whole);
        text += frame.text;
        for (const Link& link : frame.links) add_link(reading, link.url, link.text);
        for (const Problem& problem : frame.problems)
            add_problem(reading, problem.code, problem.severity, problem.detail);
        if (text.size() > limits_of(whole).text_bytes) break;
    }
    set_text(reading, limits_of(whole), std::move(text));
}

}  // namespace

Reading read_mht(const Input& input) {
    const Limits& limits = limits_of(input);
    mime::Message message = mime::read_message(input.bytes, limits);
    Reading reading;
    if (const mime::Leaf* const page = page_of(message)) {
        reading = read_page(*page, input);
        if (has_frames(page->bytes)) add_frames(message, *page, input, reading);
    } else {
        add_problem(reading, code::kDamaged, Severity::Degraded, "no page in the web archive");
    }
    for (const Problem& problem : message.parsed.problems)
        add_problem(reading, problem.code, problem.severity, problem.detail);
    Pictures pictures(limits, reading);
    for (mime::Leaf& leaf : message.leaves)
        if (leaf.type.starts_with("image/")) pictures.add(leaf.name, std::move(leaf.bytes));
    return reading;
}

}  // namespace parsers::document
