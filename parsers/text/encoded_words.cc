#include "parsers/text/encoded_words.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/text.h"
#include "parsers/mime/transfer.h"
#include "parsers/text/charset.h"

namespace parsers::text {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// One "=?charset?B?text?=" as it stands.
struct Word {
    std::string_view charset;
    char encoding = 'B';
    std::string_view text;
    std::size_t end = 0;  ///< behind "?="
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/// Where the text that begins at `from` ends. A Q word may hold a bare '?' right before "=E4".
std::size_t text_end(std::string_view value, std::size_t from, char encoding) {
    std::size_t end = value.find("?=", from);
    if (encoding != 'Q') return end;
    while (end != kNone && end + 3 < value.size() && is_hex(value[end + 2]) &&
           is_hex(value[end + 3])) {
        const std::size_t next = value.find("?=", end + 1);
        if (next == kNone || value.find("=?", end + 2) < next) break;
        end = next;
    }
    return end;
}

/// A word whose "?=" was cut off: its text runs to the next blank or quote.
std::size_t cut_end(std::string_view value, std::size_t from) {
    const std::size_t end = value.find_first_of(" \t\r\n\"<>,;", from);
    return end == kNone ? value.size() : end;
}

std::optional<Word> word_at(std::string_view value, std::size_t at) {
    constexpr std::size_t kLongestCharset = 64;
    constexpr std::size_t kLongestText = 8192;  // keeps hostile input linear
    if (value.compare(at, 2, "=?") != 0) return {};
    const std::size_t charset = at + 2;
    const std::size_t mark = value.substr(charset, kLongestCharset).find('?');
    if (mark == kNone || mark == 0) return {};
    const std::size_t encoding = charset + mark + 1;
    if (encoding + 1 >= value.size() || value[encoding + 1] != '?') return {};
    Word word;
    word.charset = value.substr(charset, mark);
    if (word.charset.find_first_of(" \t\r\n\"") != kNone) return {};
    word.encoding = static_cast<char>(value[encoding] & ~0x20);
    if (word.encoding != 'B' && word.encoding != 'Q') return {};
    const std::size_t begin = encoding + 2;
    const std::string_view window = value.substr(0, begin + kLongestText);
    std::size_t end = text_end(window, begin, word.encoding);
    const std::size_t next = window.find("=?", begin);
    if (end == kNone || (next != kNone && next + 1 < end)) {
        end = cut_end(value, begin);
        word.end = end;
    } else {
        word.end = end + 2;
    }
    word.text = value.substr(begin, end - begin);
    return word;
}

std::string q_bytes(std::string_view text) {
    std::string spaced(text);
    for (char& c : spaced)
        if (c == '_') c = ' ';
    // A guard keeps the decoder from dropping blanks at the end, as it must in bodies.
    spaced += "=2E";
    std::string bytes = mime::from_quoted_printable(spaced).bytes;
    bytes.pop_back();
    return bytes;
}

/// Words side by side in one charset: their bytes are one text, converted once. Base64 that was cut
/// inside a group of four goes on in the next word.
class Run {
 public:
    void add(const Word& word) {
        charset_ = word.charset;
        open_ = true;
        if (word.encoding == 'Q') {
            close_base64();
            bytes_ += q_bytes(word.text);
            return;
        }
        base64_ += word.text;
        if (base64_.size() % 4 == 0 || base64_.ends_with('=')) close_base64();
    }
    [[nodiscard]] bool takes(const Word& word) const {
        return open_ && base::equal_ignoring_case(charset_, word.charset);
    }
    [[nodiscard]] bool open() const { return open_; }
    /// The text of the run, which is empty afterwards.
    std::string finish() {
        close_base64();
        std::string text = decode(bytes_, charset_).text;
        bytes_.clear();
        open_ = false;
        return text;
    }

 private:
    void close_base64() {
        if (base64_.empty()) return;
        bytes_ += mime::from_base64(base64_).bytes;
        base64_.clear();
    }

    std::string_view charset_;
    std::string bytes_;
    std::string base64_;
    bool open_ = false;
};

bool only_blanks(std::string_view text) {
    for (const char c : text)
        if (!is_blank(c)) return false;
    return true;
}

}  // namespace

std::string decode_header(std::string_view value) {
    if (value.find("=?") == kNone) return decode(value, "").text;
    std::string out;
    Run run;
    std::size_t plain = 0;  // where text outside words begins
    for (std::size_t at = value.find("=?"); at != kNone;) {
        const std::optional<Word> word = word_at(value, at);
        if (!word) {
            at = value.find("=?", at + 1);
            continue;
        }
        const std::string_view between = value.substr(plain, at - plain);
        const bool adjacent = run.open() && only_blanks(between);
        if (run.open() && (!adjacent || !run.takes(*word))) out += run.finish();
        if (!adjacent) out += decode(between, "").text;
        run.add(*word);
        plain = word->end;
        at = value.find("=?", word->end);
    }
    if (run.open()) out += run.finish();
    out += decode(value.substr(plain), "").text;
    return out;
}

}  // namespace parsers::text
