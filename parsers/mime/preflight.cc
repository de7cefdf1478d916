#include "parsers/mime/preflight.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <optional>
#include <utility>

#include "base/text.h"
#include "parsers/mime/header_block.h"
#include "parsers/mime/parameters.h"
#include "parsers/problem_codes.h"

namespace parsers::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kLongestBoundary = 998;
constexpr int kMostGuesses = 3;              // each rescans a body
constexpr std::size_t kLooseAllowed = 1024;  // "This is a multi-part message", list footers

/// A repair or a cap is said once a message, however often it was needed.
struct Said {
    const char* code;
    Severity severity;
    const char* text;
};

enum class Saying {
    MboxLine,
    BlankLines,
    BadHeader,
    NoBlankLine,
    Nul,
    Truncated,
    TrailingBlanks,
    FalsePrefix,
    UnclosedInner,
    NoFinal,
    PartAfterEnd,
    NoDelimiter,
    Guessed,
    TooDeep,
    TooMany,
    Loose,
};

/// In the order of Saying.
constexpr std::array kTable{
    Said{code::kMimeRepaired, Severity::Note, "an mbox line stood before the headers"},
    Said{code::kMimeRepaired, Severity::Note, "blank lines stood before the headers"},
    Said{code::kMimeRepaired, Severity::Note, "a line that is no header field was left out"},
    Said{code::kMimeRepaired, Severity::Note, "a body began without an empty line"},
    Said{code::kMimeRepaired, Severity::Note, "NUL bytes in a header were left out"},
    Said{code::kHeaderTruncated, Severity::Degraded, "headers beyond the limits were cut"},
    Said{code::kMimeRepaired, Severity::Note, "a boundary line ended in blanks"},
    Said{code::kMimeRepaired, Severity::Note, "a line that only begins like a boundary is content"},
    Said{code::kMimeRepaired, Severity::Note, "an inner multipart was not closed"},
    Said{code::kMimeRepaired, Severity::Degraded,
         "the final boundary is missing: the mail may be cut off"},
    Said{code::kMimeRepaired, Severity::Note, "parts stood after the final boundary"},
    Said{code::kMimeRepaired, Severity::Degraded,
         "a multipart has no boundary line and was read as text"},
    Said{code::kMimeRepaired, Severity::Degraded, "the boundary was taken from the body"},
    Said{code::kLimitExceeded, Severity::Lost,
         "multiparts are nested too deeply: the inner ones were not opened"},
    Said{code::kLimitExceeded, Severity::Lost,
         "too many parts: the last ones were kept in one piece"},
    Said{code::kMimeMismatch, Severity::Degraded, "there is content outside of all parts"},
};

static_assert(kTable.size() == static_cast<std::size_t>(Saying::Loose) + 1);

std::size_t count_loose(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > ' '; }));
}

/// Without the line end that belongs to the delimiter line behind it.
std::string_view before_delimiter(std::string_view text) {
    if (text.ends_with("\r\n")) return text.substr(0, text.size() - 2);
    if (text.ends_with('\n') || text.ends_with('\r')) return text.substr(0, text.size() - 1);
    return text;
}

class Scanner {
 public:
    Scanner(std::string_view raw, const Limits& limits) : raw_(raw), limits_(limits) {}

    Preflight run() {
        enter(result_.outline, prologue());
        while (const std::optional<Delimiter> delimiter = next_delimiter()) take(*delimiter);
        finish();
        return std::move(result_);
    }

 private:
    struct Frame {
        Outline* node;
        std::string boundary;
        bool closed = false;
        bool guessed = false;
    };
    struct Delimiter {
        std::size_t frame = 0;
        bool closing = false;
        std::size_t begin = 0;
        std::size_t next = 0;
    };

    void say(Saying what) {
        const auto index = static_cast<std::size_t>(what);
        const Said& entry = kTable[index];
        if (std::exchange(said_[index], true)) return;
        result_.problems.push_back({entry.code, entry.severity, {}, entry.text});
    }

    /// Offset of the first header line.
    std::size_t prologue() {
        std::size_t at = raw_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        while (at < raw_.size()) {
            const Line line = line_at(raw_, at);
            const bool mbox = line.text.starts_with("From ") || line.text.starts_with(">From ");
            if (!mbox && !base::trimmed(line.text).empty()) break;
            say(mbox ? Saying::MboxLine : Saying::BlankLines);
            at = line.next;
        }
        return at;
    }

    /// Reads the headers of a new entity and decides what it is.
    void enter(Outline& node, std::size_t at) {
        HeaderBlock block = read_header_block(
            raw_, at, limits_, [&](std::string_view line) { return match(line).has_value(); });
        if (block.truncated) say(Saying::Truncated);
        if (block.dropped_line) say(Saying::BadHeader);
        if (block.no_blank_line) say(Saying::NoBlankLine);
        if (block.had_nul) say(Saying::Nul);
        node.fields = std::move(block.fields);
        node.body_begin = block.body;
        at_ = block.body;
        region_ = at_;
        open_ = &node;
        open_multipart(node);
    }

    void open_multipart(Outline& node) {
        const Parameterized type = parse_parameters(field(node.fields, "content-type"));
        if (!type.value.starts_with("multipart/")) return;
        if (frames_.size() >= limits_.multipart_depth) {
            node.shape = Shape::TooDeep;
            return say(Saying::TooDeep);
        }
        node.shape = Shape::Multipart;
        node.alternative = type.value == "multipart/alternative";
        node.related = type.value == "multipart/related";
        node.digest = type.value == "multipart/digest";
        Frame frame;
        frame.node = &node;
        frame.boundary = raw_boundary(type);
        frames_.push_back(std::move(frame));
        open_ = nullptr;
    }

    static std::string raw_boundary(const Parameterized& type) {
        std::string boundary = parameter(type, "boundary").substr(0, kLongestBoundary);
        while (!boundary.empty() && boundary.back() == ' ') boundary.pop_back();
        return boundary;
    }

    /// Which frame a line delimits: open ones from the inside, then closed ones.
    struct Match {
        std::size_t frame = 0;
        bool closing = false;
        bool blanks = false;
    };
    std::optional<Match> match(std::string_view line) {
        for (const bool closed : {false, true})
            for (std::size_t i = frames_.size(); i-- > 0;) {
                const Frame& frame = frames_[i];
                if (frame.closed != closed || frame.boundary.empty()) continue;
                if (line.compare(2, frame.boundary.size(), frame.boundary) != 0) continue;
                std::string_view rest = line.substr(2 + frame.boundary.size());
                Match found;
                found.frame = i;
                found.closing = rest.starts_with("--");
                if (found.closing) rest.remove_prefix(2);
                found.blanks = !rest.empty();
                if (base::trimmed(rest).empty()) return found;
                if (!closed) say(Saying::FalsePrefix);
            }
        return {};
    }

    /// The next line that begins with "--" at or behind `at`.
    [[nodiscard]] std::size_t next_dashes(std::size_t at) const {
        while (at + 1 < raw_.size()) {
            const void* found = std::memchr(raw_.data() + at, '-', raw_.size() - at);
            if (!found) return kNone;
            at = static_cast<std::size_t>(static_cast<const char*>(found) - raw_.data());
            const bool line_start = at == 0 || raw_[at - 1] == '\n' || raw_[at - 1] == '\r';
            if (line_start && raw_.substr(at, 2) == "--") return at;
            ++at;
        }
        return kNone;
    }

    std::optional<Delimiter> next_delimiter() {
        if (frames_.empty()) return {};
        while (true) {
            const std::size_t begin = next_dashes(at_);
            if (begin == kNone) return {};
            const Line line = line_at(raw_, begin);
            at_ = line.next;
            const std::optional<Match> found = match(line.text);
            if (!found) continue;
            if (found->blanks) say(Saying::TrailingBlanks);
            Delimiter delimiter;
            delimiter.frame = found->frame;
            delimiter.closing = found->closing;
            delimiter.begin = begin;
            delimiter.next = line.next;
            return delimiter;
        }
    }

    /// What stood since the last delimiter: a leaf's body, or text outside of parts.
    void end_region(std::size_t end) {
        const std::string_view text =
            before_delimiter(raw_.substr(region_, std::max(end, region_) - region_));
        if (open_) {
            open_->body = end == raw_.size() ? raw_.substr(region_) : text;
        } else if (!frames_.empty()) {
            frames_.back().node->loose += count_loose(text);
        }
        open_ = nullptr;
    }

    void take(const Delimiter& delimiter) {
        if (guess_in_frames_above(delimiter.frame, delimiter.begin)) return;
        end_region(delimiter.begin);
        while (frames_.size() > delimiter.frame + 1) pop(delimiter.begin, Saying::UnclosedInner);
        Frame& frame = frames_.back();
        region_ = at_ = delimiter.next;
        if (delimiter.closing) {
            frame.closed = true;
            return;
        }
        if (frame.closed) say(Saying::PartAfterEnd);
        frame.closed = false;
        add_part(*frame.node, delimiter.next);
    }

    void add_part(Outline& parent, std::size_t at) {
        ++result_.parts;
        parent.parts.emplace_back();
        Outline& part = parent.parts.back();
        if (parent.digest) part.default_type = "message/rfc822";
        if (result_.parts < limits_.parts) return enter(part, at);
        say(Saying::TooMany);
        open_ = &part;
        part.body_begin = region_ = at;
        at_ = raw_.size();  // no further delimiter is looked for
    }

    /// The innermost multipart has no parts although its body is over: its delimiter may be another
    /// than declared. True when the scan starts anew in it.
    bool guess_in_frames_above(std::size_t frame_index, std::size_t end) {
        if (frames_.size() <= frame_index) return false;
        Frame& frame = frames_.back();
        const bool over = frames_.size() > frame_index + 1 || end == raw_.size();
        if (!over || !frame.node->parts.empty() || frame.guessed || guesses_ >= kMostGuesses)
            return false;
        frame.guessed = true;
        ++guesses_;
        const std::size_t begin = frame.node->body_begin;
        std::string boundary = guess(raw_.substr(begin, end - begin));
        if (boundary.empty()) return false;
        say(Saying::Guessed);
        frame.boundary = std::move(boundary);
        frame.closed = false;
        frame.node->loose = 0;
        open_ = nullptr;
        region_ = at_ = begin;
        return true;
    }

    /// The first line "--x" that is followed by a header field and comes again, or ends as "--x--".
    static std::string guess(std::string_view body) {
        for (std::size_t at = 0; at < body.size();) {
            const Line line = line_at(body, at);
            at = line.next;
            const std::string_view text = base::trimmed(line.text);
            if (text.size() < 6 || text.size() > 200 || !text.starts_with("--")) continue;
            if (text.find_first_not_of('-') == kNone) continue;
            if (!line_at(body, at).text.starts_with("Content-")) continue;
            return std::string(text.substr(2));
        }
        return {};
    }

    void pop(std::size_t end, Saying unclosed) {
        const Frame& frame = frames_.back();
        Outline& node = *frame.node;
        if (node.parts.empty()) {
            node.shape = Shape::Unsplit;
            node.loose = 0;
            const std::size_t begin = std::min(node.body_begin, end);
            node.body = before_delimiter(raw_.substr(begin, end - begin));
            say(Saying::NoDelimiter);
        } else if (!frame.closed) {
            say(unclosed);
        }
        if (node.loose > kLooseAllowed) say(Saying::Loose);
        frames_.pop_back();
    }

    void finish() {
        while (!frames_.empty() && guess_in_frames_above(0, raw_.size()))
            while (const std::optional<Delimiter> delimiter = next_delimiter()) take(*delimiter);
        end_region(raw_.size());
        while (!frames_.empty()) pop(raw_.size(), Saying::NoFinal);
    }

    std::string_view raw_;
    const Limits& limits_;
    Preflight result_;
    std::array<bool, kTable.size()> said_{};
    std::vector<Frame> frames_;
    Outline* open_ = nullptr;  ///< the leaf whose body is being passed
    std::size_t region_ = 0;   ///< where it, or the text outside of parts, began
    std::size_t at_ = 0;
    int guesses_ = 0;
};

/// Writes the copy; boundaries are `token` and a number, closed by '_' so that none begins another.
class Writer {
 public:
    Writer(std::string& out, std::string_view token) : out_(out), token_(token) {}

    void entity(const Outline& node) {
        const bool multipart = node.shape == Shape::Multipart;
        const std::string boundary = multipart ? next_boundary() : std::string();
        if (multipart) {
            out_ += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n";
        } else {
            out_ += "Content-Type: application/octet-stream\r\n";
        }
        for (const Header& each : node.fields) {
            out_ += each.name;
            out_ += ": ";
            out_ += each.value;
            out_ += "\r\n";
        }
        out_ += "\r\n";
        if (!multipart) {
            out_ += node.body;
            return;
        }
        for (const Outline& part : node.parts) {
            out_ += "\r\n--" + boundary + "\r\n";
            entity(part);
        }
        out_ += "\r\n--" + boundary + "--\r\n";
    }

 private:
    std::string next_boundary() { return std::string(token_) + std::to_string(++number_) + '_'; }

    std::string& out_;
    std::string_view token_;
    std::size_t number_ = 0;
};

std::size_t header_bytes(const Outline& node) {
    std::size_t size = 128;
    for (const Header& each : node.fields) size += each.name.size() + each.value.size() + 4;
    for (const Outline& part : node.parts) size += header_bytes(part);
    return size;
}

/// A word that stands nowhere in the raw bytes; it follows from them, so that equal mails give
/// equal copies.
std::string free_token(std::string_view raw) {
    constexpr int kTries = 8;
    std::size_t seed = std::hash<std::string_view>{}(raw);
    for (int i = 0; i < kTries;
         ++i, seed = seed * 6364136223846793005ULL + 1442695040888963407ULL) {
        std::string token = "_" + base::hex(&seed, sizeof seed) + "_";
        if (raw.find(token) == kNone) return token;
    }
    return {};
}

}  // namespace

Preflight inspect(std::string_view raw, const Limits& limits) { return Scanner(raw, limits).run(); }

std::string repaired_copy(std::string_view raw, const Outline& outline) {
    const std::string token = free_token(raw);
    std::string copy;
    if (token.empty()) return copy;
    copy.reserve(raw.size() + header_bytes(outline));
    Writer(copy, token).entity(outline);
    return copy;
}

}  // namespace parsers::mime
