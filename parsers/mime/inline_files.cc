#include "parsers/mime/inline_files.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/text.h"
#include "parsers/mime/header_block.h"
#include "parsers/mime/transfer.h"

namespace parsers::mime {
namespace {

constexpr std::size_t kMostFiles = 1000;
constexpr std::size_t kLongestName = 1000;
constexpr std::size_t kForeignLines = 3;  // in a row; more, and the file was cut off

constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        table[i] = crc;
    }
    return table;
}
constexpr auto kCrc = make_crc_table();

std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : bytes)
        crc = kCrc[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
    return ~crc;
}

/// "begin 644 name"; the name, or none.
std::optional<std::string_view> uu_begin(std::string_view line) {
    constexpr std::string_view kBegin = "begin ";
    if (!line.starts_with(kBegin)) return {};
    line.remove_prefix(kBegin.size());
    std::size_t digits = 0;
    while (digits < line.size() && line[digits] >= '0' && line[digits] <= '7') ++digits;
    if (digits < 3 || digits > 4 || digits >= line.size() || line[digits] != ' ') return {};
    const std::string_view name = base::trimmed(line.substr(digits));
    if (name.empty()) return {};
    return name.substr(0, kLongestName);
}

/// A line of uuencode: printable, and as long as its first character says (writers may drop or add
/// a few at the end).
bool is_uu_line(std::string_view line) {
    if (line.empty()) return false;
    if (!std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '`'; }))
        return false;
    const std::size_t length = (static_cast<unsigned char>(line[0]) - 32U) & 0x3FU;
    const std::size_t letters = (length + 2) / 3 * 4;
    return line.size() >= 1 + (length * 4 + 2) / 3 - std::min<std::size_t>(length, 2) &&
           line.size() <= 1 + letters + 3;
}

bool is_uu_last(std::string_view line) { return line == "`" || base::trimmed(line).empty(); }

/// The value of "key=" in a yEnc line, up to a blank; of name= up to the line's end.
std::string_view yenc_value(std::string_view line, std::string_view key) {
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = line.substr(at + key.size());
    return key == " name=" ? base::trimmed(rest) : rest.substr(0, rest.find(' '));
}

class Taker {
 public:
    explicit Taker(std::string_view text) : text_(text) {}

    InlineFiles run() {
        while (at_ < text_.size()) {
            const std::size_t begin = at_;
            const Line line = line_at(text_, at_);
            at_ = line.next;
            const bool room = result_.files.size() < kMostFiles;
            if (room && uu_file(line.text)) continue;
            if (room && yenc_file(line.text)) continue;
            result_.text.append(text_.substr(begin, at_ - begin));
        }
        return std::move(result_);
    }

 private:
    [[nodiscard]] Line peek() const { return line_at(text_, at_); }

    bool uu_file(std::string_view line) {
        const std::optional<std::string_view> name = uu_begin(line);
        if (!name) return false;
        const std::string_view first = peek().text;
        if (!is_uu_line(first) && !is_uu_last(first)) return false;
        if (is_uu_last(first) && line_at(text_, peek().next).text != "end") return false;
        InlineFile file;
        file.name = *name;
        file.damaged = true;  // until its end is found
        std::size_t foreign = 0;
        std::size_t resume = at_;
        while (at_ < text_.size()) {
            const Line next = peek();
            at_ = next.next;
            if (next.text == "end") {
                file.damaged = damaged_;
                resume = at_;
                break;
            }
            if (is_uu_last(next.text) && foreign == 0) continue;
            if (!is_uu_line(next.text)) {
                if (++foreign > kForeignLines) break;
                continue;
            }
            if (foreign > 0) damaged_ = true;  // lines that don't belong stood in it
            foreign = 0;
            append_uu_line(next.text, file.bytes);
            resume = at_;
        }
        at_ = resume;
        damaged_ = false;
        result_.files.push_back(std::move(file));
        return true;
    }

    bool yenc_file(std::string_view line) {
        if (!line.starts_with("=ybegin ")) return false;
        const std::string_view name = yenc_value(line, " name=");
        if (name.empty()) return false;
        InlineFile file;
        file.name = name.substr(0, kLongestName);
        file.partial = !yenc_value(line, " part=").empty();
        file.damaged = true;
        bool escaped = false;
        while (at_ < text_.size()) {
            const Line next = peek();
            at_ = next.next;
            if (next.text.starts_with("=ypart ")) continue;
            if (next.text.starts_with("=yend ")) {
                file.damaged = !sums_up(next.text, file);
                break;
            }
            append_yenc_line(next.text, escaped, file.bytes);
        }
        result_.files.push_back(std::move(file));
        return true;
    }

    static void append_yenc_line(std::string_view line, bool& escaped, std::string& out) {
        if (line.starts_with("..")) line.remove_prefix(1);  // dot-stuffing that was left
        for (const char c : line) {
            auto value = static_cast<unsigned>(static_cast<unsigned char>(c));
            if (!escaped && c == '=') {
                escaped = true;
                continue;
            }
            if (std::exchange(escaped, false)) value -= 64U;
            out += static_cast<char>((value - 42U) & 0xFFU);
        }
    }

    static bool sums_up(std::string_view end, const InlineFile& file) {
        const auto size = base::parse_number(yenc_value(end, " size="));
        if (size && *size != file.bytes.size()) return false;
        const std::string_view key = file.partial ? " pcrc32=" : " crc32=";
        const std::string sum = base::lowered(yenc_value(end, key));
        if (sum.empty()) return true;
        const std::uint32_t crc = crc32(file.bytes);
        std::string made;
        for (unsigned shift = 32; shift > 0;) {
            shift -= 4;
            made += "0123456789abcdef"[(crc >> shift) & 0xFU];
        }
        const std::size_t zeros = sum.find_first_not_of('0');
        const std::size_t own = made.find_first_not_of('0');
        return (zeros == std::string::npos ? "" : sum.substr(zeros)) ==
               (own == std::string::npos ? "" : made.substr(own));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool damaged_ = false;
    InlineFiles result_;
};

/// A line that begins so, anywhere.
bool has_line(std::string_view text, std::string_view begins) {
    for (std::size_t at = text.find(begins); at != std::string_view::npos;
         at = text.find(begins, at + 1))
        if (at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r') return true;
    return false;
}

}  // namespace

bool may_hold_files(std::string_view text) {
    return has_line(text, "begin ") || has_line(text, "=ybegin ");
}

InlineFiles take_files(std::string_view text) { return Taker(text).run(); }

}  // namespace parsers::mime
