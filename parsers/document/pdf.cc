/// PDF: the words of each page in reading order (poppler), the links on them and whether the file
/// may bear a seal (qpdf). A page that shows something but has no words needs eyes. Until pages are
/// looked at, a picture or a signature field leaves the seal uncertain; words alone mean there is
/// none.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "parsers/document/page_lines.h"
#include "parsers/document/pdf_pages.h"
#include "parsers/document/poppler_adapter.h"
#include "parsers/document/qpdf_adapter.h"
#include "parsers/document/reading.h"

namespace parsers::document {
namespace {

/// Reads the pages; true when some page shows something that is not text.
bool read_pages(const PdfText& pdf, const PdfStructure& structure, const Limits& limits,
                Reading& reading) {
    const std::size_t pages = std::min<std::size_t>(pdf.pages(), limits.pdf_pages);
    std::string text;
    bool needs_eyes = false;
    bool unreadable = false;
    for (std::size_t i = 0; i < pages && text.size() <= limits.text_bytes; ++i) {
        std::vector<PdfWord> words;
        if (!pdf.words(i, words)) unreadable = true;
        const std::size_t count = characters(words);
        if (count < kFewCharacters && i < structure.pages.size())
            needs_eyes = needs_eyes || shows_something(structure.pages[i], count);
        text += lines_of(std::move(words));
    }
    if (unreadable)
        add_problem(reading, code::kDamaged, Severity::Degraded, "a page that can't be read");
    if (pages < pdf.pages())
        add_problem(reading, code::kLimitExceeded, Severity::Degraded,
                    "only the first " + std::to_string(pages) + " pages were read");
    set_text(reading, limits, std::move(text));
    return needs_eyes;
}

Seal seal_of(const PdfStructure& structure, bool needs_eyes) {
    Seal seal;
    const auto bears = [](const PdfPage& page) { return page.picture; };
    const bool picture = std::any_of(structure.pages.begin(), structure.pages.end(), bears);
    if (structure.signature) {
        // Present, not verified; one that is seen nowhere may be no seal at all.
        seal.found = structure.signature_page > 0 ? SealFound::Yes : SealFound::Uncertain;
        seal.kind = SealKind::Electronic;
        seal.page = structure.signature_page;
    } else if (picture || needs_eyes || !structure.readable) {
        seal.found = SealFound::Uncertain;
    }
    return seal;
}

}  // namespace

Reading read_pdf(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    const PdfText pdf(input.bytes);
    if (pdf.state() == PdfText::State::Locked) return read_encrypted(input);
    if (pdf.state() == PdfText::State::Broken || pdf.pages() == 0) {
        add_problem(reading, code::kDamaged, Severity::Degraded, "a PDF that can't be opened");
        reading.seal.found = SealFound::Uncertain;
        return reading;
    }
    const PdfStructure structure = pdf_structure(input.bytes, limits.pdf_pages);
    reading.pages = static_cast<std::uint32_t>(pdf.pages());
    reading.needs_eyes = read_pages(pdf, structure, limits, reading);
    reading.seal = seal_of(structure, reading.needs_eyes);
    // A picture among the words may be a seal.
    if (reading.seal.found == SealFound::Uncertain) reading.needs_eyes = true;
    for (const std::string& url : structure.links) add_link(reading, url, {});
    return reading;
}

}  // namespace parsers::document
