#include "parsers/ocr/page_source.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/page_lines.h"
#include "parsers/document/pdf_pages.h"
#include "parsers/document/poppler_adapter.h"
#include "parsers/document/qpdf_adapter.h"
#include "parsers/picture.h"

namespace parsers::ocr {
namespace {

using image::Picture;

constexpr double kReadingDpi = 200;
constexpr double kGlanceDpi = 100;
constexpr double kPointsAnInch = 72;

class PdfSource final : public PageSource {
 public:
    PdfSource(std::string_view bytes, const Limits& limits)
        : bytes_(bytes),
          text_(bytes),
          structure_(document::pdf_structure(bytes, limits.pdf_pages)),
          pages_(std::min<std::size_t>(text_.pages(), limits.pdf_pages)) {}

    [[nodiscard]] bool usable() const {
        return text_.state() == document::PdfText::State::Open && pages_ > 0;
    }
    [[nodiscard]] std::size_t pages() const override { return pages_; }

    std::string words(std::size_t page) override {
        std::vector<document::PdfWord> words;
        text_.words(page, words);
        if (document::characters(words) < kFewCharacters) return {};
        return document::lines_of(std::move(words));
    }

    [[nodiscard]] bool shows_something(std::size_t page) const override {
        if (!structure_.readable || page >= structure_.pages.size()) return true;
        return structure_.pages[page].picture ||
               document::shows_something(structure_.pages[page], 0);
    }

    std::optional<Picture> picture(std::size_t page) override {
        auto scan = document::pdf_scan(bytes_, page);
        if (!scan.jpeg.empty())
            if (auto scanned = of_scan(page, scan)) return scanned;
        return rendered(page, kReadingDpi);
    }

    std::optional<Picture> glance(std::size_t page) override { return rendered(page, kGlanceDpi); }

 private:
    std::optional<Picture> of_scan(std::size_t page, const document::PdfScan& scan) {
        auto picture = image::decode(scan.jpeg);
        if (!picture) return {};
        if (scan.turned != 0)
            picture->pix.reset(pixRotateOrth(picture->pix.get(), static_cast<int>(scan.turned)));
        const double inches = text_.size(page).width / kPointsAnInch;
        if (!picture->pix || inches <= 0) return {};
        picture->dpi = pixGetWidth(picture->pix.get()) / inches;
        return picture;
    }

    std::optional<Picture> rendered(std::size_t page, double dpi) {
        const auto pixels = text_.render(page, dpi);
        Picture picture;
        picture.pix = image::from_rgb(pixels.rgb, pixels.width, pixels.height);
        picture.dpi = dpi;
        if (!picture.pix) return {};
        return picture;
    }

    std::string_view bytes_;
    document::PdfText text_;
    document::PdfStructure structure_;
    std::size_t pages_;
};

class PictureSource final : public PageSource {
 public:
    PictureSource(std::string_view bytes, const Limits& limits)
        : bytes_(bytes),
          pages_(std::clamp<std::size_t>(picture_facts(bytes).pages, 1, limits.pdf_pages)) {}

    [[nodiscard]] std::size_t pages() const override { return pages_; }
    std::string words(std::size_t /*page*/) override { return {}; }
    [[nodiscard]] bool shows_something(std::size_t /*page*/) const override { return true; }
    std::optional<Picture> picture(std::size_t page) override {
        return image::decode(bytes_, static_cast<std::uint32_t>(page));
    }

 private:
    std::string_view bytes_;
    std::size_t pages_;
};

}  // namespace

std::unique_ptr<PageSource> PageSource::open(std::string_view bytes, const Limits& limits) {
    const std::string type = document::sniff(bytes, {});
    if (type.starts_with("image/")) return std::make_unique<PictureSource>(bytes, limits);
    if (type != "application/pdf") return nullptr;
    auto pdf = std::make_unique<PdfSource>(bytes, limits);
    if (!pdf->usable()) return nullptr;
    return pdf;
}

}  // namespace parsers::ocr
