/// A web page with its pictures as one MIME file (RFC 2557; Word saves such, sometimes as .doc):
/// the text of its first page, the pictures as documents of their own.
#include <algorithm>
#include <utility>

#include "parsers/document/media_types.h"
#include "parsers/document/pictures.h"
#include "parsers/document/reading.h"
#include "parsers/mime/message.h"

namespace parsers::document {
namespace {

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

}  // namespace

Reading read_mht(const Input& input) {
    const Limits& limits = limits_of(input);
    mime::Message message = mime::read_message(input.bytes, limits);
    Reading reading;
    if (const mime::Leaf* const page = page_of(message)) {
        Input part;
        part.bytes = page->bytes;
        part.charset = page->charset;
        part.limits = input.limits;
        reading = page->type == type::kText ? read_plain_text(part) : read_html(part);
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
