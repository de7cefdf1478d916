#include "daemon/imap/modified_utf7.h"

#include <cstdint>

#include "base/text.h"

namespace imap {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

bool stands_for_itself(char32_t c) { return c >= 0x20 && c <= 0x7e; }

/// Collects UTF-16 units and spells them in base64 without padding.
class Shifted {
 public:
    explicit Shifted(std::string& out) : out_(out) { out_ += '&'; }
    void add(char32_t c) {
        if (c < 0x10000) return unit(c);
        c -= 0x10000;
        unit(0xd800 + (c >> 10U));
        unit(0xdc00 + (c & 0x3ffU));
    }
    void end() {
        if (bits_ > 0) out_ += kAlphabet[(value_ << (6 - bits_)) & 0x3fU];
        out_ += '-';
    }

 private:
    void unit(char32_t unit) {
        value_ = (value_ << 16U) | unit;
        bits_ += 16;
        while (bits_ >= 6) {
            bits_ -= 6;
            out_ += kAlphabet[(value_ >> bits_) & 0x3fU];
        }
        value_ &= (std::uint64_t{1} << bits_) - 1;
    }
    std::string& out_;
    std::uint64_t value_ = 0;
    unsigned bits_ = 0;
};

/// Appends the text between & and -; false when it is not valid.
bool append_shifted(std::string& out, std::string_view coded) {
    std::uint64_t value = 0;
    unsigned bits = 0;
    char32_t high = 0;
    for (const char c : coded) {
        const auto digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) return false;
        value = (value << 6U) | digit;
        bits += 6;
        if (bits < 16) continue;
        bits -= 16;
        const auto unit = static_cast<char32_t>((value >> bits) & 0xffffU);
        value &= (std::uint64_t{1} << bits) - 1;
        const bool is_high = unit >= 0xd800 && unit < 0xdc00,
                   is_low = unit >= 0xdc00 && unit < 0xe000;
        if (is_low != (high != 0)) return false;
        if (is_high) {
            high = unit;
            continue;
        }
        base::append_utf8(out,
                          high != 0 ? 0x10000 + ((high - 0xd800) << 10U) + (unit - 0xdc00) : unit);
        high = 0;
    }
    return high == 0 && bits < 6 && value == 0;
}

}  // namespace

std::optional<std::string> encode_folder(std::string_view name) {
    if (!base::is_utf8(name) || base::has_control(name)) return {};
    std::string out;
    for (std::size_t at = 0; at < name.size();) {
        auto point = base::code_point_at(name, at);
        if (stands_for_itself(point.value)) {
            out += point.value == '&' ? "&-" : std::string(name.substr(at, 1));
            at += point.length;
            continue;
        }
        Shifted shifted(out);
        while (at < name.size() &&
               !stands_for_itself((point = base::code_point_at(name, at)).value)) {
            shifted.add(point.value);
            at += point.length;
        }
        shifted.end();
    }
    return out;
}

std::optional<std::string> decode_folder(std::string_view name) {
    if (!base::is_utf8(name)) return {};
    std::string out;
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (name[at] != '&') {
            out += name[at];
            continue;
        }
        const auto end = name.find('-', at);
        if (end == std::string_view::npos) return {};
        if (end == at + 1) {
            out += '&';
        } else if (!append_shifted(out, name.substr(at + 1, end - at - 1))) {
            return {};
        }
        at = end;
    }
    if (base::has_control(out)) return {};
    return out;
}

}  // namespace imap
