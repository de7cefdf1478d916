#include "parsers/mime/header_block.h"

#include <algorithm>

#include "base/text.h"

namespace parsers::mime {
namespace {

constexpr std::size_t kMostFields = 2000;
constexpr std::size_t kMostBadLines = 3;  // more in a row are the body

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// The length of the name before "name:" (blanks may precede the colon), or 0.
std::size_t name_length(std::string_view line) {
    constexpr std::size_t kLongestName = 256;
    std::size_t at = 0;
    while (at < std::min(line.size(), kLongestName) && line[at] > ' ' && line[at] < 0x7F &&
           line[at] != ':')
        ++at;
    const std::size_t length = at;
    while (at < line.size() && is_blank(line[at])) ++at;
    return at < line.size() && line[at] == ':' ? length : 0;
}

class BlockReader {
 public:
    BlockReader(std::string_view bytes, std::size_t at, const Limits& limits)
        : bytes_(bytes), limits_(limits), begin_(at), at_(at) {}

    HeaderBlock read(const std::function<bool(std::string_view)>& stops) {
        while (at_ < bytes_.size()) {
            const Line line = line_at(bytes_, at_);
            if (line.text.empty()) return end_at(line.next);
            if (line.text.starts_with("--") && stops(line.text)) return end_at(at_);
            if (!take(line.text)) bad_line();
            if (bad_lines_ > kMostBadLines) return end_at(at_);
            at_ = line.next;
        }
        return end_at(bytes_.size());
    }

 private:
    bool take(std::string_view line) {
        if (is_blank(line.front())) {
            if (block_.fields.empty()) return base::trimmed(line).empty();
            if (!skipping_) append(line);
            return true;
        }
        const std::size_t length = name_length(line);
        if (length == 0) return false;
        if (bad_lines_ > 0) block_.dropped_line = true;
        bad_lines_ = 0;
        skipping_ = block_.fields.size() >= kMostFields || at_ - begin_ >= limits_.header_block;
        block_.truncated = block_.truncated || skipping_;
        if (skipping_) return true;
        block_.fields.push_back({std::string(line.substr(0, length)), {}});
        append(base::trimmed(line.substr(line.find(':', length) + 1)));
        return true;
    }

    void bad_line() {
        if (bad_lines_++ == 0) first_bad_ = at_;
        skipping_ = true;  // its folded lines go with it
    }

    void append(std::string_view text) {
        std::string& value = block_.fields.back().value;
        const std::size_t room = limits_.header_line - std::min(value.size(), limits_.header_line);
        if (text.size() > room) block_.truncated = true;
        for (const char c : text.substr(0, room)) {
            if (c == '\0') block_.had_nul = true;
            if (c != '\0') value += c;
        }
    }

    /// One line without a name before the end is junk; several are the body, which lacks its empty
    /// line.
    HeaderBlock end_at(std::size_t body) {
        block_.body = body;
        const bool body_began = bad_lines_ > 1 || (bad_lines_ == 1 && block_.fields.empty());
        if (body_began) {
            block_.body = first_bad_;
            block_.no_blank_line = true;
        } else if (bad_lines_ == 1) {
            block_.dropped_line = true;
        }
        for (Header& each : block_.fields) each.value = base::trimmed(each.value);
        return std::move(block_);
    }

    std::string_view bytes_;
    const Limits& limits_;
    std::size_t begin_;
    std::size_t at_;
    HeaderBlock block_;
    std::size_t bad_lines_ = 0;
    std::size_t first_bad_ = 0;
    bool skipping_ = false;
};

}  // namespace

Line line_at(std::string_view bytes, std::size_t at) {
    std::size_t end = at;
    while (end < bytes.size() && bytes[end] != '\n' && bytes[end] != '\r') ++end;
    Line line;
    line.text = bytes.substr(at, end - at);
    if (end < bytes.size()) end += bytes.substr(end, 2) == "\r\n" ? 2U : 1U;
    line.next = end;
    return line;
}

HeaderBlock read_header_block(std::string_view bytes, std::size_t at, const Limits& limits,
                              const std::function<bool(std::string_view)>& stops) {
    return BlockReader(bytes, at, limits).read(stops);
}

std::string_view field(const std::vector<Header>& fields, std::string_view name) {
    for (const Header& each : fields)
        if (base::equal_ignoring_case(each.name, name)) return each.value;
    return {};
}

}  // namespace parsers::mime
