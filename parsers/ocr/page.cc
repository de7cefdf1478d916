/// Making ready, in this order: a photographed sheet is pulled straight; a picture larger than is
/// good for reading is made smaller; lines that run from top to bottom are turned by a quarter;
/// skew is taken out. Then the gray picture that is read: its red channel (red ink is as light
/// there as paper), its background made even, and its levels stretched so that what is left of a
/// seal's tint becomes white, and within the ring of a copied seal what is no darker than the ring.
/// Last, when the longest lines read badly, they are read upside down
/// too, and the page is turned if that reads better; when neither is read, as a page of few
/// characters may lie either way, all is done again a quarter turn on.

#include "parsers/ocr/page.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "parsers/ocr/line_reader.h"
#include "parsers/ocr/page_text.h"
#include "parsers/ocr/raster.h"
#include "parsers/ocr/rectify.h"
#include "parsers/ocr/red_ink.h"
#include "parsers/ocr/rings.h"

namespace parsers::ocr {
namespace {

using image::Pix;

constexpr int kLeastSide = 60;  // pixels
constexpr double kA4LongInches = 11.69;
constexpr double kMostDpi = 320;  // more is made kGoodDpi
constexpr double kGoodDpi = 300;
constexpr double kLeastPageInches = 3;  // a page whose longest side is less or more than these has
constexpr double kMostPageInches = 18;  // a dpi that nobody measured
constexpr int kBlack = 20;  // levels of an even page, whose paper is 200: what becomes black, white
constexpr int kWhite = 190;
constexpr int kBlackInRed = 40;
constexpr int kWhiteInRed = 150;
constexpr int kInk = 140;       // of an even page: what is darker is ink
constexpr int kAnyInk = 215;    // of a page whose levels are stretched: thin strokes hold together
constexpr double kSpeck = 0.4;  // mm
constexpr std::size_t kManySpecks = 400;
constexpr double kClearlyBetter = 0.1;  // confidence
constexpr double kUnread = 0.65;        // less: such lines are no lines
constexpr double kRadians = 3.14159265358979323846 / 180;

double believed_dpi(const PIX* picture, double dpi) {
    const double longest = std::max(pixGetWidth(picture), pixGetHeight(picture));
    if (dpi > 0 && longest / dpi >= kLeastPageInches && longest / dpi <= kMostPageInches)
        return dpi;
    return longest / kA4LongInches;
}

/// The picture itself, shared, where it has the depth that is worked with.
Pix plain(const PIX* picture) {
    PIX* source = const_cast<PIX*>(picture);
    const int depth = pixGetDepth(picture);
    if (depth == 32 || (depth == 8 && !pixGetColormap(source))) return Pix(pixClone(source));
    return Pix(pixConvertTo8Or32(source, L_CLONE, 0));
}

Pix red_channel(const PIX* colour) {
    PIX* source = const_cast<PIX*>(colour);
    if (pixGetDepth(colour) == 32) return Pix(pixGetRGBComponent(source, COLOR_RED));
    return Pix(pixClone(source));
}

Pix even(Pix gray) {
    Pix out(gray ? pixBackgroundNormSimple(gray.get(), nullptr, nullptr) : nullptr);
    return out ? std::move(out) : std::move(gray);
}

Pix stretched(const PIX* gray, int black, int white) {
    return Pix(gray ? pixGammaTRC(nullptr, const_cast<PIX*>(gray), 1.0F, black, white) : nullptr);
}

/// A copier's specks read as dots and strokes. Where there are many, all that is not about some
/// larger ink becomes white.
Pix without_dust(Pix gray, double dpi) {
    const Pix ink = thresholded(gray.get(), kAnyInk);
    const int speck = std::max(2, static_cast<int>(kSpeck * dpi / image::kMillimetresAnInch));
    const Pix dust(
        ink ? pixSelectBySize(ink.get(), speck, speck, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LT, nullptr)
            : nullptr);
    if (!dust || components(dust.get(), 8).size() < kManySpecks) return gray;
    const Pix kept(pixSubtract(nullptr, ink.get(), dust.get()));
    Pix about(kept ? pixDilateBrick(nullptr, kept.get(), 3 * speck + 1, 3 * speck + 1) : nullptr);
    if (!about) return gray;
    pixInvert(about.get(), about.get());
    pixSetMasked(gray.get(), about.get(), 255);
    return gray;
}

/// Thin strokes are pale where print is blurred: levels are stretched hard only where a red tint
/// has to go.
Pix readable(const PIX* gray, const PIX* red, double dpi) {
    Pix soft = stretched(gray, kBlack, kWhite);
    const Pix tint = red_places(red, dpi);
    const Pix hard = tint ? stretched(gray, kBlackInRed, kWhiteInRed) : Pix();
    if (soft && hard) pixCombineMasked(soft.get(), hard.get(), tint.get());
    return without_dust(std::move(soft), dpi);
}

Pix smaller(Pix picture, double& dpi) {
    if (dpi <= kMostDpi) return picture;
    const auto factor = static_cast<float>(kGoodDpi / dpi);
    Pix out(pixScaleAreaMap(picture.get(), factor, factor));
    if (!out) return picture;
    dpi = kGoodDpi;
    return out;
}

enum class Quality { Fast, Smooth };

Pix turned(const Pix& from, const Lie& lie, Quality quality) {
    if (!from) return {};
    Pix picture(lie.sideways ? pixRotateOrth(from.get(), 1) : pixClone(from.get()));
    if (!picture || lie.degrees == 0) return picture;
    Pix out(pixRotate(picture.get(), static_cast<float>(lie.degrees * kRadians),
                      quality == Quality::Smooth ? L_ROTATE_AREA_MAP : L_ROTATE_SHEAR,
                      L_BRING_IN_WHITE, 0, 0));
    return out ? std::move(out) : std::move(picture);
}

}  // namespace

std::optional<Page> Page::prepare(const PIX* picture, double dpi, Recogniser& recogniser) {
    if (!picture || pixGetWidth(picture) < kLeastSide || pixGetHeight(picture) < kLeastSide)
        return {};
    Page page;
    page.colour_ = plain(picture);
    if (!page.colour_) return {};
    if (const auto sheet = find_sheet(page.colour_.get())) {
        if (Pix flat = rectified(page.colour_.get(), *sheet)) {
            page.colour_ = std::move(flat);
            dpi = 0;  // the camera's says nothing about the sheet
        }
    }
    page.dpi_ = believed_dpi(page.colour_.get(), dpi);
    page.colour_ = smaller(std::move(page.colour_), page.dpi_);
    const Pix gray = even(red_channel(page.colour_.get()));
    const Pix ink = thresholded(gray.get(), kInk);
    const Lie lie = lie_of(ink.get(), page.dpi_);
    Page other;
    other.colour_.reset(pixClone(page.colour_.get()));
    other.dpi_ = page.dpi_;
    if (!page.lay(gray, lie)) return {};
    const double read = page.turn_upright(recogniser);
    if (page.rows_.empty() || read >= kUnread) return page;
    if (!other.lay(gray, other_lie(ink.get(), page.dpi_, lie))) return page;
    return other.turn_upright(recogniser) > read + kClearlyBetter ? std::move(other)
                                                                  : std::move(page);
}

/// From the colours and the even gray as they came; false without memory for it.
bool Page::lay(const Pix& gray, const Lie& lie) {
    const Pix laid = turned(gray, lie, Quality::Smooth);
    colour_ = turned(colour_, lie, Quality::Fast);
    red_ = red_ink(colour_.get());
    gray_ = readable(laid.get(), red_.get(), dpi_);
    if (gray_ && laid) lift_rings(gray_.get(), laid.get(), dpi_);
    if (!colour_ || !gray_) return false;
    rows_ = rows_of(gray_.get(), dpi_);
    return true;
}

/// How surely it reads then.
double Page::turn_upright(Recogniser& recogniser) {
    const Reads reads = how_it_reads(gray_.get(), rows_, recogniser);
    if (reads.upside_down <= reads.upright + kClearlyBetter) return reads.upright;
    for (Pix* part : {&colour_, &gray_, &red_})
        if (*part) part->reset(pixRotate180(nullptr, part->get()));
    rows_ = rows_of(gray_.get(), dpi_);
    return reads.upside_down;
}

parsers::Box Page::millimetres(int left, int top, int right, int bottom) const {
    const double scale = image::kMillimetresAnInch / dpi_;
    return {left * scale, top * scale, right * scale, bottom * scale};
}

PageText Page::read(Pass pass, Recogniser& recogniser) const {
    const double scale = image::kMillimetresAnInch / dpi_;
    if (pass == Pass::Lines) {
        std::vector<ReadRow> rows = read_rows(gray_.get(), rows_, recogniser);
        for (ReadRow& row : read_red_rows(red_.get(), dpi_, recogniser))
            rows.push_back(std::move(row));
        return page_text(std::move(rows), scale);
    }
    if (pass == Pass::Layout) return page_text(read_layout(gray_.get(), recogniser), scale);
    const Pix contrast = contrasted(gray_.get(), dpi_);
    const double factor =
        contrast ? static_cast<double>(pixGetWidth(contrast.get())) / pixGetWidth(gray_.get()) : 1;
    return page_text(read_layout(contrast.get(), recogniser), scale / factor);
}

}  // namespace parsers::ocr
