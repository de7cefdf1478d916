#include "parsers/text/guess.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace parsers::text {
namespace {

constexpr std::size_t kSample = 64U << 10;
/// By how much more of the text must be common Big5 than common GB 2312.
constexpr double kMargin = 0.2;

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

/// A UTF-16 unit that Chinese text holds: ASCII, Han, and the punctuation of both.
bool is_likely(std::uint32_t unit) {
    if (unit < 0x80) return unit >= 0x20 || unit == '\t' || unit == '\n' || unit == '\r';
    return (unit >= 0x4E00 && unit <= 0x9FFF) || (unit >= 0x3000 && unit <= 0x303F) ||
           (unit >= 0xFF00 && unit <= 0xFFEF) || (unit >= 0x2010 && unit <= 0x2027) ||
           (unit >= 0x2100 && unit <= 0x26FF) || unit == 0xB7 || unit == 0xA0;
}

struct Units {
    std::size_t all = 0;
    std::size_t likely = 0;
    bool ascii = false;
};

template <class Read>
Units count(std::string_view bytes, std::size_t width, Read read) {
    Units units;
    for (std::size_t at = 0; at + width <= bytes.size(); at += width) {
        const std::uint32_t unit = read(at);
        ++units.all;
        units.likely += is_likely(unit) ? 1U : 0U;
        units.ascii = units.ascii || unit < 0x80;
    }
    return units;
}

/// Nearly all units are likely, and one is ASCII: its zero byte stands in no other text.
bool convincing(const Units& units) { return units.ascii && units.likely * 50 >= units.all * 49; }

bool is_high(std::uint32_t byte) { return byte >= 0xA1 && byte <= 0xFE; }

}  // namespace

const char* unmarked_wide(std::string_view bytes) {
    const std::string_view sample = bytes.substr(0, kSample);
    const auto b = [&](std::size_t at) { return byte_at(sample, at); };
    if (bytes.size() % 4 == 0) {
        const Units little = count(sample, 4, [&](std::size_t at) {
            return b(at) | b(at + 1) << 8U | b(at + 2) << 16U | b(at + 3) << 24U;
        });
        if (convincing(little)) return "UTF-32LE";
        const Units big = count(sample, 4, [&](std::size_t at) {
            return b(at) << 24U | b(at + 1) << 16U | b(at + 2) << 8U | b(at + 3);
        });
        if (convincing(big)) return "UTF-32BE";
    }
    if (bytes.size() % 2 != 0) return nullptr;
    const Units little = count(sample, 2, [&](std::size_t at) { return b(at) | b(at + 1) << 8U; });
    const Units big = count(sample, 2, [&](std::size_t at) { return b(at) << 8U | b(at + 1); });
    const bool swapped = big.likely > little.likely;
    if (!convincing(swapped ? big : little)) return nullptr;
    return swapped ? "UTF-16BE" : "UTF-16LE";
}

bool is_hz(std::string_view bytes) {
    bool found = false;
    for (std::size_t at = bytes.find("~{"); at != std::string_view::npos;
         at = bytes.find("~{", at)) {
        at += 2;
        const std::size_t start = at;
        while (at + 1 < bytes.size() && byte_at(bytes, at) >= 0x21 && byte_at(bytes, at) <= 0x77 &&
               byte_at(bytes, at + 1) >= 0x21 && byte_at(bytes, at + 1) <= 0x7E)
            at += 2;
        if (at == start || bytes.substr(at, 2) != "~}") return false;
        found = true;
        at += 2;
    }
    return found;
}

bool is_rather_big5(std::string_view bytes) {
    std::size_t pairs = 0;
    std::size_t gb = 0;
    std::size_t big5 = 0;
    const std::string_view sample = bytes.substr(0, kSample);
    for (std::size_t at = 0; at + 1 < sample.size(); ++at) {
        const std::uint32_t lead = byte_at(sample, at);
        if (lead < 0x81) continue;
        const std::uint32_t trail = byte_at(sample, ++at);
        ++pairs;
        // GB 2312: signs in rows 1 to 3, the 3,755 common characters in rows 16 to 55.
        const bool common = (lead >= 0xA1 && lead <= 0xA3) || (lead >= 0xB0 && lead <= 0xD7);
        gb += common && is_high(trail) ? 1U : 0U;
        // Big5: signs in A1 to A3, the 5,401 common characters in A4 to C6.
        const bool tail = (trail >= 0x40 && trail <= 0x7E) || is_high(trail);
        big5 += lead >= 0xA1 && lead <= 0xC6 && tail ? 1U : 0U;
    }
    if (pairs == 0) return false;
    const auto share = [&](std::size_t part) {
        return static_cast<double>(part) / static_cast<double>(pairs);
    };
    return share(big5) > share(gb) + kMargin;
}

}  // namespace parsers::text
