#include "daemon/pipeline/merge_pages.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/page_of_text.h"

namespace pipeline {
namespace {

using parsers::Document;
using parsers::Role;
using parsers::SealFound;
using parsers::TextSource;

/// The file in which this document lies; null for one that lies in none, or in an archive.
template <typename Message>
auto file_around(Message& parsed, const Document& inner) -> decltype(parsed.documents.data()) {
    const auto end = inner.part.rfind("!/");
    if (end == std::string::npos) return nullptr;
    const auto part = std::string_view(inner.part).substr(0, end);
    const auto found = std::ranges::find(parsed.documents, part, &Document::part);
    const bool is_file = found != parsed.documents.end() && found->role != Role::Container;
    return is_file ? &*found : nullptr;
}

bool has_words(const Document& document) {
    std::string text = document.text;
    std::erase_if(text, [](unsigned char c) { return c <= ' '; });
    return base::count_code_points(text) >= parsers::kFewCharacters;
}

void lift_seal(const Document& picture, Document& file) {
    if (picture.seal.found == SealFound::No || file.seal.found == SealFound::Yes) return;
    if (file.seal.found == SealFound::Uncertain && picture.seal.found == SealFound::Uncertain)
        return;
    const auto page = file.seal.page;
    file.seal = picture.seal;
    file.seal.page = page;
}

void add_link(std::vector<parsers::Link>& links, parsers::Link link) {
    if (std::ranges::find(links, link.url, &parsers::Link::url) == links.end())
        links.push_back(std::move(link));
}

/// The picture's words follow the file's. Of a field that several pictures tell the first counts.
void lift_words(Document& picture, Document& file) {
    if (!file.text.empty() && !file.text.ends_with('\n')) file.text += '\n';
    const auto lines = static_cast<std::uint32_t>(std::ranges::count(file.text, '\n'));
    file.text += std::exchange(picture.text, {});
    for (auto& segment : std::exchange(picture.segments, {})) {
        segment.line += lines;
        file.segments.push_back(std::move(segment));
    }
    std::vector<parsers::Field> news;
    for (auto& field : std::exchange(picture.fields, {}))
        if (std::ranges::find(file.fields, field.name, &parsers::Field::name) == file.fields.end())
            news.push_back(std::move(field));
    std::ranges::move(news, std::back_inserter(file.fields));
    for (auto& link : std::exchange(picture.links, {})) add_link(file.links, std::move(link));
    file.text_source = TextSource::Ocr;
    file.needs_eyes = false;
}

}  // namespace

bool shows_pages(const Document& document) {
    const bool can_be_shown =
        document.media_type == "application/pdf" || document.media_type.starts_with("image/");
    return document.needs_eyes && can_be_shown &&
           (document.role == Role::Attachment || document.role == Role::Picture);
}

bool only_seals(const parsers::Parsed& parsed, const Document& document) {
    if (document.role != Role::Picture) return false;
    const Document* file = file_around(parsed, document);
    return !file || has_words(*file);
}

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
        for (auto& link : seen.links) add_link(document.links, std::move(link));
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

void lift_pictures(parsers::Parsed& parsed) {
    for (Document& picture : parsed.documents) {
        if (picture.role != Role::Picture || picture.needs_eyes) continue;
        Document* file = file_around(parsed, picture);
        if (!file) continue;
        lift_seal(picture, *file);
        if (picture.text_source == TextSource::Ocr) lift_words(picture, *file);
    }
}

}  // namespace pipeline
