#include "parsers/mime/transfer.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/text.h"

namespace parsers::mime {
namespace {

constexpr std::uint8_t kJunk = 0xFF;
constexpr std::uint8_t kBlank = 0xFE;
constexpr std::uint8_t kPad = 0xFD;

constexpr std::array<std::uint8_t, 256> make_base64_table() {
    std::array<std::uint8_t, 256> table{};
    table.fill(kJunk);
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < kAlphabet.size(); ++i)
        table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
    for (const char c : std::string_view(" \t\r\n\v\f\0", 7))
        table[static_cast<unsigned char>(c)] = kBlank;
    table[static_cast<unsigned char>('=')] = kPad;
    return table;
}
constexpr auto kBase64 = make_base64_table();

std::uint8_t base64_class(char c) { return kBase64[static_cast<unsigned char>(c)]; }

/// Collects six bits at a time; '=' or the end closes the group it stands in.
class Base64Sink {
 public:
    explicit Base64Sink(std::size_t encoded) { out_.resize(encoded / 4 * 3 + 4); }

    void add(std::uint8_t value) {
        bits_ = (bits_ << 6U) | value;
        if (++count_ < 4) return;
        put(16);
        put(8);
        put(0);
        reset();
    }
    void close_group() {
        if (count_ == 2) {
            bits_ <<= 12U;
            put(16);
        } else if (count_ == 3) {
            bits_ <<= 6U;
            put(16);
            put(8);
        }
        reset();
    }
    std::string take() {
        out_.resize(used_);
        return std::move(out_);
    }

 private:
    void put(unsigned shift) { out_[used_++] = static_cast<char>((bits_ >> shift) & 0xFFU); }
    void reset() {
        bits_ = 0;
        count_ = 0;
    }

    std::string out_;
    std::size_t used_ = 0;
    std::uint32_t bits_ = 0;
    unsigned count_ = 0;
};

struct LineCount {
    std::size_t letters = 0;
    std::size_t junk = 0;
};

LineCount count_line(std::string_view line) {
    LineCount count;
    for (const char c : line) {
        const std::uint8_t kind = base64_class(c);
        if (kind == kJunk) ++count.junk;
        if (kind < 64 || kind == kPad) ++count.letters;
    }
    return count;
}

enum class Fit { Whole, Mended, Foreign, Broken };

/// A line with foreign characters is kept only if what is left of it keeps the groups of four
/// aligned.
Fit fit_of(const LineCount& count, bool only_line) {
    if (count.junk == 0) return Fit::Whole;
    const bool aligned = count.letters > 0 && count.letters % 4 == 0;
    if (aligned && count.junk * 8 <= count.letters + 8) return Fit::Mended;
    return only_line ? Fit::Broken : Fit::Foreign;
}

/// The line that starts at `at`, without its end; `at` moves behind the end.
std::string_view take_line(std::string_view bytes, std::size_t& at) {
    const std::size_t begin = at;
    std::size_t end = bytes.find('\n', at);
    if (end == std::string_view::npos) end = bytes.size();
    at = end + (end < bytes.size() ? 1 : 0);
    if (end > begin && bytes[end - 1] == '\r') --end;
    return bytes.substr(begin, end - begin);
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_trailing_blanks(std::string_view line) {
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    return line;
}

/// Appends one line's content; false when it ended in a soft break.
bool append_quoted_line(std::string_view line, std::string& out, bool& damaged) {
    line = without_trailing_blanks(line);
    const bool soft = line.ends_with('=');
    if (soft) line.remove_suffix(1);
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '=') {
            out += line[i];
            continue;
        }
        const int high = i + 1 < line.size() ? hex_digit(line[i + 1]) : -1;
        const int low = i + 2 < line.size() ? hex_digit(line[i + 2]) : -1;
        if (high < 0 || low < 0) {
            out += '=';
            damaged = true;
            continue;
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return !soft;
}

struct Mechanism {
    std::string_view name;
    Unpacked (*undo)(std::string_view);
};
constexpr std::array kMechanisms{
    Mechanism{"base64", from_base64},
    Mechanism{"b", from_base64},
    Mechanism{"quoted-printable", from_quoted_printable},
    Mechanism{"quotedprintable", from_quoted_printable},
    Mechanism{"uuencode", from_uuencode},
    Mechanism{"x-uuencode", from_uuencode},
    Mechanism{"x-uue", from_uuencode},
    Mechanism{"uue", from_uuencode},
};

const Mechanism* mechanism_of(std::string_view written) {
    std::string_view word = base::trimmed(written.substr(0, written.find(';')));
    if (word.size() > 1 && word.front() == '"' && word.back() == '"')
        word = base::trimmed(word.substr(1, word.size() - 2));
    for (const Mechanism& known : kMechanisms)
        if (base::equal_ignoring_case(word, known.name)) return &known;
    return nullptr;
}

}  // namespace

void append_uu_line(std::string_view line, std::string& out) {
    const auto value = [&](std::size_t at) {
        if (at >= line.size()) return 0U;
        return (static_cast<unsigned>(static_cast<unsigned char>(line[at])) - 32U) & 0x3FU;
    };
    const std::size_t length = value(0);
    std::size_t made = 0;
    for (std::size_t at = 1; made < length && at < line.size(); at += 4) {
        const unsigned bits =
            (value(at) << 18U) | (value(at + 1) << 12U) | (value(at + 2) << 6U) | value(at + 3);
        for (unsigned shift = 24; shift > 0 && made < length; ++made) {
            shift -= 8;
            out += static_cast<char>((bits >> shift) & 0xFFU);
        }
    }
}

Unpacked from_base64(std::string_view bytes) {
    Unpacked result;
    Base64Sink sink(bytes.size());
    bool first = true;
    for (std::size_t at = 0; at < bytes.size(); first = false) {
        const std::string_view line = take_line(bytes, at);
        const LineCount count = count_line(line);
        const Fit fit = fit_of(count, first && at >= bytes.size());
        if (fit == Fit::Mended || fit == Fit::Foreign) result.repaired = true;
        if (fit == Fit::Broken) result.damaged = true;
        if (fit == Fit::Foreign) continue;
        for (const char c : line) {
            const std::uint8_t value = base64_class(c);
            if (value < 64) sink.add(value);
            if (value == kPad) sink.close_group();
        }
    }
    sink.close_group();
    result.bytes = sink.take();
    return result;
}

Unpacked from_quoted_printable(std::string_view bytes) {
    Unpacked result;
    result.bytes.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t begin = at;
        const std::string_view line = take_line(bytes, at);
        const bool hard = append_quoted_line(line, result.bytes, result.damaged);
        if (hard) result.bytes += bytes.substr(begin + line.size(), at - begin - line.size());
    }
    return result;
}

Unpacked from_uuencode(std::string_view bytes) {
    Unpacked result;
    bool begun = false;
    bool ended = false;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::string_view line = take_line(bytes, at);
        if (begun && !ended && line != "end" && !line.empty()) {
            append_uu_line(line, result.bytes);
        } else if (!begun && line.starts_with("begin ")) {
            begun = true;
            const std::size_t name = line.find(' ', std::string_view("begin ").size());
            if (name != std::string_view::npos) result.name = base::trimmed(line.substr(name));
        } else if (begun && !ended) {
            ended = true;
        } else if (!base::trimmed(line).empty() && line != "end") {
            result.damaged = true;  // words before or behind the file
        }
    }
    if (!ended) result.damaged = true;
    if (!begun) result.bytes = bytes;
    return result;
}

bool is_uuencode(std::string_view mechanism) {
    const Mechanism* const known = mechanism_of(mechanism);
    return known && known->undo == from_uuencode;
}

Unpacked undo_transfer(std::string_view bytes, std::string_view mechanism) {
    if (const Mechanism* const known = mechanism_of(mechanism)) return known->undo(bytes);
    Unpacked same;
    same.bytes = bytes;
    return same;
}

}  // namespace parsers::mime
