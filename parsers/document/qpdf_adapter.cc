#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr throughout
#include "parsers/document/qpdf_adapter.h"

#include <algorithm>
#include <exception>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <string>

namespace parsers::document {
namespace {

/// Smaller pictures are rules, bullets and icons; a seal of 4 cm has 113 pixels even at 72 dpi.
constexpr std::int64_t kSealPixels = 60;
constexpr std::size_t kMaxFields = 5000;

std::int64_t number(QPDFObjectHandle value) {
    return value.isInteger() ? std::clamp<std::int64_t>(value.getIntValue(), 0, 1'000'000) : 0;
}

/// Walks the form's fields (ISO 32000-1 §12.7.3: the type is inherited), those that are no objects
/// of their own too.
bool has_signature(QPDF& pdf) {
    struct Field {
        QPDFObjectHandle value;
        bool signature;
    };
    std::vector<Field> open;
    const auto add = [&](QPDFObjectHandle list, bool signature) {
        if (!list.isArray()) return;
        for (auto& value : list.getArrayAsVector())
            if (value.isDictionary() && open.size() < kMaxFields)
                open.push_back({value, signature});
    };
    QPDFObjectHandle form = pdf.getRoot().getKey("/AcroForm");
    if (!form.isDictionary()) return false;
    add(form.getKey("/Fields"), false);
    for (std::size_t seen = 0; !open.empty() && seen < kMaxFields; ++seen) {
        Field field = open.back();
        open.pop_back();
        if (field.value.getKey("/FT").isNameAndEquals("/Sig")) field.signature = true;
        if (field.signature && field.value.getKey("/V").isDictionary()) return true;
        add(field.value.getKey("/Kids"), field.signature);
    }
    return false;
}

bool has_stamp(QPDFPageObjectHelper& page) {
    for (auto& annotation : page.getAnnotations())
        if (annotation.getSubtype() == "/Stamp") return true;
    return false;
}

std::uint64_t content_size(QPDFObjectHandle page) {
    QPDFObjectHandle contents = page.getKey("/Contents");
    std::int64_t size = 0;
    if (contents.isStream()) size = number(contents.getDict().getKey("/Length"));
    if (contents.isArray())
        for (auto& one : contents.getArrayAsVector())
            if (one.isStream()) size += number(one.getDict().getKey("/Length"));
    return static_cast<std::uint64_t>(size);
}

PdfPage look_at(QPDFPageObjectHelper& page) {
    PdfPage found;
    found.content_bytes = content_size(page.getObjectHandle());
    found.picture = has_stamp(page);
    page.forEachImage(true, [&](QPDFObjectHandle& image, QPDFObjectHandle&, const std::string&) {
        const std::int64_t width = number(image.getDict().getKey("/Width"));
        const std::int64_t height = number(image.getDict().getKey("/Height"));
        found.picture_area += static_cast<std::uint64_t>(width * height);
        if (std::min(width, height) >= kSealPixels) found.picture = true;
    });
    return found;
}

void look(QPDF& pdf, std::size_t limit, PdfStructure& found) {
    found.signature = has_signature(pdf);
    for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages()) {
        if (found.pages.size() >= limit) break;
        found.pages.push_back(look_at(page));
    }
    found.readable = true;
}

}  // namespace

PdfStructure pdf_structure(std::string_view bytes, std::size_t pages) {
    PdfStructure found;
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("document", bytes.data(), bytes.size());
        look(pdf, pages, found);
    } catch (const QPDFExc& error) {
        found.locked = error.getErrorCode() == qpdf_e_password;
    } catch (const std::exception&) {
        found.readable = false;
    }
    return found;
}

}  // namespace parsers::document
