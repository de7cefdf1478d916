#include "parsers/codec.h"

#include <bit>
#include <cmath>

#include "base/text.h"

namespace parsers::codec {

void Encoder::operator()(const std::string& text) {
    const std::string_view kept = cut(text, longest_);
    clamped_ = clamped_ || kept.size() < text.size();
    (*this)(std::uint64_t{kept.size()});
    out_.append(kept);
}

void Encoder::operator()(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7)
        out_.push_back(static_cast<char>(0x80U | (number & 0x7fU)));
    out_.push_back(static_cast<char>(number));
}

void Encoder::operator()(double real) {
    const auto bits = std::bit_cast<std::uint64_t>(std::isfinite(real) ? real : 0.0);
    for (unsigned shift = 0; shift < 64; shift += 8) {
        out_.push_back(static_cast<char>((bits >> shift) & 0xffU));
    }
}

void Decoder::operator()(std::string& text) {
    std::uint64_t size = 0;
    (*this)(size);
    if (size > bytes_.size()) size = fail();
    const std::string_view raw = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    text = base::is_utf8(raw) ? std::string(raw) : base::repaired_utf8(raw);
}

void Decoder::operator()(std::uint64_t& number) {
    number = 0;
    for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes_.front());
        bytes_.remove_prefix(1);
        const std::uint64_t bits = byte & 0x7fU;
        if (shift == 63 && bits > 1) break;  // more than 64 bits
        number |= bits << shift;
        if (byte < 0x80) return;
    }
    number = fail();
}

void Decoder::operator()(std::uint32_t& number) {
    std::uint64_t wide = 0;
    (*this)(wide);
    if (wide > std::numeric_limits<std::uint32_t>::max()) wide = fail();
    number = static_cast<std::uint32_t>(wide);
}

void Decoder::operator()(bool& value) {
    std::uint64_t number = 0;
    (*this)(number);
    if (number > 1) number = fail();
    value = number == 1;
}

void Decoder::operator()(double& real) {
    real = 0;
    if (bytes_.size() < 8) {
        fail();
        return;
    }
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 8; ++i) {
        bits |= std::uint64_t{static_cast<unsigned char>(bytes_[i])} << (8 * i);
    }
    bytes_.remove_prefix(8);
    const auto given = std::bit_cast<double>(bits);
    if (std::isfinite(given)) {
        real = given;
    } else {
        fail();
    }
}

std::string_view cut(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    // A continuation byte belongs to the character before it; ill-formed text is cut where it
    // stands.
    while (end > 0 && longest - end < 4 &&
           (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end);
}

}  // namespace parsers::codec
