#include "parsers/ocr/raster.h"

#include <algorithm>
#include <memory>

namespace parsers::ocr {
namespace {

using image::Pix;

struct BoxDelete {
    void operator()(BOX* box) const { boxDestroy(&box); }
};
struct BoxaDelete {
    void operator()(BOXA* boxes) const { boxaDestroy(&boxes); }
};
struct NumaDelete {
    void operator()(NUMA* numbers) const { numaDestroy(&numbers); }
};
using Box = std::unique_ptr<BOX, BoxDelete>;
using Boxes = std::unique_ptr<BOXA, BoxaDelete>;
using Numbers = std::unique_ptr<NUMA, NumaDelete>;

Box box_of(const Rect& rect) {
    return Box(boxCreate(rect.left, rect.top, rect.width(), rect.height()));
}

/// The library asks for what it only reads without const.
PIX* readable(const PIX* pix) { return const_cast<PIX*>(pix); }

std::vector<int> counts(const Numbers& numbers) {
    std::vector<int> out;
    if (!numbers) return out;
    const int count = numaGetCount(numbers.get());
    out.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        l_int32 value = 0;
        numaGetIValue(numbers.get(), i, &value);
        out.push_back(value);
    }
    return out;
}

}  // namespace

Rect whole(const PIX* pix) {
    if (!pix) return {};
    return {0, 0, pixGetWidth(pix), pixGetHeight(pix)};
}

Rect within(const Rect& rect, const Rect& bounds) {
    return {std::max(rect.left, bounds.left), std::max(rect.top, bounds.top),
            std::min(rect.right, bounds.right), std::min(rect.bottom, bounds.bottom)};
}

Rect widened(const Rect& rect, int across, int along) {
    return {rect.left - across, rect.top - along, rect.right + across, rect.bottom + along};
}

Pix copied(const PIX* pix) { return Pix(pix ? pixCopy(nullptr, pix) : nullptr); }

Pix clipped(const PIX* pix, const Rect& rect) {
    const Rect part = within(rect, whole(pix));
    if (part.width() <= 0 || part.height() <= 0) return {};
    return Pix(pixClipRectangle(readable(pix), box_of(part).get(), nullptr));
}

Pix thresholded(const PIX* gray, int level) {
    return Pix(gray ? pixThresholdToBinary(readable(gray), level) : nullptr);
}

void clear(PIX* bitmap, const Rect& rect) {
    const Rect part = within(rect, whole(bitmap));
    if (part.width() > 0 && part.height() > 0) pixClearInRect(bitmap, box_of(part).get());
}

std::vector<int> ink_of_rows(const PIX* bitmap) {
    if (!bitmap) return {};
    return counts(Numbers(pixCountPixelsByRow(readable(bitmap), nullptr)));
}

std::vector<int> ink_of_columns(const PIX* bitmap) {
    if (!bitmap) return {};
    return counts(Numbers(pixCountPixelsByColumn(readable(bitmap))));
}

std::vector<Rect> components(const PIX* bitmap, int connectivity) {
    std::vector<Rect> out;
    const Boxes boxes(bitmap ? pixConnCompBB(readable(bitmap), connectivity) : nullptr);
    if (!boxes) return out;
    const int count = boxaGetCount(boxes.get());
    out.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        l_int32 left = 0, top = 0, width = 0, height = 0;
        boxaGetBoxGeometry(boxes.get(), i, &left, &top, &width, &height);
        out.push_back({left, top, left + width, top + height});
    }
    return out;
}

std::vector<Rect> solid_components(const PIX* bitmap, int connectivity, double share) {
    PIXA* parts = nullptr;
    const Boxes boxes(bitmap ? pixConnComp(readable(bitmap), &parts, connectivity) : nullptr);
    std::vector<Rect> out;
    const int count = parts ? pixaGetCount(parts) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 left = 0, top = 0, width = 0, height = 0, area = 0;
        boxaGetBoxGeometry(boxes.get(), i, &left, &top, &width, &height);
        const Pix part(pixaGetPix(parts, i, L_CLONE));
        if (part) pixCountPixels(part.get(), &area, nullptr);
        if (area >= share * width * height) out.push_back({left, top, left + width, top + height});
    }
    pixaDestroy(&parts);
    return out;
}

Pix of_size(const PIX* bitmap, int least, int most) {
    const Pix clean(bitmap ? pixSelectBySize(readable(bitmap), least, least, 8, L_SELECT_IF_EITHER,
                                             L_SELECT_IF_GTE, nullptr)
                           : nullptr);
    if (!clean) return {};
    return Pix(
        pixSelectBySize(clean.get(), most, most, 8, L_SELECT_IF_EITHER, L_SELECT_IF_LT, nullptr));
}

std::vector<Span> stretches(const std::vector<int>& ink, int least, int bridge) {
    std::vector<Span> out;
    const int size = static_cast<int>(ink.size());
    for (int i = 0; i < size; ++i) {
        if (ink[static_cast<std::size_t>(i)] < least) continue;
        if (!out.empty() && i - out.back().end < std::max(1, bridge))
            out.back().end = i + 1;
        else
            out.push_back({i, i + 1});
    }
    return out;
}

int median(std::vector<int> values, int otherwise) {
    if (values.empty()) return otherwise;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace parsers::ocr
