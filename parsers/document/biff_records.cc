#include "parsers/document/biff_records.h"

#include <algorithm>
#include <bit>

#include "parsers/document/binary_text.h"

namespace parsers::document {
namespace {

constexpr std::uint16_t kContinue = 0x3C;

}  // namespace

std::optional<BiffRecord> BiffStream::next() {
    if (at_ + 4 > bytes_.size()) return {};
    BiffRecord record;
    record.id = u16(bytes_, at_);
    const auto take = [&] {
        const std::size_t size = u16(bytes_, at_ + 2);
        const std::string_view data = slice(bytes_, at_ + 4, size);
        if (data.size() < size) cut_ = true;
        at_ += 4 + size;
        return data;
    };
    record.data = take();
    while (at_ + 4 <= bytes_.size() && u16(bytes_, at_) == kContinue) record.more.push_back(take());
    return record;
}

BiffText::BiffText(const BiffRecord& record, std::size_t at)
    : record_(record), left_(slice(record.data, at)) {}

/// What is left of the open segment, or the next one; empty only at the end.
std::string_view BiffText::rest() {
    while (left_.empty() && segment_ < record_.more.size()) left_ = record_.more[segment_++];
    return left_;
}

bool BiffText::at_end() { return rest().empty(); }

std::uint32_t BiffText::number(std::size_t bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes && !rest().empty(); ++i) {
        value |= std::uint32_t{u8(left_, 0)} << (8 * i);
        left_.remove_prefix(1);
    }
    return value;
}

void BiffText::skip(std::uint64_t size) {
    while (size > 0 && !rest().empty()) {
        const std::uint64_t step = std::min<std::uint64_t>(size, left_.size());
        left_.remove_prefix(step);
        size -= step;
    }
}

std::string BiffText::string(std::size_t count) {
    std::uint32_t flags = number(1);
    const std::uint64_t runs = (flags & 0x08U) != 0 ? number(2) : 0;
    const std::uint64_t phonetics = (flags & 0x04U) != 0 ? number(4) : 0;
    std::string text;
    Utf16Writer joiner;
    while (count > 0) {
        if (left_.empty()) {
            if (rest().empty()) break;
            flags = number(1);
        }
        const std::size_t width = (flags & 1U) != 0 ? 2 : 1;
        const std::size_t here = std::min(count, left_.size() / width);
        for (std::size_t i = 0; i < here; ++i)
            joiner.add(text, width == 2 ? u16(left_, 2 * i) : u8(left_, i));
        count -= here;
        left_.remove_prefix(here * width);
        // Half a character before the split: only a broken file has it.
        if (count > 0 && !left_.empty()) left_ = {};
    }
    joiner.end(text);
    skip(runs * 4 + phonetics);
    return text;
}

double rk_number(std::uint32_t packed) {
    double value = 0;
    if ((packed & 2U) != 0)
        value = static_cast<double>(static_cast<std::int32_t>(packed) >> 2);
    else
        value = std::bit_cast<double>(std::uint64_t{packed & ~3U} << 32U);
    return (packed & 1U) != 0 ? value / 100 : value;
}

}  // namespace parsers::document
