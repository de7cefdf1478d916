#include "daemon/answers/own_words.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"
#include "daemon/judge/words.h"

namespace answers {
namespace {

using parsers::SegmentKind;

constexpr std::size_t kShortestSubject = 15;  // bytes: a shorter one may stand in any line
constexpr std::size_t kHeaderBlock = 5;

/// How a program begins the header it puts above a quote, and what follows within a few lines.
constexpr std::array<std::string_view, 5> kSenderLabels = {
    "发件人:", "发信人:", "寄件人:", "发送人:", "from:"};
constexpr std::array<std::string_view, 9> kOtherLabels = {
    "收件人:", "发送时间:", "发送日期:", "发件时间:", "日期:", "主题:", "to:", "sent:", "subject:"};
/// "2024年6月9日，县司法局写道：" above what it quotes.
constexpr std::array<std::string_view, 3> kAttributions = {"写道:", "写到:", "wrote:"};

bool begins(std::string_view text, const auto& words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.starts_with(word); });
}

const parsers::Document* letter_of(const parsers::Parsed& parsed) {
    for (const auto& document : parsed.documents)
        if (document.role == parsers::Role::Body && document.part.find("!/") == std::string::npos &&
            !base::trimmed(document.text).empty())
            return &document;
    return nullptr;
}

/// The letter's lines, as written and as they are compared.
class Letter {
 public:
    explicit Letter(const parsers::Document& document) {
        // What stands below is quoted or nobody's; twice the limit, for a quote above the answer.
        constexpr std::size_t kRead = 4 * kMostLines;
        for (const auto line : base::split(document.text, '\n')) {
            if (lines_.size() == kRead) break;
            Line one;
            one.written = base::trimmed(line);
            if (one.written.size() <= 4 * kLongestLine) one.folded = judge::fold(one.written);
            lines_.push_back(std::move(one));
        }
        for (const auto& segment : document.segments)
            if (segment.kind == SegmentKind::Quote || segment.kind == SegmentKind::QuotedHeader)
                child_quotes_ = std::min<std::size_t>(child_quotes_, segment.line);
    }

    [[nodiscard]] std::size_t size() const { return lines_.size(); }
    [[nodiscard]] std::string_view written(std::size_t i) const { return lines_[i].written; }
    [[nodiscard]] std::string_view folded(std::size_t i) const { return lines_[i].folded; }
    [[nodiscard]] bool is_marked(std::size_t i) const {
        return written(i).starts_with(">") || written(i).starts_with("＞");
    }
    /// It names who wrote the marked lines below it.
    [[nodiscard]] bool is_attribution(std::size_t i) const {
        const bool says = std::ranges::any_of(
            kAttributions, [&](std::string_view words) { return folded(i).ends_with(words); });
        if (!says) return false;
        const auto next = next_filled(i);
        return next < size() && is_marked(next);
    }
    /// Where the child says that all the rest is quoted. What it finds first behind ">" it takes
    /// for the end, though an answer may stand below.
    [[nodiscard]] bool is_end_for_child(std::size_t i) const {
        return i + 1 == child_quotes_ && !is_marked(i) && !is_attribution(i);
    }
    [[nodiscard]] bool is_header_block(std::size_t i) const {
        if (!begins(folded(i), kSenderLabels)) return false;
        for (std::size_t k = i + 1; k < std::min(size(), i + kHeaderBlock); ++k)
            if (begins(folded(k), kOtherLabels)) return true;
        return false;
    }

 private:
    struct Line {
        std::string_view written;
        std::string folded;
    };
    [[nodiscard]] std::size_t next_filled(std::size_t i) const {
        do ++i;
        while (i < size() && written(i).empty());
        return i;
    }

    std::vector<Line> lines_;
    std::size_t child_quotes_ = std::numeric_limits<std::size_t>::max();
};

bool holds_any(std::string_view folded, const std::vector<std::string>& marks) {
    return std::ranges::any_of(marks, [&](const std::string& written) {
        const std::string mark = judge::fold(written);
        return !mark.empty() && folded.find(mark) != std::string_view::npos;
    });
}

bool begins_with_any(std::string_view folded, const std::vector<std::string>& marks) {
    return std::ranges::any_of(marks, [&](const std::string& written) {
        const std::string mark = judge::fold(written);
        return !mark.empty() && folded.starts_with(mark);
    });
}

/// The answered notice's subject, as a program quotes it, or its beginning, as the notice's own
/// first line has it.
bool is_notices_own(std::string_view folded, const std::string& subject) {
    if (folded.size() < kShortestSubject || subject.size() < kShortestSubject) return false;
    return folded.find(subject) != std::string_view::npos || subject.starts_with(folded);
}

/// "--", which parts a signature from the letter (RFC 3676 §4.3).
bool is_signature_mark(std::string_view line) {
    return line.size() >= 2 && line.find_first_not_of("-_") == std::string_view::npos;
}

}  // namespace

std::vector<std::string> own_lines(const parsers::Parsed& parsed, const config::AnswerRules& rules,
                                   std::string_view notice_subject) {
    std::vector<std::string> own;
    const auto* document = letter_of(parsed);
    if (!document) return own;
    const Letter letter(*document);
    const std::string subject = judge::fold(notice_subject);
    for (std::size_t i = 0; i < letter.size() && own.size() < kMostLines; ++i) {
        const auto written = letter.written(i);
        const auto folded = letter.folded(i);
        if (letter.is_end_for_child(i) || letter.is_header_block(i) ||
            holds_any(folded, rules.quote_begins) || is_signature_mark(written) ||
            is_notices_own(folded, subject))
            break;
        if (folded.empty() || letter.is_marked(i) || letter.is_attribution(i) ||
            base::count_code_points(written) > kLongestLine || begins_with_any(folded, rules.tails))
            continue;
        own.emplace_back(written);
    }
    return own;
}

}  // namespace answers
