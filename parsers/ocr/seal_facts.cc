#include "parsers/ocr/seal_facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "parsers/image/pix.h"
#include "parsers/ocr/page_text.h"
#include "parsers/seal/ring_strip.h"
#include "parsers/seal/seal_finder.h"

namespace parsers::ocr {
namespace {

/// Seals of an office that do not stand for the office (domain.md §6).
constexpr std::array<std::string_view, 3> kOtherUse{"合同", "财务", "发票"};
constexpr double kCropMargin = 1.5;  ///< in radii of the seal
constexpr int kCropAcross = 600;     ///< pixels, enough for an eye

std::string ring_text(const PIX* page, const seal::Mark& mark, Recogniser& recogniser) {
    const image::Pix strip = seal::ring_strip(page, mark);
    if (!strip) return {};
    std::string text;
    for (const Word& word : recogniser.read(strip.get(), Recogniser::Shape::Line))
        text += word.text;
    return normalised(text);
}

bool is_other_use(std::string_view text) {
    return text.find("专用") != std::string_view::npos &&
           std::ranges::any_of(kOtherUse, [&](std::string_view use) {
               return text.find(use) != std::string_view::npos;
           });
}

Box box_of(const seal::Mark& mark, double dpi) {
    const double scale = image::kMillimetresAnInch / dpi;
    const double radius = std::max(mark.radius_x, mark.radius_y);
    return {(mark.x - radius) * scale, (mark.y - radius) * scale, (mark.x + radius) * scale,
            (mark.y + radius) * scale};
}

std::string cut_out(const PIX* page, const seal::Mark& mark) {
    const double radius = std::max(mark.radius_x, mark.radius_y) * kCropMargin;
    const int left = std::max(0, static_cast<int>(mark.x - radius));
    const int top = std::max(0, static_cast<int>(mark.y - radius));
    const int width = static_cast<int>(2 * radius);
    BOX* box = boxCreate(left, top, std::max(width, 1), std::max(width, 1));
    image::Pix piece(pixClipRectangle(const_cast<PIX*>(page), box, nullptr));
    boxDestroy(&box);
    if (!piece) return {};
    const float scale = static_cast<float>(kCropAcross) / static_cast<float>(std::max(width, 1));
    if (scale < 1) piece.reset(pixScale(piece.get(), scale, scale));
    return piece ? image::encode_png(piece.get()) : std::string();
}

/// How much an answer is worth.
int rank(SealFound found) {
    return found == SealFound::Yes ? 2 : found == SealFound::Uncertain ? 1 : 0;
}

}  // namespace

void SealFacts::look(const PIX* page, double dpi, std::uint32_t number, bool scanned,
                     Recogniser& recogniser) {
    const seal::Look look = seal::find_seals(page, dpi);
    if (scanned && !look.colour && !without_colour_) {
        without_colour_ = true;
        page_without_colour_ = number;
    }
    for (const seal::Mark& mark : look.marks) {
        Seal seal;
        seal.kind = mark.kind;
        seal.score = std::clamp(mark.score, 0.0, 1.0);
        seal.page = number;
        if (dpi > 0) seal.place = box_of(mark, dpi);
        seal.found = mark.certain ? SealFound::Yes : SealFound::Uncertain;
        if (rank(seal.found) < rank(best_.found) ||
            (seal.found == best_.found && seal.score <= best_.score))
            continue;
        seal.text = ring_text(page, mark, recogniser);
        if (is_other_use(seal.text)) continue;
        best_ = std::move(seal);
        crop_.reset();
        if (best_.found == SealFound::Uncertain) crop_ = Crop{number, cut_out(page, mark)};
        if (crop_ && crop_->png.empty()) crop_.reset();
    }
}

Seal SealFacts::seal() const {
    if (best_.found != SealFound::No || !without_colour_) return best_;
    Seal seal;
    seal.found = SealFound::Uncertain;
    seal.kind = SealKind::Copy;
    seal.page = page_without_colour_;
    return seal;
}

}  // namespace parsers::ocr
