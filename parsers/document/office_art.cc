#include "parsers/document/office_art.h"

#include <algorithm>
#include <string>

#include "parsers/document/binary_text.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxPictures = 500;
constexpr std::uint16_t kStoreEntry = 0xF007;  // FBSE: a picture's file, or where it stands
constexpr std::uint16_t kFirstBlip = 0xF018;
constexpr std::uint16_t kLastBlip = 0xF117;
constexpr std::size_t kEntryHead = 36;

std::string_view body_of(std::string_view records, std::size_t at) {
    return slice(records, at + 8, u32(records, at + 4));
}

bool is_blip(std::string_view record) {
    const std::uint16_t kind = u16(record, 2);
    return kind >= kFirstBlip && kind <= kLastBlip;
}

}  // namespace

/// Before the file stand one or two check sums of 16 bytes and a byte.
void PictureCollector::take(std::string_view blip) {
    using namespace std::string_view_literals;
    const std::string_view body = body_of(blip, 0);
    for (const std::size_t head : {17U, 33U}) {
        const std::string_view file = slice(body, head);
        const bool png = file.starts_with("\x89PNG\r\n\x1A\n"sv);
        if (!png && !file.starts_with("\xFF\xD8\xFF"sv)) continue;
        if (file.size() > left_ || count_ >= kMaxPictures) return;
        left_ -= file.size();
        inner_.push_back(
            {"image" + std::to_string(++count_) + (png ? ".png" : ".jpg"), std::string(file)});
        return;
    }
}

void PictureCollector::collect(std::string_view records, std::string_view elsewhere) {
    for (std::size_t at = 0; at + 8 <= records.size() && steps_ > 0; --steps_) {
        const std::string_view record = records.substr(at);
        const std::string_view body = body_of(records, at);
        const bool container = (u16(record, 0) & 15U) == 15U;
        if (u16(record, 2) == kStoreEntry) {
            const std::string_view inside = slice(body, kEntryHead + u8(body, 33));
            const std::string_view place = slice(elsewhere, u32(body, 28));
            if (is_blip(inside))
                take(inside);
            else if (is_blip(place))
                take(place);
        } else if (is_blip(record)) {
            take(record);
        }
        at += container && u16(record, 2) != kStoreEntry ? 8 : 8 + body.size();
    }
}

}  // namespace parsers::document
