#include <algorithm>

#include "parsers/picture.h"
#include "parsers/picture_bytes.h"

namespace parsers {
namespace {

using picture::big16;
using picture::big32;
using picture::little16;
using picture::little32;

constexpr std::uint32_t kMaxPages = 10'000;    ///< also ends a chain that bites its tail
constexpr std::uint32_t kMaxEntries = 20'000;  ///< of all directories together
constexpr std::uint32_t kMaxDpi = 100'000;

/// Directories of entries of twelve bytes (TIFF 6.0, section 2).
class Directories {
 public:
    explicit Directories(std::string_view tiff) : tiff_(tiff), big_(tiff.starts_with("MM")) {}

    PictureFacts read() {
        std::size_t at = number32(4);
        while (at >= 8 && at + 2 <= tiff_.size() && facts_.pages < kMaxPages) {
            const std::uint32_t count = number16(at);
            ++facts_.pages;
            directory(at + 2, count);
            at = number32(at + 2 + std::size_t{count} * 12);
        }
        return facts_;
    }

 private:
    [[nodiscard]] std::uint32_t number16(std::size_t at) const {
        return big_ ? big16(tiff_, at) : little16(tiff_, at);
    }
    [[nodiscard]] std::uint32_t number32(std::size_t at) const {
        return big_ ? big32(tiff_, at) : little32(tiff_, at);
    }
    /// The value of an entry with one number: SHORT or LONG.
    [[nodiscard]] std::uint32_t value(std::size_t entry) const {
        return number16(entry + 2) == 3 ? number16(entry + 8) : number32(entry + 8);
    }

    void directory(std::size_t at, std::uint32_t count) {
        std::uint32_t width = 0;
        std::uint32_t height = 0;
        std::uint32_t density = 0;
        std::uint32_t unit = 2;
        for (std::uint32_t i = 0; i < count && seen_ < kMaxEntries; ++i, ++seen_, at += 12) {
            if (at + 12 > tiff_.size()) break;
            switch (number16(at)) {
                case 256:
                    width = value(at);
                    break;
                case 257:
                    height = value(at);
                    break;
                case 274:
                    if (facts_.pages == 1) note_orientation(value(at));
                    break;
                case 282:
                    density = fraction(number32(at + 8));
                    break;
                case 296:
                    unit = value(at);
                    break;
                default:
                    break;
            }
        }
        if (std::uint64_t{width} * height > std::uint64_t{facts_.width} * facts_.height) {
            facts_.width = width;
            facts_.height = height;
        }
        if (facts_.dpi == 0 && unit == 2) facts_.dpi = density;
        if (facts_.dpi == 0 && unit == 3) facts_.dpi = density * 254 / 100;
    }

    void note_orientation(std::uint32_t value) {
        if (value >= 1 && value <= 8) facts_.orientation = value;
    }

    [[nodiscard]] std::uint32_t fraction(std::size_t at) const {
        const std::uint32_t below = number32(at + 4);
        return below == 0 ? 0 : std::min(number32(at) / below, kMaxDpi);
    }

    std::string_view tiff_;
    bool big_;
    PictureFacts facts_;
    std::uint32_t seen_ = 0;
};

}  // namespace

PictureFacts tiff_facts(std::string_view tiff) { return Directories(tiff).read(); }

}  // namespace parsers
