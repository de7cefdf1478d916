#include "parsers/document/lzfu.h"

#include <algorithm>
#include <array>

#include "parsers/document/binary_text.h"

namespace parsers::document {
namespace {

constexpr std::size_t kHead = 16;              // packed size, size, kind, check sum
constexpr std::uint32_t kPacked = 0x75465A4C;  // "LZFu"
constexpr std::uint32_t kStored = 0x414C454D;  // "MELA"

/// [MS-OXRTFCP] 2.1.2.1
constexpr std::string_view kBeginning =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
static_assert(kBeginning.size() == 207);

class Dictionary {
 public:
    Dictionary() { std::copy(kBeginning.begin(), kBeginning.end(), ring_.begin()); }
    [[nodiscard]] std::size_t next() const { return next_; }
    [[nodiscard]] char at(std::size_t place) const { return ring_[place % ring_.size()]; }
    void add(char c) {
        ring_[next_] = c;
        next_ = (next_ + 1) % ring_.size();
    }

 private:
    std::array<char, 4096> ring_{};
    std::size_t next_ = kBeginning.size();
};

}  // namespace

UnpackedRtf unpack_rtf(std::string_view packed, std::uint64_t limit) {
    UnpackedRtf out;
    const std::uint32_t size = u32(packed, 4);
    const std::uint32_t kind = u32(packed, 8);
    const std::string_view body =
        slice(packed, kHead, std::max<std::uint64_t>(u32(packed, 0), 12) - 12);
    limit = std::min<std::uint64_t>(limit, size);
    if (kind == kStored) {
        out.bytes = slice(body, 0, limit);
        out.whole = out.bytes.size() == size;
        return out;
    }
    if (kind != kPacked) return out;
    Dictionary dictionary;
    const auto write = [&](char c) {
        dictionary.add(c);
        if (out.bytes.size() < limit) out.bytes += c;
    };
    for (std::size_t at = 0; at < body.size() && out.bytes.size() < limit;) {
        const std::uint32_t control = u8(body, at++);
        for (std::uint32_t bit = 0; bit < 8 && at < body.size(); ++bit) {
            if ((control >> bit & 1U) == 0) {
                write(body[at++]);
                continue;
            }
            if (at + 1 >= body.size()) return out;
            const std::uint32_t reference = u8(body, at) * 256U + u8(body, at + 1);
            at += 2;
            const std::size_t place = reference >> 4U;
            if (place == dictionary.next()) {  // a reference to what is to come: the end
                out.whole = out.bytes.size() == size;
                return out;
            }
            for (std::size_t i = 0; i < (reference & 15U) + 2; ++i) write(dictionary.at(place + i));
        }
    }
    out.whole = out.bytes.size() == size;
    return out;
}

}  // namespace parsers::document
