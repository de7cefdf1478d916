/// Comma-separated values (RFC 4180, and what spreadsheets in China really write: GBK, semicolons
/// or tabs, ="001" to keep a number text): each record a line, its fields parted by tabs.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/reading.h"
#include "parsers/text/charset.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxText = 32U << 20;    ///< bytes of one file that are read
constexpr std::size_t kMaxField = 256U << 10;  ///< a quote that isn't closed by then is none
constexpr std::size_t kSample = 64U << 10;     ///< where the separator is looked for
constexpr std::string_view kSeparators = ",;\t|";

/// The separator that most records hold equally often, as the first lines show it.
char separator_of(std::string_view text) {
    std::array<std::size_t, 4> lines{};  // in how many lines each stands
    std::array<std::size_t, 4> here{};
    bool quoted = false;
    for (const char c : text.substr(0, kSample)) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        const std::size_t at = kSeparators.find(c);
        if (at != std::string_view::npos) ++here[at];
        if (c != '\n') continue;
        for (std::size_t i = 0; i < here.size(); ++i) lines[i] += here[i] > 0 ? 1U : 0U;
        here = {};
    }
    for (std::size_t i = 0; i < here.size(); ++i) lines[i] += here[i] > 0 ? 1U : 0U;
    const auto* const best = std::max_element(lines.begin(), lines.end());
    return kSeparators[static_cast<std::size_t>(best - lines.begin())];
}

class Records {
 public:
    Records(std::string_view text, LineWriter& out) : text_(text), out_(out) {
        separator_ = separator_of(text);
        if (text.size() > 4 && base::equal_ignoring_case(text.substr(0, 4), "sep=")) {
            separator_ = text[4];  // Excel's own first line
            at_ = std::min(text.find('\n'), text.size() - 1) + 1;
        }
    }

    void read() {
        while (at_ < text_.size() && !out_.truncated()) {
            out_.begin_row();
            while (field()) {
            }
            out_.end_row();
        }
    }
    [[nodiscard]] bool unclosed() const { return !quotes_; }

 private:
    /// Writes one field; false when it was the record's last.
    bool field() {
        out_.begin_cell();
        const bool formula = text_.substr(at_, 2) == "=\"";
        const std::size_t start = at_ + (formula ? 1 : 0);
        if (start < text_.size() && text_[start] == '"' && quotes_) quoted(start);
        const std::string_view ends(kEnds.data(), kEnds.size());
        std::size_t end = at_;
        while (end < text_.size() && text_[end] != separator_ &&
               ends.find(text_[end]) == std::string_view::npos)
            ++end;
        out_.text(base::trimmed(text_.substr(at_, end - at_)));
        at_ = end;
        if (at_ >= text_.size()) return false;
        if (text_[at_] == separator_) {
            ++at_;
            return true;
        }
        at_ += text_.substr(at_, 2) == "\r\n" ? 2U : 1U;
        return false;
    }

    /// A quoted field from its quote at `start`; where no quote ends it, it is read as it stands.
    void quoted(std::size_t start) {
        std::string value;
        for (std::size_t i = start + 1; i < text_.size() && i - start < kMaxField; ++i) {
            if (text_[i] != '"') {
                if (text_[i] != '\r') value += text_[i];
            } else if (i + 1 < text_.size() && text_[i + 1] == '"') {
                value += text_[i++];
            } else {
                out_.text(base::trimmed(value));
                at_ = i + 1;
                return;
            }
        }
        quotes_ = false;
    }

    static constexpr std::array<char, 2> kEnds = {'\n', '\r'};
    std::string_view text_;
    LineWriter& out_;
    char separator_ = ',';
    std::size_t at_ = 0;
    bool quotes_ = true;
};

}  // namespace

Reading read_csv(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    text::Decoded decoded = text::decode(input.bytes.substr(0, kMaxText), input.charset);
    if (decoded.damaged)
        add_problem(reading, code::kDamaged, Severity::Degraded, "bytes outside the charset");
    std::erase(decoded.text, '\0');
    std::string_view text = decoded.text;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    LineWriter out(limits.text_bytes);
    Records records(text, out);
    records.read();
    if (records.unclosed())
        add_problem(reading, code::kDamaged, Severity::Note,
                    "a quotation mark that nothing closes");
    const bool truncated = out.truncated() || input.bytes.size() > kMaxText;
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace parsers::document
