#include "parsers/document/poppler_adapter.h"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <climits>
#include <exception>

#include "base/text.h"
#include "parsers/document/warm_pdf.h"

namespace parsers::document {
namespace {

constexpr double kPointsAnInch = 72;
constexpr double kMostPixels = 40'000'000;

void drop_message(const std::string& /*text*/, void* /*data*/) {}

/// The library's strings are UTF-16.
std::string to_utf8(const poppler::ustring& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t value = text[i];
        const bool high = value >= 0xD800 && value < 0xDC00;
        const bool pair =
            high && i + 1 < text.size() && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000;
        if (pair) value = 0x10000 + ((value - 0xD800) << 10U) + (text[++i] - 0xDC00U);
        if (!pair && value >= 0xD800 && value < 0xE000) value = 0xFFFD;
        if (value >= 0x20 && value != 0xFEFF) base::append_utf8(out, value);
    }
    return out;
}

PdfWord word_of(const poppler::text_box& box) {
    PdfWord word;
    const poppler::rectf place = box.bbox();
    word.text = to_utf8(box.text());
    word.left = place.left();
    word.top = place.top();
    word.right = place.right();
    word.bottom = place.bottom();
    word.space_after = box.has_space_after();
    word.turned = box.rotation() != 0;
    return word;
}

}  // namespace

PdfText::PdfText(std::string_view bytes) {
    if (bytes.size() > INT_MAX) return;
    try {
        poppler::set_debug_error_function(drop_message, nullptr);
        document_.reset(
            poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
        if (!document_) return;
        state_ = document_->is_locked() ? State::Locked : State::Open;
        if (state_ != State::Open) return;
        const int count = document_->pages();
        pages_ = count > 0 ? static_cast<std::size_t>(count) : 0;
    } catch (const std::exception&) {
        state_ = State::Broken;
    }
}

PdfText::~PdfText() = default;

bool PdfText::words(std::size_t page, std::vector<PdfWord>& words) const {
    try {
        const std::unique_ptr<poppler::page> opened(document_->create_page(static_cast<int>(page)));
        if (!opened) return false;
        for (const poppler::text_box& box : opened->text_list()) {
            words.push_back(word_of(box));
            if (words.back().text.empty()) words.pop_back();
        }
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

PageSize PdfText::size(std::size_t page) const {
    try {
        const std::unique_ptr<poppler::page> opened(document_->create_page(static_cast<int>(page)));
        if (!opened) return {};
        const poppler::rectf shown = opened->page_rect(poppler::crop_box);
        const bool turned = opened->orientation() == poppler::page::landscape ||
                            opened->orientation() == poppler::page::seascape;
        if (turned) return {shown.height(), shown.width()};
        return {shown.width(), shown.height()};
    } catch (const std::exception&) {
        return {};
    }
}

Pixels PdfText::render(std::size_t page, double dpi) const {
    Pixels pixels;
    try {
        // The library would give a page that is too large as one pixel.
        const PageSize page_size = size(page);
        const double across = page_size.width / kPointsAnInch * dpi;
        const double down = page_size.height / kPointsAnInch * dpi;
        if (!(across >= 1 && down >= 1 && across * down <= kMostPixels)) return pixels;
        const std::unique_ptr<poppler::page> opened(document_->create_page(static_cast<int>(page)));
        if (!opened) return pixels;
        poppler::page_renderer renderer;
        renderer.set_image_format(poppler::image::format_rgb24);
        renderer.set_render_hint(poppler::page_renderer::antialiasing, true);
        renderer.set_render_hint(poppler::page_renderer::text_antialiasing, true);
        const poppler::image image = renderer.render_page(opened.get(), dpi, dpi);
        if (!image.is_valid() || image.format() != poppler::image::format_rgb24) return pixels;
        pixels.width = static_cast<std::uint32_t>(image.width());
        pixels.height = static_cast<std::uint32_t>(image.height());
        const std::size_t row = std::size_t{pixels.width} * 3;
        pixels.rgb.reserve(row * pixels.height);
        for (std::size_t y = 0; y < pixels.height; ++y)
            pixels.rgb.append(
                image.const_data() + y * static_cast<std::size_t>(image.bytes_per_row()), row);
        return pixels;
    } catch (const std::exception&) {
        return {};
    }
}

void warm_up_pdf_text() {
    // Kept open to the end: the library drops its tables when the last document closes.
    static const PdfText kKeep(warm_pdf());
    std::vector<PdfWord> words;
    if (kKeep.state() == PdfText::State::Open) kKeep.words(0, words);
}

}  // namespace parsers::document
