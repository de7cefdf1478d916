#include "daemon/pipeline/merge_pages.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace pipeline {
namespace {

using parsers::Document;
using parsers::Role;
using parsers::SealFound;
using parsers::TextSource;

/// The document in which this one lies.
Document* around(parsers::Parsed& parsed, const Document& inner) {
    const auto end = inner.part.rfind("!/");
    if (end == std::string::npos) return nullptr;
    const auto part = inner.part.substr(0, end);
    const auto found = std::ranges::find(parsed.documents, part, &Document::part);
    return found == parsed.documents.end() ? nullptr : &*found;
}

}  // namespace

bool shows_pages(const Document& document) {
    const bool can_be_shown =
        document.media_type == "application/pdf" || document.media_type.starts_with("image/");
    return document.needs_eyes && can_be_shown &&
           (document.role == Role::Attachment || document.role == Role::Picture);
}

bool only_seals(const Document& document) { return document.role == Role::Picture; }

std::uint32_t merge_pages(parsers::Parsed& parsed, std::size_t index, parsers::Parsed read) {
    Document& document = parsed.documents[index];
    for (auto& problem : read.problems) {
        problem.part = document.part;
        parsed.problems.push_back(std::move(problem));
    }
    if (read.documents.empty()) return 0;
    Document& seen = read.documents.front();
    std::uint32_t pages = 0;
    std::erase_if(seen.fields, [&](const parsers::Field& field) {
        if (field.name != parsers::kPagesRead) return false;
        pages = static_cast<std::uint32_t>(base::parse_number(field.value).value_or(0));
        return true;
    });
    document.needs_eyes = false;
    if (seen.seal.found != SealFound::No || document.seal.kind == parsers::SealKind::None)
        document.seal = seen.seal;
    if (seen.text_source == TextSource::Ocr) {
        document.text = std::move(seen.text);
        document.text_source = TextSource::Ocr;
        document.segments = std::move(seen.segments);
        document.fields = std::move(seen.fields);
        // Pages of words among the scanned ones told theirs already.
        for (auto& link : seen.links)
            if (std::ranges::find(document.links, link.url, &parsers::Link::url) ==
                document.links.end())
                document.links.push_back(std::move(link));
    }
    const std::string part = document.part;
    for (std::size_t i = 1; i < read.documents.size(); ++i) {
        Document& crop = read.documents[i];
        crop.part = part + "!/" + crop.name;
        crop.role = Role::Picture;
        crop.needs_eyes = false;
        parsed.documents.push_back(std::move(crop));
    }
    return pages;
}

void spread_seals(parsers::Parsed& parsed) {
    for (const Document& picture : parsed.documents) {
        const bool looked_at = picture.role == Role::Picture && !picture.needs_eyes;
        if (!looked_at || picture.seal.found == SealFound::No) continue;
        Document* file = around(parsed, picture);
        if (!file || file->role == Role::Container || file->seal.found == SealFound::Yes) continue;
        const auto page = file->seal.page;
        if (file->seal.found == SealFound::No || picture.seal.found == SealFound::Yes) {
            file->seal = picture.seal;
            file->seal.page = page;
        }
    }
}

}  // namespace pipeline
